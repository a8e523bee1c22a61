#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// How much masks of one size (asserted) have in common. All results equal pycocotools' to the last
// bit: areas are whole numbers, divided once, in double.

// Pixels in both; linear in the runs.
std::uint64_t intersectionArea(const RleMask& a, const RleMask& b);

// Intersection over union; 0 if both are empty. With `crowd`, over the area of `a` (the detection)
// as pycocotools' iscrowd does.
double iou(const RleMask& a, const RleMask& b, bool crowd = false);

// Masks that others are compared with again and again: their boxes and areas are worked out once.
// Holds a view: the masks must stay where they are. Const access from any number of threads.
class MaskGroup {
public:
    explicit MaskGroup(std::span<const RleMask> masks);

    // The IoU of `mask` with each of the group, in its order. Where boxes do not meet no run is
    // looked at. `crowd` has a flag for each of the group (asserted), or is empty: none is one.
    std::vector<double> iou(const RleMask& mask, std::span<const std::uint8_t> crowd = {}) const;

private:
    struct Measures {
        IntBox box;
        std::uint64_t area = 0;
    };

    std::span<const RleMask> m_masks;
    std::vector<Measures> m_measures;
};

}  // namespace selvedge
