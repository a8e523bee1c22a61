#include "model/evaluation/evaluate.h"

#include <algorithm>
#include <array>

#include "model/evaluation/accumulate.h"
#include "model/evaluation/matching.h"
#include "model/evaluation/parallel.h"

namespace selvedge {

namespace {

constexpr std::size_t kRanges = kAreaRanges.size();
constexpr std::size_t kPrefixes = 3;
constexpr std::size_t kT75 = 5;  // iouThresholds()[5] == .75

std::array<int, kPrefixes> prefixes(int maxDetections) {
    return {1, std::min(10, maxDetections), maxDetections};
}

// COCOeval's two arrays.
struct Arrays {
    explicit Arrays(std::size_t categoryCount)
        : categories(categoryCount),
          precision(kIouThresholds * kRecallThresholds * categoryCount * kRanges * kPrefixes, -1),
          recall(kIouThresholds * categoryCount * kRanges * kPrefixes, -1) {}

    double& precisionAt(std::size_t t, std::size_t r, std::size_t k, std::size_t a, std::size_t m) {
        return precision[(((t * kRecallThresholds + r) * categories + k) * kRanges + a) *
                             kPrefixes +
                         m];
    }
    double& recallAt(std::size_t t, std::size_t k, std::size_t a, std::size_t m) {
        return recall[((t * categories + k) * kRanges + a) * kPrefixes + m];
    }

    std::size_t categories;
    std::vector<double> precision, recall;
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

// The mean over thresholds, recalls and categories [first, last] of one range and prefix, in the
// arrays' order.
double summarize(Arrays& arrays, const Summary& summary, std::size_t firstCategory,
                 std::size_t lastCategory) {
    std::vector<double> values, scratch;
    for (std::size_t t = summary.firstThreshold; t <= summary.lastThreshold; ++t)
        for (std::size_t r = 0; r < (summary.precision ? kRecallThresholds : 1); ++r)
            for (std::size_t k = firstCategory; k <= lastCategory; ++k)
                values.push_back(summary.precision
                                     ? arrays.precisionAt(t, r, k, summary.range, summary.prefix)
                                     : arrays.recallAt(t, k, summary.range, summary.prefix));
    return meanOfMeasured(values, scratch);
}

void addSummaries(Report& report, Arrays& arrays, const std::string& prefix) {
    for (const Summary& summary : kSummaries)
        report.metrics.push_back(
            {prefix + summary.name,
             arrays.categories == 0 ? -1 : summarize(arrays, summary, 0, arrays.categories - 1)});
}

void addCurves(Arrays& arrays, std::size_t k, const CategoryMatches& matches, int maxDetections,
               std::vector<double>& scratch) {
    for (std::size_t a = 0; a < kRanges; ++a) {
        if (matches.objects[a] == 0)
            continue;
        for (std::size_t m = 0; m < kPrefixes; ++m)
            for (std::size_t t = 0; t < kIouThresholds; ++t) {
                const Curve curve = accumulate(matches.detections, matches.objects[a], a,
                                               prefixes(maxDetections)[m], t, scratch);
                for (std::size_t r = 0; r < kRecallThresholds; ++r)
                    arrays.precisionAt(t, r, k, a, m) = curve.precision[r];
                arrays.recallAt(t, k, a, m) = curve.recall;
            }
    }
}

}  // namespace

std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop, int threads) {
    struct Worker {
        CategoryMatcher matcher;
        CategoryMatches matches;
        std::vector<double> scratch;
    };
    const std::vector<CategoryIndex> order = categoriesById(*table.catalog);
    const auto groups = groupsByCategory(table);
    const bool paper = protocol.kind == ProtocolKind::Paper;
    const MatchOptions iouOnly{protocol.iouType,    protocol.detectionAreaFromBox, kRanges,
                               point.maxDetections, point.scoreThreshold,          {}};
    MatchOptions withF1 = iouOnly;
    withF1.attributeThreshold = point.attributeThreshold;

    Arrays arrays(order.size()), f1Arrays(paper ? order.size() : 0);
    Report report;
    report.protocol = protocol;
    report.operatingPoint = point;
    report.categories.resize(order.size());
    std::vector<Worker> workers(std::size_t(threadCount(threads)));
    const auto evaluateCategory = [&](std::size_t k, std::size_t w) {
        Worker& worker = workers[w];
        worker.matcher.match(groups[order[k]], iouOnly, worker.matches);
        addCurves(arrays, k, worker.matches, point.maxDetections, worker.scratch);
        report.categories[k] = {order[k], worker.matches.objects[0],
                                worker.matches.detections.size()};
        if (paper) {
            worker.matcher.match(groups[order[k]], withF1, worker.matches);
            addCurves(f1Arrays, k, worker.matches, point.maxDetections, worker.scratch);
        }
    };
    if (!parallelFor(order.size(), threads, evaluateCategory, stop))
        return std::nullopt;

    addSummaries(report, arrays, "");
    if (paper)
        addSummaries(report, f1Arrays, "f1");
    report.images = table.cells.size();
    for (std::size_t k = 0; k < order.size(); ++k) {
        CategoryResult& category = report.categories[k];
        category.ap = summarize(paper ? f1Arrays : arrays, kSummaries[0], k, k);
        category.ap50 = summarize(paper ? f1Arrays : arrays, kSummaries[1], k, k);
        report.objects += category.objects;
        report.detections += category.detections;
    }
    report.precision = std::move(arrays.precision);
    report.recall = std::move(arrays.recall);
    return report;
}

}  // namespace selvedge
