#include "model/evaluation/evaluate.h"

#include <span>

#include "dataset/parallel.h"
#include "model/evaluation/curves.h"
#include "model/evaluation/image_precision.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// COCOeval's two arrays.
void fillArrays(Report& report, std::span<const CategoryCurves> categories) {
    constexpr std::size_t kLast = kRanges * kPrefixes;
    report.recall.assign(kIouThresholds * categories.size() * kLast, -1);
    report.precision.assign(kRecallThresholds * report.recall.size(), -1);
    auto recall = report.recall.begin();
    auto precision = report.precision.begin();
    for (std::size_t t = 0; t < kIouThresholds; ++t) {
        for (const CategoryCurves& category : categories) {
            const ColumnCurves& plain = category.columns.front();
            for (std::size_t i = 0; i < kLast; ++i, ++recall)
                if (plain.measured[i / kPrefixes])
                    *recall = plain.curves[i / kPrefixes][i % kPrefixes][t].recall;
        }
        for (std::size_t r = 0; r < kRecallThresholds; ++r)
            for (const CategoryCurves& category : categories) {
                const ColumnCurves& plain = category.columns.front();
                for (std::size_t i = 0; i < kLast; ++i, ++precision)
                    if (plain.measured[i / kPrefixes])
                        *precision = plain.curves[i / kPrefixes][i % kPrefixes][t].precision[r];
            }
    }
}

MatchOptions optionsOf(const MatchTable& table, const Protocol& protocol,
                       const OperatingPoint& point) {
    return {protocol.iouType,
            protocol.detectionAreaFromBox,
            kRanges,
            point.maxDetections,
            point.scoreThreshold,
            point.attributeThreshold,
            table.catalog->attributes().size(),
            protocol.f1,
            protocol.withoutAttributes,
            protocol.choice,
            protocol.compare};
}

// Curves of all categories in the order's, which is the report's too. False when stopped.
bool measureCurves(const MatchTable& table, const Protocol& protocol, const MatchOptions& options,
                   const std::vector<CategoryIndex>& order, std::vector<CategoryCurves>& curves,
                   Report& report, std::stop_token stop, int threads) {
    struct Worker {
        CategoryMatcher matcher;
        std::vector<CategoryMatches> matches;
        CurveScratch scratch;
    };
    const auto groups = groupsByCategory(table);
    const std::vector<Column> columns = columnsOf(protocol);
    const std::vector<bool> asks = categoriesWithF1(table, protocol);
    const bool grid = protocol.pairs == Pairs::Grid;
    MatchOptions withoutF1 = options;  // as COCOeval
    withoutF1.choice = Choice::HighestIou;
    curves.resize(order.size());
    std::vector<Worker> workers(std::size_t(threadCount(threads)));
    const auto measure = [&](std::size_t k, std::size_t w) {
        Worker& worker = workers[w];
        const bool f1 = asks[order[k]];
        const std::span used = std::span(columns).first(f1 ? columns.size() : 1);
        worker.matches.resize(used.size());
        worker.matcher.match(groups[order[k]], f1 ? options : withoutF1, used, worker.matches);
        curves[k].id = table.catalog->categories()[order[k]].id;
        curves[k].columns.resize(grid ? 1 : used.size());
        for (std::size_t c = 0; c < curves[k].columns.size(); ++c)
            makeCurves(worker.matches[c], options.maxDetections, worker.scratch,
                       curves[k].columns[c]);
        curves[k].means.resize(grid ? used.size() : 0);
        for (std::size_t c = 0; c < curves[k].means.size(); ++c)
            makeMeans(worker.matches[c], options.maxDetections, worker.scratch, curves[k].means[c]);
        const CategoryMatches& plain = worker.matches.front();
        report.categories[k] = {order[k], plain.objects[0], plain.detections.size()};
    };
    return parallelFor(order.size(), threads, measure, stop);
}

// The protocol's numbers.
void summarize(std::span<const CategoryCurves> curves, Report& report) {
    const Weights weights = report.protocol.weights;
    if (report.protocol.pairs == Pairs::Grid) {
        report.blocks = gridBlocks(curves, weights);
        const MetricBlock& headline = report.blocks.front();
        report.metrics = headline.metrics;
        for (std::size_t k = 0; k < curves.size(); ++k) {
            report.categories[k].ap = headline.categoryAp[k];
            report.categories[k].ap50 = gridAp50(curves[k], weights);
        }
        return;
    }
    const bool withF1 = report.protocol.pairs != Pairs::None;
    report.metrics = cocoMetrics(curves, false);
    if (withF1)
        for (Metric& metric : cocoMetrics(curves, true, "f1"))
            report.metrics.push_back(std::move(metric));
    for (std::size_t k = 0; k < curves.size(); ++k) {
        report.categories[k].ap = categoryAp(curves[k], withF1);
        report.categories[k].ap50 = categoryAp50(curves[k], withF1);
    }
}

}  // namespace

std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop, int threads) {
    const std::vector<CategoryIndex> order = categoriesById(*table.catalog);
    const MatchOptions options = optionsOf(table, protocol, point);
    Report report;
    report.protocol = protocol;
    report.operatingPoint = point;
    report.images = table.cells.size();
    report.categories.resize(order.size());
    if (protocol.missesCount) {
        std::vector<CategoryCurves> curves;
        if (!measureCurves(table, protocol, options, order, curves, report, stop, threads))
            return std::nullopt;
        summarize(curves, report);
        fillArrays(report, curves);
    } else if (!measureImagePrecision(table, protocol, options, order, report, stop, threads)) {
        return std::nullopt;
    }
    for (const CategoryResult& category : report.categories) {
        report.objects += category.objects;
        report.detections += category.detections;
    }
    return report;
}

}  // namespace selvedge
