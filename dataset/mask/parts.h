#pragma once

#include <cstdint>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Which pixels are neighbours: those that share an edge, or a corner too.
enum class Connectivity { Four, Eight };

// The connected parts, each of the image's size, by their leftmost, then topmost pixel.
std::vector<RleMask> connectedParts(const RleMask& mask,
                                    Connectivity connectivity = Connectivity::Eight);

// Without the 8-connected parts of fewer than `minPixels` pixels. The largest part (of equal ones
// the first) always stays: an object does not vanish.
RleMask withoutIslands(const RleMask& mask, std::uint64_t minPixels);

// With its holes: background that no path over pixel edges joins to the image's border, as it fits
// a mask whose parts are 8-connected.
RleMask withHolesFilled(const RleMask& mask);

}  // namespace selvedge
