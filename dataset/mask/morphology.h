#pragma once

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// What grows and shrinks a mask, around each pixel, for a radius of r pixels (not negative,
// asserted): the disc of pixels with dx^2 + dy^2 <= r^2, or the square of 2r + 1 pixels a side,
// which is the 3x3 square r times.
enum class Brush { Disc, Square };

// All pixels that the brush reaches from a foreground pixel.
RleMask grown(const RleMask& mask, int radius, Brush brush = Brush::Disc);
// The pixels whose brush meets no background of the image. What lies outside the image is not
// background: a garment that the picture's edge cuts off stays at the edge.
RleMask shrunk(const RleMask& mask, int radius, Brush brush = Brush::Disc);

// The width of the band of Boundary IoU (bowenc0221/boundary-iou-api): `ratio` of the image's
// diagonal, rounded (halves to even, as numpy does), at least 1.
int boundaryRadius(int width, int height, double ratio = .02);
// The foreground within `radius` (Square) of background or of the image's edge: the mask without
// itself eroded `radius` times by 3x3, where all outside the image is background.
RleMask boundaryBand(const RleMask& mask, int radius);

}  // namespace selvedge
