#pragma once

#include <vector>

#include "app/session/measuring.h"
#include "ui/evaluate/metric_strip.h"

namespace selvedge {

// The first of a report's tiles, but for those of sizes, for the strip of the Tune page: the
// headline, with how long it took, and what it is made of. They have the deltas to a reference of
// the same protocol.
std::vector<MetricTile> tuneTiles(const Measurement& measurement, const Measurement* reference);

}  // namespace selvedge
