#pragma once

#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Closed outlines along pixel edges, in image coordinates (corner (0,0) is the image's top left).
// Outer rings run clockwise on the screen, holes the other way; no point lies on a straight line
// between its neighbours. Pixels that touch at a corner only belong to different rings.
struct Ring {
    struct Point {
        int x, y;
        bool operator==(const Point&) const = default;
    };
    std::vector<Point> points;
};
// O(n log n) in the runs. Rings come by the leftmost, then topmost corner they start at.
std::vector<Ring> outline(const RleMask& mask);

// COCO's polygons x0 y0 x1 y1 ..., one for each 4-connected part, in the coordinates of outline();
// none for an empty mask.
// maskFromPolygons() and pycocotools' raster make exactly `mask` of them.
// COCO's polygons know no holes (all of them are united). A hole is therefore cut open: a bridge of
// no width, walked down and up again along a vertical pixel edge, joins its ring to the outer one.
// Raster rules that count crossings (pycocotools) or windings leave the hole out. A program that
// takes polygons for simple ones may draw the bridge, call the ring invalid or fill the hole.
std::vector<std::vector<double>> toPolygons(const RleMask& mask);

}  // namespace selvedge
