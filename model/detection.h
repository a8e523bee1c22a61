#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Edges in pixels of the original image, not rounded: x0, y0 inclusive, x1, y1 exclusive.
struct BoxXyxy {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool operator==(const BoxXyxy&) const = default;
};

struct AttributeScore {
    AttributeIndex attribute = 0;
    float probability = 0;  // [0, 1]
};

// A predicted object of one image.
struct Detection {
    CategoryIndex category = 0;
    double score = 0;  // [0, 1], as read or predicted
    BoxXyxy box;
    RleMask mask;  // of the original image's size
    // Probabilities above the run's floor, ascending by attribute. From a file that only lists
    // attribute ids: those, with probability 1.
    std::vector<AttributeScore> attributes;
};

// Detections of a data set by ImageId, each image's in the file's order. Held in memory here; the
// run's folder keeps them as a COCO results file.
struct PredictionSet {
    std::string name;  // of the run, for people
    std::map<std::string, std::vector<Detection>> images;
};

}  // namespace selvedge
