#pragma once

#include <memory>
#include <stop_token>

#include "dataset/project/apply_query.h"
#include "model/detection.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/verdict.h"

namespace selvedge {

// What a query may ask of a run: verdicts and scores of the table's objects by the criteria
// (with a match table of this table, else none), and the detections that took none of them.
// Attributes of a detection are those that reach the threshold. Some tens of milliseconds for 100K
// detections. Any thread; null when stopped.
std::shared_ptr<const PredictedObjects> predictedObjects(const ObjectTable& table,
                                                         const PredictionSet& predictions,
                                                         const MatchTable* matches,
                                                         const Criteria& criteria,
                                                         std::stop_token stop = {});

}  // namespace selvedge
