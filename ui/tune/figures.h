#pragma once

#include <vector>

#include "app/session/measuring.h"
#include "ui/evaluate/metric_strip.h"

namespace selvedge {

// The protocol's headline and what it is made of, for the strip of the Tune page, with what they
// differ from a reference of the same protocol by.
std::vector<MetricTile> figuresOf(const Measurement& measurement, const Measurement* reference);

}  // namespace selvedge
