#pragma once

#include <optional>

#include "model/evaluation/threshold_evidence.h"

namespace selvedge {

struct ProxyThreshold {
    double threshold = 0;
    double f1 = 0;
};
// The attribute threshold with the best F1 of its own, whatever the protocol makes of it (METHOD
// 1.7, "Attribute tuning": a detection with the object of its category that it overlaps most, by .5
// or more; not one to one). For a group or all attributes their decisions together. Of equals the
// highest. Nothing for scores, and where no detection lies on an object that has the attribute.
std::optional<ProxyThreshold> proxyThreshold(const ThresholdEvidence& evidence,
                                             const ThresholdRow& row, const Catalog& catalog);

}  // namespace selvedge
