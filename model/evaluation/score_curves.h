#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/evaluate.h"

// Precision, recall and F1 over a threshold that moves. All functions are pure and parallel over
// images; `threads` 0: one for each processor, their number changes no bit. Nothing when stopped.

namespace selvedge {

// What a threshold leaves, and what comes of it.
struct CurvePoint {
    double threshold = 0;  // of the score, or an attribute's probability: what is >= it counts
    std::uint64_t hits = 0, falses = 0, misses = 0;
    double precision = 0;  // hits / (hits + falses)
    double recall = 0;     // hits / (hits + misses); 0 without objects
    double f1 = 0;         // 2 hits / (2 hits + falses + misses)
    bool operator==(const CurvePoint&) const = default;
};

// A drawn curve has at most so many points.
inline constexpr std::size_t kCurvePoints = 500;

struct ThresholdCurve {
    // By threshold, descending, so by recall, ascending; one for each value that occurs. Of long
    // curves the first, the last, the best, and of each stretch those with the least and the most
    // precision and F1.
    std::vector<CurvePoint> points;
    std::optional<CurvePoint> best;  // the most F1, of equals the highest threshold
    std::uint64_t objects = 0;       // that are to be found: hits + misses at every point
    // Average precision at 101 recalls of all that the curve spans, as COCOeval. Of several
    // categories the mean over those with objects, as in a headline, though the points count them
    // together. Of attributes all taken together. -1: no objects.
    double averagePrecision = -1;

    // The counts at any threshold, from the nearest point at or above it; the first point's
    // threshold is the highest. Exact where the curve is short.
    const CurvePoint* at(double threshold) const;
};

// What a detection must reach to hit.
struct HitThresholds {
    double iou = 0.5;
    double f1 = 0.5;  // not asked where the protocol or the category asks none
};
// As the protocol pairs them: the same for both on the diagonal and on a grid, fixedF1 if fixed.
HitThresholds hitThresholds(const Protocol& protocol, double threshold = 0.5);

// Over the score of detections of these categories (empty: all), taken together. Hits are those of
// evaluate() at these thresholds, all sizes; what it ignores is left out. Detections of a category
// without objects are false here, though they cost a headline nothing. The whole span of scores is
// drawn: of `point`, score thresholds are not asked, all else is. A point of the curve is what
// `point` gives with its threshold for all of the categories.
std::optional<ThresholdCurve> scoreCurve(const MatchTable& table, const Protocol& protocol,
                                         const OperatingPoint& point,
                                         const std::vector<CategoryIndex>& categories = {},
                                         const HitThresholds& needs = {}, std::stop_token stop = {},
                                         int threads = 0);
// The objects behind the curve at a score.
std::optional<CountedObjects> scoreCurveObjects(const MatchTable& table, const Protocol& protocol,
                                                const OperatingPoint& point, double score,
                                                const std::vector<CategoryIndex>& categories = {},
                                                const HitThresholds& needs = {},
                                                std::stop_token stop = {}, int threads = 0);

// Over the probability of these attributes (empty: all), of objects of these categories (empty:
// all), taken together. What is to be found is an object's attribute. Detections that count at
// `point` take objects of their category by overlap >= .5 (COCOeval's way); a hit is an attribute
// of both, as probable as the threshold. An object without a detection misses all of its
// attributes; those predicted by a detection without an object are false, on a crowd neither. Of
// `point`, attribute thresholds are not asked. Probabilities are compared as float; a table keeps
// none below the run's floor, so that curves end there.
std::optional<ThresholdCurve> attributeCurve(const MatchTable& table, const Protocol& protocol,
                                             const OperatingPoint& point,
                                             const std::vector<AttributeIndex>& attributes = {},
                                             const std::vector<CategoryIndex>& categories = {},
                                             std::stop_token stop = {}, int threads = 0);
// The objects behind it; one entry for each attribute of an object.
std::optional<CountedObjects> attributeCurveObjects(
    const MatchTable& table, const Protocol& protocol, const OperatingPoint& point,
    double probability, const std::vector<AttributeIndex>& attributes = {},
    const std::vector<CategoryIndex>& categories = {}, std::stop_token stop = {}, int threads = 0);

// Names of super-categories in the order in which the catalog first has them ("" among them where a
// category has none), and the categories of one.
std::vector<std::string> superCategories(const Catalog& catalog);
std::vector<CategoryIndex> categoriesOf(const Catalog& catalog, const std::string& superCategory);

}  // namespace selvedge
