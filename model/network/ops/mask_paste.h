#pragma once

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Pastes a side x side map of probabilities (row-major) into an image at a box (x0, y0, x1, y1 in
// pixels): a pixel is foreground when the map, sampled bilinearly at the pixel's centre, is at
// least `threshold`. Detectron2's paste_masks_in_image: the place in the map is (pixel + .5 - x0) /
// (x1 - x0) * 2 - 1, read as torch's grid_sample does with align_corners false and zeros outside,
// in float.
//
// All pixels whose sample can be other than 0 are looked at, a column at a time; there is never a
// bitmap of the image. (On a CPU Detectron2 stops a pixel outside the box, which differs only for
// thresholds below .5: further out no sample reaches it.) A threshold of 0 makes the whole image
// foreground, as it does there on a GPU. A box without area or with an edge that is not finite
// gives an empty mask. Throws Error(Unsupported) for image sizes that no mask can have.
RleMask pasteMask(const float* probabilities, int side, const float* box, int width, int height,
                  double threshold);

// torchvision's paste_masks_in_image: map and box get a ring of one cell, the box is truncated to
// whole pixels, and the map is resized to it (torch's bilinear interpolate, align_corners false,
// edges held) with the right and bottom pixel included. A pixel is foreground when the value is at
// least `threshold`. Otherwise as pasteMask.
RleMask pasteMaskToWholePixels(const float* probabilities, int side, const float* box, int width,
                               int height, double threshold);

}  // namespace selvedge
