#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/evaluation/match_table.h"
#include "model/evaluation/operating_point.h"
#include "model/evaluation/protocol.h"
#include "model/evaluation/threshold_rows.h"

namespace selvedge {

// What one threshold does, all others where they are.
struct RowMeasure {
    std::uint64_t support = 0;  // objects: with the attribute, or of the category; crowds apart
    // At the point, of pairs by overlap alone at .5, each object with one detection. Of scores: of
    // detections those with an object; of objects those with a detection. Of attributes: of those
    // predicted, on detections without an object too, those that the object has; of those that
    // objects have, on objects without a detection too, those predicted. -1: there are none.
    double precision = -1, recall = -1;
    // The headline with the threshold as it is, .05 lower, and .05 higher (within [0, 1] for
    // attributes). A file's "no score threshold" has no lower and higher.
    double now = -1, lower = -1, higher = -1;
    // The highest that it can reach by this threshold alone, and where.
    double most = -1;
    double mostAt = 0;
};
inline constexpr double kRowStep = 0.05;

// Measures rows side by side and hands out each as soon as it is known, in no fixed order: `onRow`
// runs on any of the threads, one call at a time, with the row's index. False when stopped. The
// number of threads changes no bit of a row. `candidates`: as TuneOptions.
bool measureRows(const MatchTable& table, const Protocol& protocol, const OperatingPoint& point,
                 std::span<const ThresholdRow> rows,
                 const std::function<void(std::size_t row, const RowMeasure&)>& onRow,
                 std::stop_token stop = {}, int threads = 0, int candidates = 39);

}  // namespace selvedge
