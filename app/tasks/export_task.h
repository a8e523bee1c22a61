#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "dataset/progress.h"
#include "dataset/project/project.h"
#include "model/evaluation/submission.h"

namespace selvedge {

enum class ExportFormat { Csv, Coco, Detectron2, Submission };

struct ExportTask {
    std::shared_ptr<Project> project;
    ExportFormat format = ExportFormat::Csv;
    std::filesystem::path target;
    ImageFilter only;              // of some images; empty: all
    std::filesystem::path labels;  // of a CSV or COCO: its label_descriptions.json; empty: none
    // Of a submission: a file of COCO results or another submission; none: the project's objects.
    std::optional<std::filesystem::path> predictions;
    SubmissionOptions submission;
};

struct ExportResult {
    std::uint64_t objects = 0;     // written
    std::string lost;              // what the format cannot hold, a sentence; "" when it holds all
    std::vector<RowIssue> issues;  // of the predictions
    bool stoppedEarly = false;     // then nothing was written
};
// Refuses a target that is a project, this one's source or the predictions.
ExportResult exportProject(const ExportTask& task, const ProgressCallback& onProgress,
                           std::stop_token stop);

// Whether ids mean what they mean in iMaterialist, so that a CSV needs no names beside it.
bool isBuiltIn(const Catalog& catalog);

// A file of COCO results or a submission CSV, told by its content, over the project's or ground
// truth's images. Error(BadFormat) for any other.
LoadedPredictions readPredictions(const std::filesystem::path& file, const GroundTruthSource& truth,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber,
                                  const DetectionSink& sink = {});

// The number by which COCO results know an image: that of the COCO file the project came from,
// else, as `export --format coco` numbers them, its place from 1.
std::map<std::int64_t, std::string> imageIdsByNumber(const ObjectTable& table);

}  // namespace selvedge
