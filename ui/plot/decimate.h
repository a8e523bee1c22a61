#pragma once

#include <QPointF>
#include <QPolygonF>
#include <span>
#include <vector>

#include "ui/plot/axis.h"

namespace selvedge {

// The points of a line as pixels: of each pixel column the first, lowest, highest and last point,
// so that a million points cost no more than four a column and no spike is lost. `points` ascend in
// x; only those in the x axis' range and one neighbour on either side are used. Points without a
// place (not finite, at or below 0 on a log axis) break the line: one polyline per unbroken part.
std::vector<QPolygonF> decimate(std::span<const QPointF> points, const Axis& x, const Axis& y);

// Exponential moving average by position, started at the first value:
// s = weight * s + (1 - weight) * value. `weight` in [0, 1); 0 leaves the points as they are.
// Continues behind `smoothed` (points[0, smoothed.size()) are done), so appending costs the batch.
void smooth(std::span<const QPointF> points, double weight, std::vector<QPointF>& smoothed);

// Index of the point nearest to `x`; points ascend in x and are not empty.
std::size_t nearestPoint(std::span<const QPointF> points, double x);

}  // namespace selvedge
