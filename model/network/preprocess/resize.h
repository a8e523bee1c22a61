#pragma once

#include "dataset/image/image.h"

namespace selvedge {

// The size a picture has in the network: the shortest edge becomes `minSize` unless the longest
// would exceed `maxSize`; then that edge becomes `maxSize`. Edges are int(x + .5), at least 1
// (Detectron2's ResizeShortestEdge). `original` has pixels, sizes are >= 1 (asserted).
ImageSize networkSize(const ImageSize& original, int minSize, int maxSize);

// Bilinear with a triangle filter as wide as the reduction (antialiased), the same bytes as
// Pillow's Image.resize(BILINEAR), which Detectron2 uses: coefficients of 22 bits after the point,
// across first, then down, each pass rounded to 8 bits. (Pillow 13, of autumn 2026, goes down first
// for some sizes; a few values are one higher or lower then.) `width`, `height` >= 1 and the image
// has pixels (asserted).
Image resizedBilinear(const Image& image, int width, int height);

}  // namespace selvedge
