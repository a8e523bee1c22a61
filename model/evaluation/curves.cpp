#include "model/evaluation/curves.h"

#include <algorithm>

namespace selvedge {

namespace {

// One number of the twelve.
struct Summary {
    const char* name;
    Slice slice;
};
constexpr Summary kSummaries[] = {
    {"AP", {true, 0, 9, 0, 2, {}, {}}},     {"AP50", {true, 0, 0, 0, 2, {}, {}}},
    {"AP75", {true, 5, 5, 0, 2, {}, {}}},   {"APs", {true, 0, 9, 1, 2, {}, {}}},
    {"APm", {true, 0, 9, 2, 2, {}, {}}},    {"APl", {true, 0, 9, 3, 2, {}, {}}},
    {"AR1", {false, 0, 9, 0, 0, {}, {}}},   {"AR10", {false, 0, 9, 0, 1, {}, {}}},
    {"AR100", {false, 0, 9, 0, 2, {}, {}}}, {"ARs", {false, 0, 9, 1, 2, {}, {}}},
    {"ARm", {false, 0, 9, 2, 2, {}, {}}},   {"ARl", {false, 0, 9, 3, 2, {}, {}}},
};

// fp_eval's groups of categories, by raw id.
struct SuperCategory {
    const char* name;  // of its AP
    int firstId, lastId;
};
constexpr SuperCategory kSuperCategories[] = {{"APo", 0, 12}, {"APa", 13, 26}, {"APp", 27, 45}};

std::span<const CategoryCurves> idsBetween(std::span<const CategoryCurves> categories, int first,
                                           int last) {
    const auto begin = std::find_if(categories.begin(), categories.end(),
                                    [&](const CategoryCurves& c) { return c.id >= first; });
    const auto end =
        std::find_if(begin, categories.end(), [&](const CategoryCurves& c) { return c.id > last; });
    return {begin, end};
}

// The columns of a category that a slice takes.
std::span<const ColumnCurves> columnsOf(const CategoryCurves& category, const Slice& slice) {
    const std::span<const ColumnCurves> all = category.columns;
    if (!slice.withF1 || all.size() == 1)
        return all.first(1);
    return slice.f1Column ? all.subspan(1 + *slice.f1Column, 1) : all.subspan(1);
}

// One block, with fp_eval's names.
MetricBlock gridBlock(const char* name, std::span<const CategoryCurves> categories, Weights weights,
                      bool withIou, bool withF1) {
    Slice all;
    all.withF1 = withF1;
    if (!withIou)
        all.firstThreshold = all.lastThreshold = kIouThresholds;
    MetricBlock block;
    block.name = name;
    const auto add = [&](const std::string& metric, const Slice& slice) {
        block.metrics.push_back({metric, meanOf(categories, slice, weights)});
    };
    const auto at = [](Slice slice, std::optional<std::size_t> iou, std::optional<std::size_t> f1) {
        if (iou)
            slice.firstThreshold = slice.lastThreshold = *iou;
        slice.f1Column = f1;
        return slice;
    };
    for (const SuperCategory& super : kSuperCategories)
        block.metrics.push_back(
            {super.name,
             meanOf(idsBetween(categories, super.firstId, super.lastId), all, weights)});
    add("AP", all);
    struct Threshold {
        const char* digits;
        std::size_t index;
    };
    constexpr std::array<Threshold, 2> kPrinted{{{"50", 0}, {"75", kT75}}};
    for (const Threshold& iou : kPrinted)
        if (withIou)
            add(std::string("AP_IOU") + iou.digits, at(all, iou.index, {}));
    for (const Threshold& f1 : kPrinted)
        if (withF1)
            add(std::string("AP_F1") + f1.digits, at(all, {}, f1.index));
    for (const Threshold& iou : kPrinted)
        for (const Threshold& f1 : kPrinted)
            if (withIou && withF1)
                add(std::string("AP_IOU") + iou.digits + "_F1" + f1.digits,
                    at(all, iou.index, f1.index));
    const auto sized = [&](bool precision, std::size_t range, std::size_t prefix) {
        Slice slice = all;
        slice.precision = precision;
        slice.range = range;
        slice.prefix = prefix;
        return slice;
    };
    constexpr std::array<const char*, kRanges> kSizes{"", "s", "m", "l"};
    for (std::size_t range = 1; range < kRanges; ++range)
        add(std::string("AP") + kSizes[range], sized(true, range, kPrefixes - 1));
    add("AR@1", sized(false, 0, 0));
    add("AR@10", sized(false, 0, 1));
    add("AR@100", sized(false, 0, 2));
    for (std::size_t range = 1; range < kRanges; ++range)
        add(std::string("AR") + kSizes[range] + "@100", sized(false, range, kPrefixes - 1));
    for (const CategoryCurves& category : categories)
        block.categoryAp.push_back(meanOf({&category, 1}, all, weights));
    return block;
}

}  // namespace

std::array<int, kPrefixes> prefixes(int maxDetections) {
    return {1, std::min(10, maxDetections), maxDetections};
}

void makeCurves(const CategoryMatches& matches, std::size_t thresholds, int maxDetections,
                CurveScratch& scratch, ColumnCurves& result) {
    for (std::size_t a = 0; a < kRanges; ++a) {
        result.measured[a] = matches.objects[a] > 0;
        for (std::size_t m = 0; result.measured[a] && m < kPrefixes; ++m)
            accumulate(matches.detections, matches.objects[a], a, prefixes(maxDetections)[m],
                       scratch, result.curves[a][m], thresholds);
    }
}

double meanOf(std::span<const CategoryCurves> categories, const Slice& slice, Weights weights) {
    std::vector<double> values;
    const auto valueOf = [&](const ColumnCurves& column, std::size_t t, std::size_t r) {
        const Curve& curve = column.curves[slice.range][slice.prefix][t];
        return slice.precision ? curve.precision[r] : curve.recall;
    };
    for (std::size_t t = slice.firstThreshold; t <= slice.lastThreshold; ++t)
        for (std::size_t r = 0; r < (slice.precision ? kRecallThresholds : 1); ++r)
            for (const CategoryCurves& category : categories) {
                const std::span<const ColumnCurves> columns = columnsOf(category, slice);
                if (!columns.front().measured[slice.range])  // no object for one, none for another
                    continue;
                double sum = 0;
                for (const ColumnCurves& column : columns) {
                    const double value = valueOf(column, t, r);
                    if (weights == Weights::EachF1Threshold)
                        values.push_back(value);
                    sum += value;
                }
                if (weights == Weights::Equal)
                    values.push_back(sum / double(columns.size()));
            }
    return values.empty() ? -1 : numpyMean(values);
}

std::vector<Metric> cocoMetrics(std::span<const CategoryCurves> categories, bool withF1,
                                Weights weights, const std::string& prefix) {
    std::vector<Metric> metrics;
    for (const Summary& summary : kSummaries) {
        Slice slice = summary.slice;
        slice.withF1 = withF1;
        metrics.push_back({prefix + summary.name, meanOf(categories, slice, weights)});
    }
    return metrics;
}

std::vector<MetricBlock> gridBlocks(std::span<const CategoryCurves> categories, Weights weights) {
    return {gridBlock("iou_f1", categories, weights, true, true),
            gridBlock("iou", categories, weights, true, false),
            gridBlock("f1", categories, weights, false, true)};
}

}  // namespace selvedge
