#pragma once

#include <optional>
#include <stop_token>

#include "model/evaluation/anatomy.h"
#include "model/evaluation/threshold_rows.h"

namespace selvedge {

// What a threshold finds, misses and says wrongly at the point, each object once. Any thread;
// nothing when stopped.
std::optional<CountedObjects> rowObjects(const MatchTable& table, const Protocol& protocol,
                                         const OperatingPoint& point, const ThresholdRow& row,
                                         std::stop_token stop = {});

}  // namespace selvedge
