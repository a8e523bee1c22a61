#pragma once

#include <QRectF>
#include <vector>

namespace selvedge {

// Rectangles that fill `area`, each as large as its weight's share, as near to squares as the
// greedy rows of "Squarified Treemaps" (Bruls, Huizing, van Wijk 2000) make them. Weights above 0
// get a rectangle, others an empty one. In the order of `weights`; the largest begins at the top
// right, the smallest end at the bottom left.
std::vector<QRectF> squarified(const QRectF& area, const std::vector<double>& weights);

}  // namespace selvedge
