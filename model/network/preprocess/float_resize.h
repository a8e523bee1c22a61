#pragma once

#include <array>
#include <cstdint>

#include "dataset/image/image.h"

namespace selvedge {

// torchvision's way of bringing a picture to the network's size: floats, four neighbours, no
// antialiasing.

// GeneralizedRCNNTransform's size: both edges times the smaller of minSize / shorter edge and
// maxSize / longer edge, in double, rounded down (torchvision 0.26; versions that scale in float
// can give one pixel less); at least 1. Sizes are >= 1 (asserted).
ImageSize networkSizeRoundedDown(const ImageSize& original, int minSize, int maxSize);

// Where a pixel of a resized axis lies in the old one: between `low` and `high`, with weights.
struct LinearPlace {
    std::int64_t low = 0, high = 0;
    float toLow = 1, toHigh = 0;
};
// Of pixel `index` of `newSize`, with `oldSize` before: (index + .5) * oldSize / newSize - .5, not
// below 0, in float (torch's interpolate, bilinear, align_corners false).
LinearPlace linearPlace(std::int64_t index, std::int64_t newSize, std::int64_t oldSize);

// Writes the planes R, G, B, [3, size.height, size.width], of (value / 255 - mean) / deviation,
// resized. Only two rows of the picture are looked at at a time. The image has pixels (asserted).
void resizedFloats(const Image& image, const ImageSize& size, const std::array<float, 3>& mean,
                   const std::array<float, 3>& deviation, float* out);

}  // namespace selvedge
