#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "model/evaluation/accumulate.h"
#include "model/evaluation/evaluate.h"

// The curves of all categories and their means: the numbers of a report. Not for other folders.

namespace selvedge {

inline constexpr std::size_t kRanges = kAreaRanges.size();
inline constexpr std::size_t kPrefixes = 3;                        // of detections: see prefixes()
inline constexpr std::size_t kT75 = 5;                             // iouThresholds()[5] == .75
inline constexpr std::size_t kLastThreshold = kIouThresholds - 1;  // .95

// COCOeval's maxDets, ending with this one.
std::array<int, kPrefixes> prefixes(int maxDetections);

// One category at one column of thresholds.
struct ColumnCurves {
    std::array<bool, kRanges> measured{};  // there are objects of that size
    std::array<std::array<Curves, kPrefixes>, kRanges> curves;
};
void makeCurves(const CategoryMatches& matches, std::size_t thresholds, int maxDetections,
                CurveScratch& scratch, ColumnCurves& result);

// Each worker of evaluate() writes categories of its own, far from the others'.
struct CategoryCurves {
    int id = 0;                         // raw
    std::vector<ColumnCurves> columns;  // as columnsOf(); the first alone where F1 is not asked
};

// Part of the curves, to take the mean of.
struct Slice {
    bool precision = true;  // else recall
    std::size_t firstThreshold = 0, lastThreshold = kLastThreshold;
    std::size_t range = 0, prefix = kPrefixes - 1;
    bool withF1 = false;                  // where the category has it
    std::optional<std::size_t> f1Column;  // one of those with F1, from 0; else all
};
// In the order of COCOeval's arrays: thresholds, recalls, categories. -1 when there are no objects.
double meanOf(std::span<const CategoryCurves> categories, const Slice& slice, Weights weights);

// The twelve numbers of COCOeval, each with `prefix` before its name.
std::vector<Metric> cocoMetrics(std::span<const CategoryCurves> categories, bool withF1,
                                Weights weights, const std::string& prefix = "");
// The three blocks of fp_eval; the categories by ascending id.
std::vector<MetricBlock> gridBlocks(std::span<const CategoryCurves> categories, Weights weights);

}  // namespace selvedge
