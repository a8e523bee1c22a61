#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "dataset/row_issue.h"
#include "model/detection.h"

namespace selvedge {

struct LoadedPredictions {
    PredictionSet predictions;
    // Every entry has a non-empty `bbox`: what loadRes of pycocotools goes by (METHOD 1.1).
    bool boxesGiven = false;
    std::vector<RowIssue> issues;  // entries that could not be used; `line` counts entries from 1
};

// COCO results: a list of {image_id, category_id, segmentation, score, bbox?, attribute_ids?,
// attribute_scores?}. `image_id` is an ImageId (text) or a number, looked up in `imageIdOfNumber`
// when that is not empty, else taken as text. Category and attribute ids are the catalog's raw ids.
// Sizes of masks come from the segmentation. Throws Error when the file is no such list.
LoadedPredictions readCocoResults(const std::filesystem::path& file, const Catalog& catalog,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber = {});

// The same form, with `attribute_scores` beside `attribute_ids`; `numberOfImageId` empty: ImageIds
// are written as text. Scores with 17 digits. Atomic.
void writeCocoResults(const std::filesystem::path& file, const PredictionSet& predictions,
                      const Catalog& catalog,
                      const std::map<std::string, std::int64_t>& numberOfImageId = {});

}  // namespace selvedge
