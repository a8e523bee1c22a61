#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace selvedge {

// One of those behind a number: an object, a detection, or a pair of both. Lists of them stand in
// the order of images, within an image in that of objects, then of detections.
struct CellObject {
    std::uint32_t image = 0;             // into MatchTable::cells
    std::optional<std::uint32_t> truth;  // into ImageCell::truths
    std::optional<std::uint32_t> found;  // into ImageCell::founds
    bool operator==(const CellObject&) const = default;
};

// Those behind a precision and a recall.
struct CountedObjects {
    std::vector<CellObject> hits;    // both sides
    std::vector<CellObject> falses;  // detections; with the object they took, where they took one
    std::vector<CellObject> misses;  // objects; with the detection that took it, where one did
};

}  // namespace selvedge
