#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "dataset/project/project.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

// Predictions (COCO results or a submission CSV) over a project's catalog and images, their numbers
// as imageIdsByNumber says. Entries of images that the project does not have are kept. Throws
// Error.
LoadedPredictions readProjectPredictions(const std::shared_ptr<Project>& project,
                                         const std::filesystem::path& file);

struct ImportedRun {
    std::string name;
    std::shared_ptr<const PredictionSet> predictions;  // null when stopped: no run was made
    std::size_t foreignImages = 0;                     // not the project's: left out
    std::vector<RowIssue> issues;
};
// Makes a run of such a file, named after it. Whole or not at all. Throws Error, also when no
// entry belongs to an image of the project.
ImportedRun importPredictions(const std::shared_ptr<Project>& project,
                              const std::filesystem::path& file, std::stop_token stop);

}  // namespace selvedge
