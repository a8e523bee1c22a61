#pragma once

#include <QString>
#include <optional>

#include "model/evaluation/verdict.h"

namespace selvedge {

// Attributes of an object and of what was predicted of it, counted.
struct AttributeTally {
    int truth = 0, predicted = 0, right = 0;
    int catalog = 0;  // attributes that there are
};

// How many of the predicted attributes must be right for F1 to reach the threshold, as the protocol
// compares, as many being predicted as are; nothing where not even all would do.
std::optional<int> neededRight(const Protocol& protocol, const AttributeTally& tally,
                               double threshold);
// What thresholds of F1 ask of an object of the category: "6 attributes, 7 predicted, 5 of them
// right: F1 .77." and a line for .50 and .75 each: "F1 ≥ .75 asks for 5 right: reached." Empty
// where the protocol does not look at attributes. For tool tips.
QString f1Meaning(const Criteria& criteria, CategoryIndex category, const AttributeTally& tally);

}  // namespace selvedge
