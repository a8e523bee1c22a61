#pragma once

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// What the mask head should give for a region: Detectron2's BitMasks.crop_and_resize. RoIAlign of
// the mask as 0 and 1 (scale 1, adaptive sampling, aligned) to side x side, foreground where the
// mean is at least .5. Writes 0 or 1 to `target`, [side, side], row-major.
//
// `mask` is at the network's size, mirrored if the picture was: scaled() and flippedHorizontally()
// of dataset/mask/transform.h make it from the ground truth, nearest with source pixel
// floor((x + .5) * old / new). `box` is x0, y0, x1, y1 in pixels there; it may reach past the
// image. Only the part of the mask under the box is decoded. Throws Error(BadFormat) for
// coordinates that are not finite. May be called from any number of threads.
void maskTarget(const RleMask& mask, const float* box, int side, float* target);

// The same as torchvision has it (project_masks_on_boxes): RoIAlign not aligned, and the mean as it
// is, in [0, 1].
void softMaskTarget(const RleMask& mask, const float* box, int side, float* target);

}  // namespace selvedge
