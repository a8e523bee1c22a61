#pragma once

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Masks of a changed picture.

RleMask flippedHorizontally(const RleMask& mask);
RleMask flippedVertically(const RleMask& mask);
// Rows and columns change places: pixel (x, y) goes to (y, x).
RleMask transposed(const RleMask& mask);
// Nearest neighbour, the source pixel of x is floor((x + 0.5) * oldWidth / newWidth).
// Error(Unsupported) unless isMaskSize().
RleMask scaled(const RleMask& mask, int newWidth, int newHeight);
// The same with the source pixel floor(x * oldWidth / newWidth), in float: as torch's interpolate
// takes it with mode nearest.
RleMask scaledFromCorner(const RleMask& mask, int newWidth, int newHeight);
// What the box shows: a mask of the box's size. Where the box reaches past the image there is
// background, so the box {-x, -y, width, height} puts a crop back into its image.
// Error(Unsupported) unless the box has a mask's size.
RleMask cropped(const RleMask& mask, IntBox box);
// Moved by dx to the right and dy down in an image of the same size; what leaves it is cut off.
RleMask shifted(const RleMask& mask, int dx, int dy);

}  // namespace selvedge
