#include "model/evaluation/evaluate.h"

#include <algorithm>
#include <array>
#include <span>

#include "dataset/parallel.h"
#include "model/evaluation/accumulate.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

constexpr std::size_t kRanges = kAreaRanges.size();
constexpr std::size_t kPrefixes = 3;
constexpr std::size_t kT75 = 5;  // iouThresholds()[5] == .75

std::array<int, kPrefixes> prefixes(int maxDetections) {
    return {1, std::min(10, maxDetections), maxDetections};
}

// All curves of one category. Each worker writes categories of its own, far from the others'.
struct CategoryCurves {
    std::array<bool, kRanges> measured{};  // there are objects of that size
    std::array<std::array<Curves, kPrefixes>, kRanges> curves;
};

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
double summarize(std::span<const CategoryCurves> categories, const Summary& summary) {
    std::vector<double> values;
    for (std::size_t t = summary.firstThreshold; t <= summary.lastThreshold; ++t)
        for (std::size_t r = 0; r < (summary.precision ? kRecallThresholds : 1); ++r)
            for (const CategoryCurves& category : categories) {
                if (!category.measured[summary.range])
                    continue;
                const Curve& curve = category.curves[summary.range][summary.prefix][t];
                values.push_back(summary.precision ? curve.precision[r] : curve.recall);
            }
    return values.empty() ? -1 : numpyMean(values);
}

void addSummaries(Report& report, std::span<const CategoryCurves> categories,
                  const std::string& prefix) {
    for (const Summary& summary : kSummaries)
        report.metrics.push_back({prefix + summary.name, summarize(categories, summary)});
}

void makeCurves(const CategoryMatches& matches, int maxDetections, CurveScratch& scratch,
                CategoryCurves& category) {
    for (std::size_t a = 0; a < kRanges; ++a) {
        category.measured[a] = matches.objects[a] > 0;
        for (std::size_t m = 0; category.measured[a] && m < kPrefixes; ++m)
            accumulate(matches.detections, matches.objects[a], a, prefixes(maxDetections)[m],
                       scratch, category.curves[a][m]);
    }
}

// COCOeval's two arrays.
void fillArrays(Report& report, std::span<const CategoryCurves> categories) {
    constexpr std::size_t kLast = kRanges * kPrefixes;
    report.recall.assign(kIouThresholds * categories.size() * kLast, -1);
    report.precision.assign(kRecallThresholds * report.recall.size(), -1);
    auto recall = report.recall.begin();
    auto precision = report.precision.begin();
    for (std::size_t t = 0; t < kIouThresholds; ++t) {
        for (const CategoryCurves& category : categories)
            for (std::size_t i = 0; i < kLast; ++i, ++recall)
                if (category.measured[i / kPrefixes])
                    *recall = category.curves[i / kPrefixes][i % kPrefixes][t].recall;
        for (std::size_t r = 0; r < kRecallThresholds; ++r)
            for (const CategoryCurves& category : categories)
                for (std::size_t i = 0; i < kLast; ++i, ++precision)
                    if (category.measured[i / kPrefixes])
                        *precision = category.curves[i / kPrefixes][i % kPrefixes][t].precision[r];
    }
}

}  // namespace

std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop, int threads) {
    struct Worker {
        CategoryMatcher matcher;
        CategoryMatches matches;
        CurveScratch scratch;
    };
    const std::vector<CategoryIndex> order = categoriesById(*table.catalog);
    const auto groups = groupsByCategory(table);
    const bool paper = protocol.kind == ProtocolKind::Paper;
    const MatchOptions iouOnly{protocol.iouType,    protocol.detectionAreaFromBox, kRanges,
                               point.maxDetections, point.scoreThreshold,          {}};
    MatchOptions withF1 = iouOnly;
    withF1.attributeThreshold = point.attributeThreshold;

    std::vector<CategoryCurves> curves(order.size()), f1Curves(paper ? order.size() : 0);
    Report report;
    report.protocol = protocol;
    report.operatingPoint = point;
    report.categories.resize(order.size());
    std::vector<Worker> workers(std::size_t(threadCount(threads)));
    const auto evaluateCategory = [&](std::size_t k, std::size_t w) {
        Worker& worker = workers[w];
        worker.matcher.match(groups[order[k]], iouOnly, worker.matches);
        makeCurves(worker.matches, point.maxDetections, worker.scratch, curves[k]);
        report.categories[k] = {order[k], worker.matches.objects[0],
                                worker.matches.detections.size()};
        if (paper) {
            worker.matcher.match(groups[order[k]], withF1, worker.matches);
            makeCurves(worker.matches, point.maxDetections, worker.scratch, f1Curves[k]);
        }
    };
    if (!parallelFor(order.size(), threads, evaluateCategory, stop))
        return std::nullopt;

    addSummaries(report, curves, "");
    if (paper)
        addSummaries(report, f1Curves, "f1");
    fillArrays(report, curves);
    report.images = table.cells.size();
    for (std::size_t k = 0; k < order.size(); ++k) {
        CategoryResult& category = report.categories[k];
        const std::span one(&(paper ? f1Curves : curves)[k], 1);
        category.ap = summarize(one, kSummaries[0]);
        category.ap50 = summarize(one, kSummaries[1]);
        report.objects += category.objects;
        report.detections += category.detections;
    }
    return report;
}

}  // namespace selvedge
