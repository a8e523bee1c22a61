#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/format/coco_segmentation.h"

namespace selvedge {

// An annotation or a result of a COCO file whose members are all spelled as most programs spell
// them, read without a tree of its values, which takes several times as long.
struct PlainEntry {
    std::string_view id;  // as JSON, a whole number; "" where it has none
    std::string imageId;  // a number as text
    std::optional<std::int64_t> imageNumber;
    std::int64_t category = 0;
    std::optional<double> score, area;
    bool crowd = false;
    std::optional<BoxXywh> box;
    CocoSegmentation segmentation;
    std::optional<std::vector<std::int64_t>> attributeIds, attributeCandidates;
    std::optional<std::vector<double>> attributeScores;
};

// What full parsing reads, or none: no object or no JSON, members that repeat, another type or
// spelling than expected, an id, box or segmentation that is missing or cannot be used, a member of
// unknown name that is no plain value. Then full parsing has to say what it is. The view lasts as
// long as the text.
std::optional<PlainEntry> readPlainEntry(std::string_view text);

}  // namespace selvedge
