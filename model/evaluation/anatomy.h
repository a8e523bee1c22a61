#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/verdict.h"

namespace selvedge {

// One category's part in the headline.
struct HeadlinePart {
    CategoryIndex category = 0;
    std::uint64_t objects = 0;
    int columns = 1;    // Fashionpedia: 10 with F1, 1 without, 208 in all; else 1
    double weight = 0;  // columns / those of all measured categories; 0 when not measured
    double ap = -1;     // its headline; -1: no objects, not measured
    double iouAp = -1;  // the same by overlap alone
    double lost = 0;    // weight * (1 - ap): what it takes from a headline of 1
};
// What the headline is made of: it is the sum of weight * ap (to rounding). In the order of
// Report::categories. Empty where the headline is no mean over categories (Kaggle 2020).
// `asksF1`: as categoriesWithF1(), or Criteria::asksF1.
std::vector<HeadlinePart> headlineParts(const Report& report, const std::vector<bool>& asksF1);

// Verdicts by category.
struct CategoryCounts {
    CategoryIndex category = 0;
    std::uint64_t objects = 0;  // right + attributeErrors + missed
    VerdictCounts verdicts;
};
// One for each category, ascending by the catalog's raw id. Nothing when stopped, here and below.
std::optional<std::vector<CategoryCounts>> categoryCounts(const MatchTable& table,
                                                          const Criteria& criteria,
                                                          std::stop_token stop = {},
                                                          int threads = 0);
// The objects (of False: the detections) with that verdict, of a category or of all.
std::optional<std::vector<CellObject>> verdictObjects(const MatchTable& table,
                                                      const Criteria& criteria, Verdict::Kind kind,
                                                      std::optional<CategoryIndex> category = {},
                                                      std::stop_token stop = {}, int threads = 0);

// One attribute at the operating point, counted as attributeCurve() counts (score_curves.h), with
// the threshold that the point has for the attribute of that category.
struct AttributeCounts {
    AttributeIndex attribute = 0;
    std::uint64_t objects = 0;    // that have it: hits + misses
    std::uint64_t predicted = 0;  // hits + falses
    std::uint64_t hits = 0, falses = 0, misses = 0;
    double precision = -1;  // -1: nothing predicted
    double recall = -1;     // -1: no objects
    double f1 = -1;         // -1: neither
};
// One for each attribute of the catalog, in its order; of objects and detections of one category,
// or of all.
std::optional<std::vector<AttributeCounts>> attributeCounts(
    const MatchTable& table, const Protocol& protocol, const OperatingPoint& point,
    std::optional<CategoryIndex> category = {}, std::stop_token stop = {}, int threads = 0);
std::optional<CountedObjects> attributeObjects(const MatchTable& table, const Protocol& protocol,
                                               const OperatingPoint& point,
                                               AttributeIndex attribute,
                                               std::optional<CategoryIndex> category = {},
                                               std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
