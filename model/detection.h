#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/mask/box_xywh.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Edges in pixels of the original image, not rounded: x0, y0 inclusive, x1, y1 exclusive.
struct BoxXyxy {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool operator==(const BoxXyxy&) const = default;
};

// What an attribute head says of one attribute of one object.
struct AttributeScore {
    AttributeIndex attribute = 0;
    float probability = 0;  // [0, 1]
    bool operator==(const AttributeScore&) const = default;
};

// A predicted object of one image.
struct Detection {
    CategoryIndex category = 0;
    double score = 0;  // [0, 1] where predicted; any finite number from a file
    BoxXyxy box;
    // The box digit by digit as a file gave it, since x + width - x need not be width. Measures use
    // it where it is set, `box` otherwise (boxXywh below).
    std::optional<BoxXywh> fileBox;
    RleMask mask;  // of the original image's size
    // Probabilities above the run's floor, ascending by attribute. From a file that only lists
    // attribute ids: those, with probability 1.
    std::vector<AttributeScore> attributes;
};

// A detection and the ImageId of its image.
struct ImageDetection {
    std::string imageId;
    Detection detection;
};

// The box that overlaps and areas are measured with.
inline BoxXywh boxXywh(const Detection& detection) {
    if (detection.fileBox)
        return *detection.fileBox;
    const BoxXyxy& box = detection.box;
    return {box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0};
}

// Detections of a data set by ImageId, each image's in the file's order. Held in memory here; the
// run's folder keeps them as a COCO results file.
struct PredictionSet {
    std::string name;  // of the run, for people
    std::map<std::string, std::vector<Detection>> images;
    // Only the images that stand above were looked at, whatever was found in them: what others show
    // was not missed. Else all of the data set were.
    bool isPartial = false;
    bool covers(const std::string& imageId) const { return !isPartial || images.contains(imageId); }
};

}  // namespace selvedge
