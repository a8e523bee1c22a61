#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/evaluation/curves.h"
#include "model/evaluation/evaluate.h"

// What LVISEval (lvis-dataset/lvis-api, lvis/eval.py and lvis/results.py) does that COCOeval does
// not. Not for other folders, but for tableFor().

namespace selvedge {

// The table as the protocol sees it: detections beyond Protocol::detectionsPerImage (LVISResults.
// limit_dets_per_image; ties in file order) and, where federated, those of categories that their
// image was not searched for, stand in no group, so that nothing counts them; groups of open
// categories ignore detections without an object. Indices stay. The table itself, not owned, where
// the protocol asks nothing of the kind. evaluate() does this itself; other functions of this
// folder take the result where they shall go by the same detections.
std::shared_ptr<const MatchTable> tableFor(const MatchTable& table, const Protocol& protocol);
// With Protocol::detectionsPerImage for maxDetections, where there is one.
OperatingPoint pointFor(const OperatingPoint& point, const Protocol& protocol);

// By category: 'r', 'c', 'f' for rare, common and frequent, as the file says; where it says nothing
// for any, by the number of images that have it: up to 10, up to 100, more.
std::vector<char> frequencies(const MatchTable& table);
// AP AP50 AP75 APs APm APl APr APc APf AR@300 ARs@300 ARm@300 ARl@300. `frequency` as the
// categories.
std::vector<Metric> lvisMetrics(AllCurves categories, const std::vector<char>& frequency,
                                int maxDetections);

}  // namespace selvedge
