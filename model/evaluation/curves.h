#pragma once

#include <array>
#include <span>
#include <vector>

#include "model/evaluation/accumulate.h"
#include "model/evaluation/evaluate.h"

// The curves of all categories and their means: the numbers of a report. Not for other folders.

namespace selvedge {

inline constexpr std::size_t kPrefixes = 3;                        // of detections: see prefixes()
inline constexpr std::size_t kT75 = 5;                             // iouThresholds()[5] == .75
inline constexpr std::size_t kLastThreshold = kIouThresholds - 1;  // .95

// COCOeval's maxDets, ending with this one.
std::array<int, kPrefixes> prefixes(int maxDetections);

// One category at one column of thresholds.
struct ColumnCurves {
    std::array<bool, kRanges> measured{};  // there are objects of that size
    // Of each prefix; none of a size that has no objects: thousands of categories may be empty.
    std::array<std::vector<Curves>, kRanges> curves;
};
// `headlineOnly`: of all sizes and maxDetections alone; the rest is left as it was.
void makeCurves(const CategoryMatches& matches, std::size_t column, int maxDetections,
                CurveScratch& scratch, ColumnCurves& result, bool headlineOnly = false);

// The same without the curves, for a grid's many columns.
struct ColumnMeans {
    struct Mean {
        double precision = 0;  // over recalls
        double recall = 0;     // at the last detection
    };
    std::array<bool, kRanges> measured{};
    // Of the first two prefixes, only recall of all sizes.
    std::array<std::array<std::array<Mean, kThresholds>, kPrefixes>, kRanges> means{};
};
void makeMeans(const CategoryMatches& matches, std::size_t column, int maxDetections,
               CurveScratch& scratch, ColumnMeans& result, bool headlineOnly = false);

// Each worker of evaluate() writes categories of its own, far from the others'. Columns as
// columnsOf(), the first alone where F1 is not asked.
struct CategoryCurves {
    int id = 0;                         // raw
    std::vector<ColumnCurves> columns;  // of a grid only the first
    std::vector<ColumnMeans> means;     // of a grid
};

// By category, ascending by raw id.
using AllCurves = std::span<const CategoryCurves* const>;

// The twelve numbers of COCOeval, each with `prefix` before its name. For Pairs but Grid.
std::vector<Metric> cocoMetrics(AllCurves categories, bool withF1, const std::string& prefix = "");
double cocoAp(AllCurves categories, bool withF1);  // the first of them
// AP and AP50 of one category.
double categoryAp(const CategoryCurves& category, bool withF1);
double categoryAp50(const CategoryCurves& category, bool withF1);
// The three blocks of fp_eval. For Pairs::Grid.
std::vector<MetricBlock> gridBlocks(AllCurves categories, Weights weights);
double gridAp(AllCurves categories, Weights weights);     // AP of the first of them
double gridIouAp(AllCurves categories, Weights weights);  // and of the second: IoU alone
// A grid's AP with both at .5.
double gridAp50(const CategoryCurves& category, Weights weights);

}  // namespace selvedge
