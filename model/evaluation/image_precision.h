#pragma once

#include <optional>
#include <stop_token>

#include "model/evaluation/evaluate.h"
#include "model/evaluation/matching.h"

namespace selvedge {

// evaluate() where misses cost nothing (Protocol::missesCount): fills `metrics`, `blocks`,
// `categories`, `objects` and `detections` of a report. False when stopped. Not for other folders.
//
// One block with F1 ("iou_f1") and one without ("iou"), named as fp_eval's: AP, AP_IOU50 ... A
// category's value is the same measure with the other categories left out.
bool measureImagePrecision(const MatchTable& table, const Protocol& protocol,
                           const OperatingPoint& point, const std::vector<CategoryIndex>& order,
                           Report& report, std::stop_token stop, int threads);

}  // namespace selvedge
