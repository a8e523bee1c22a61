#pragma once

#include "model/evaluation/threshold_rows.h"

namespace selvedge {

// Makes the row what it is in `from`: where that has a threshold of its own, that one, for a group
// attribute by attribute; where it has none, none, so that the more general one of `point` is in
// force.
void restoreThreshold(OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
                      const Catalog& catalog);
// Whether that changes nothing.
bool isAsIn(const OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
            const Catalog& catalog);

}  // namespace selvedge
