#pragma once

#include <span>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Set operations of masks of one size (asserted); linear in the runs.
RleMask unite(const RleMask& a, const RleMask& b);
// In halves: each run is looked at log(masks) times. Of none: the mask of 0 x 0 pixels.
RleMask unite(std::span<const RleMask> masks);
RleMask intersect(const RleMask& a, const RleMask& b);
RleMask subtract(const RleMask& a, const RleMask& b);
// The image's other pixels.
RleMask complement(const RleMask& mask);

}  // namespace selvedge
