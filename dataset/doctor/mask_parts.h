#pragma once

#include <cstdint>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge::doctor {

// Areas of the parts of a mask, the largest first; pixels that touch by a side or a corner are of
// one part.
std::vector<std::uint64_t> partAreas(const RleMask& mask);

// A speck is a part of fewer than kSpeckPixels pixels that is also less than 1 / kSpeckShare of the
// whole mask; 16 pixels are what a slip of the pen or of a polygon leaves.
inline constexpr std::uint64_t kSpeckPixels = 16;
inline constexpr std::uint64_t kSpeckShare = 100;
constexpr bool isSpeck(std::uint64_t partArea, std::uint64_t maskArea) {
    return partArea < kSpeckPixels && partArea * kSpeckShare < maskArea;
}
RleMask withoutSpecks(const RleMask& mask);

// The share of foreground pixels whose index + `stride` is foreground too, 0 when empty. With the
// image's height as the stride that is the neighbour to the right: high for what a person drew.
// With the stride that the runs were made with it is higher than with a wrong one.
double agreement(const RleMask& mask, std::uint32_t stride);

}  // namespace selvedge::doctor
