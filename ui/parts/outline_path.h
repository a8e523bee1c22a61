#pragma once

#include <QPainterPath>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// The outline of a mask in image coordinates, for stroking and filling (odd-even). With `tolerance`
// > 0 the stairs of pixel edges are cut at their middles and points that lie within it of a
// straight line are left out: smooth at a scale where a pixel is small; 0: exact pixel edges. Any
// thread.
QPainterPath outlinePath(const RleMask& mask, double tolerance);

// Ramer-Douglas-Peucker on a closed ring.
QPolygonF simplified(const QPolygonF& ring, double tolerance);

}  // namespace selvedge
