#pragma once

#include <span>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Set operations of masks of one size (asserted). Linear in the runs, but for the union of many,
// which sorts them.
RleMask unite(const RleMask& a, const RleMask& b);
// Of none: the mask of 0 x 0 pixels.
RleMask unite(std::span<const RleMask> masks);
RleMask intersect(const RleMask& a, const RleMask& b);
RleMask subtract(const RleMask& a, const RleMask& b);
// The image's other pixels.
RleMask complement(const RleMask& mask);

}  // namespace selvedge
