#include "model/evaluation/curves.h"

#include <algorithm>
#include <optional>

namespace selvedge {

namespace {

// One number of the twelve: a mean over part of an array.
struct Summary {
    const char* name;
    bool precision;
    std::size_t firstThreshold, lastThreshold;
    std::size_t range, prefix;
};
constexpr Summary kSummaries[] = {
    {"AP", true, 0, 9, 0, 2},   {"AP50", true, 0, 0, 0, 2},  {"AP75", true, kT75, kT75, 0, 2},
    {"APs", true, 0, 9, 1, 2},  {"APm", true, 0, 9, 2, 2},   {"APl", true, 0, 9, 3, 2},
    {"AR1", false, 0, 9, 0, 0}, {"AR10", false, 0, 9, 0, 1}, {"AR100", false, 0, 9, 0, 2},
    {"ARs", false, 0, 9, 1, 2}, {"ARm", false, 0, 9, 2, 2},  {"ARl", false, 0, 9, 3, 2},
};

// The mean over thresholds, recalls and categories, in the order of COCOeval's arrays.
double summarize(AllCurves categories, bool withF1, const Summary& summary) {
    std::vector<double> values;
    for (std::size_t t = summary.firstThreshold; t <= summary.lastThreshold; ++t)
        for (std::size_t r = 0; r < (summary.precision ? kRecallThresholds : 1); ++r)
            for (const CategoryCurves* category : categories) {
                const ColumnCurves& column =
                    withF1 ? category->columns.back() : category->columns.front();
                if (!column.measured[summary.range])
                    continue;
                const Curve& curve = column.curves[summary.range][summary.prefix][t];
                values.push_back(summary.precision ? curve.precision[r] : curve.recall);
            }
    return values.empty() ? -1 : numpyMean(values);
}

// Part of a grid to take the mean of.
struct Slice {
    bool precision = true;  // else recall
    std::size_t firstThreshold = 0, lastThreshold = kLastThreshold;
    std::size_t range = 0, prefix = kPrefixes - 1;
    bool withF1 = false;                  // where the category has it
    std::optional<std::size_t> f1Column;  // one of those with F1, from 0; else all
};

// fp_eval's groups of categories, by raw id.
struct SuperCategory {
    const char* name;  // of its AP
    int firstId, lastId;
};
constexpr SuperCategory kSuperCategories[] = {{"APo", 0, 12}, {"APa", 13, 26}, {"APp", 27, 45}};

AllCurves idsBetween(AllCurves categories, int first, int last) {
    const auto begin = std::find_if(categories.begin(), categories.end(),
                                    [&](const CategoryCurves* c) { return c->id >= first; });
    const auto end = std::find_if(begin, categories.end(),
                                  [&](const CategoryCurves* c) { return c->id > last; });
    return {begin, end};
}

// The columns of a category that a slice takes.
std::span<const ColumnMeans> columnsOf(const CategoryCurves& category, const Slice& slice) {
    const std::span<const ColumnMeans> all = category.means;
    if (!slice.withF1 || all.size() == 1)
        return all.first(1);
    return slice.f1Column ? all.subspan(1 + *slice.f1Column, 1) : all.subspan(1);
}

// -1 when there are no objects.
double meanOf(AllCurves categories, const Slice& slice, Weights weights) {
    std::vector<double> values;
    for (std::size_t t = slice.firstThreshold; t <= slice.lastThreshold; ++t)
        for (const CategoryCurves* category : categories) {
            const std::span<const ColumnMeans> columns = columnsOf(*category, slice);
            if (!columns.front().measured[slice.range])  // no object for one, none for another
                continue;
            double sum = 0;
            for (const ColumnMeans& column : columns) {
                const ColumnMeans::Mean& mean = column.means[slice.range][slice.prefix][t];
                const double value = slice.precision ? mean.precision : mean.recall;
                if (weights == Weights::EachF1Threshold)
                    values.push_back(value);
                sum += value;
            }
            if (weights == Weights::Equal)
                values.push_back(sum / double(columns.size()));
        }
    return values.empty() ? -1 : numpyMean(values);
}

// One block, with fp_eval's names.
MetricBlock gridBlock(const char* name, AllCurves categories, Weights weights, bool withIou,
                      bool withF1) {
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
    for (std::size_t k = 0; k < categories.size(); ++k)
        block.categoryAp.push_back(meanOf(categories.subspan(k, 1), all, weights));
    return block;
}

}  // namespace

std::array<int, kPrefixes> prefixes(int maxDetections) {
    return {1, std::min(10, maxDetections), maxDetections};
}

void makeCurves(const CategoryMatches& matches, std::size_t column, int maxDetections,
                CurveScratch& scratch, ColumnCurves& result, bool headlineOnly) {
    for (std::size_t a = 0; a < (headlineOnly ? 1 : kRanges); ++a) {
        const RankedHits ranked = rankedHits(matches, column, a);
        result.measured[a] = ranked.objects > 0;
        if (result.measured[a])
            result.curves[a].resize(kPrefixes);
        const std::size_t first = headlineOnly ? kPrefixes - 1 : 0;
        for (std::size_t m = first; result.measured[a] && m < kPrefixes; ++m)
            accumulate(ranked, prefixes(maxDetections)[m], scratch, result.curves[a][m]);
    }
}

void makeMeans(const CategoryMatches& matches, std::size_t column, int maxDetections,
               CurveScratch& scratch, ColumnMeans& result, bool headlineOnly) {
    Curves curves;
    for (std::size_t a = 0; a < (headlineOnly ? 1 : kRanges); ++a) {
        const RankedHits ranked = rankedHits(matches, column, a);
        result.measured[a] = ranked.objects > 0;
        if (!result.measured[a])
            continue;
        accumulate(ranked, maxDetections, scratch, curves, kThresholds);
        for (std::size_t t = 0; t < kThresholds; ++t)
            result.means[a].back()[t] = {numpyMean(curves[t].precision), curves[t].recall};
        for (std::size_t m = 0; a == 0 && !headlineOnly && m + 1 < kPrefixes; ++m) {
            const auto recalls = recallsOf(ranked, prefixes(maxDetections)[m], kThresholds);
            for (std::size_t t = 0; t < kThresholds; ++t)
                result.means[a][m][t] = {0, recalls[t]};
        }
    }
}

std::vector<Metric> cocoMetrics(AllCurves categories, bool withF1, const std::string& prefix) {
    std::vector<Metric> metrics;
    for (const Summary& summary : kSummaries)
        metrics.push_back({prefix + summary.name, summarize(categories, withF1, summary)});
    return metrics;
}

double cocoAp(AllCurves categories, bool withF1) {
    return summarize(categories, withF1, kSummaries[0]);
}

double categoryAp(const CategoryCurves& category, bool withF1) {
    const CategoryCurves* one = &category;
    return cocoAp({&one, 1}, withF1);
}

double categoryAp50(const CategoryCurves& category, bool withF1) {
    const CategoryCurves* one = &category;
    return summarize({&one, 1}, withF1, kSummaries[1]);
}

std::vector<MetricBlock> gridBlocks(AllCurves categories, Weights weights) {
    return {gridBlock("iou_f1", categories, weights, true, true),
            gridBlock("iou", categories, weights, true, false),
            gridBlock("f1", categories, weights, false, true)};
}

double gridAp(AllCurves categories, Weights weights) {
    Slice all;
    all.withF1 = true;
    return meanOf(categories, all, weights);
}

double gridIouAp(AllCurves categories, Weights weights) {
    return meanOf(categories, {}, weights);
}

double gridAp50(const CategoryCurves& category, Weights weights) {
    Slice slice;
    slice.lastThreshold = 0;
    slice.withF1 = true;
    slice.f1Column = 0;
    const CategoryCurves* one = &category;
    return meanOf({&one, 1}, slice, weights);
}

}  // namespace selvedge
