#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "dataset/project/project.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

// A COCO results file over a project's catalog and images: an image_id that is a number is looked
// up as `export --format coco` counts images (1 is the first), else taken as an ImageId; sizes come
// from the table. Entries of images that the project does not have are kept. Throws Error.
LoadedPredictions readProjectPredictions(const Project& project, const std::filesystem::path& file);

struct ImportedRun {
    std::string name;
    std::shared_ptr<const PredictionSet> predictions;  // null when stopped: no run was made
    std::size_t foreignImages = 0;                     // not the project's: left out
    std::vector<RowIssue> issues;
};
// Makes a run of such a file, named after it. Whole or not at all. Throws Error, also when no
// entry belongs to an image of the project.
ImportedRun importPredictions(const Project& project, const std::filesystem::path& file,
                              std::stop_token stop);

}  // namespace selvedge
