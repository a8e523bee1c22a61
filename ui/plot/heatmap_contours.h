#pragma once

#include <QPolygonF>
#include <vector>

#include "ui/plot/heatmap_view.h"

namespace selvedge {

// A line of equal value through the middles of a map's cells, as on a hiking map.
struct HeatmapContour {
    double level = 0;
    // Open or closed, in cells: (column, row), (0, 0) the middle of the first cell.
    std::vector<QPolygonF> lines;
};

// Lines at round values (1, 2 or 5 times a power of ten apart), about `count` levels between the
// least and the highest value, ascending. Linear between neighbouring cells (marching squares; of
// a saddle the mean of its four corners decides); none through cells without a value. Pure, any
// thread.
std::vector<HeatmapContour> contoursOf(const HeatmapData& data, int count = 8);
// The lines of one level.
std::vector<QPolygonF> contourLines(const HeatmapData& data, double level);

}  // namespace selvedge
