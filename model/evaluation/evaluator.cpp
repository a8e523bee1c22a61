#include "model/evaluation/evaluator.h"

#include <algorithm>

#include "dataset/error.h"
#include "dataset/parallel.h"
#include "model/evaluation/curves.h"
#include "model/evaluation/image_precision.h"
#include "model/evaluation/lvis.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// What is known of one category, at the thresholds it was measured with.
struct CategoryMeasure {
    std::optional<CategoryThresholds> thresholds;
    CategoryCurves curves;
    std::uint64_t objects = 0, detections = 0;
};

struct Worker {
    CategoryMatcher matcher;
    CategoryMatches matches;
    CurveScratch scratch;
};

// COCOeval's two arrays.
void fillArrays(Report& report, std::span<const CategoryMeasure> categories) {
    constexpr std::size_t kLast = kRanges * kPrefixes;
    report.recall.assign(kIouThresholds * categories.size() * kLast, -1);
    report.precision.assign(kRecallThresholds * report.recall.size(), -1);
    auto recall = report.recall.begin();
    auto precision = report.precision.begin();
    for (std::size_t t = 0; t < kIouThresholds; ++t) {
        for (const CategoryMeasure& category : categories) {
            const ColumnCurves& plain = category.curves.columns.front();
            for (std::size_t i = 0; i < kLast; ++i, ++recall)
                if (plain.measured[i / kPrefixes])
                    *recall = plain.curves[i / kPrefixes][i % kPrefixes][t].recall;
        }
        for (std::size_t r = 0; r < kRecallThresholds; ++r)
            for (const CategoryMeasure& category : categories) {
                const ColumnCurves& plain = category.curves.columns.front();
                for (std::size_t i = 0; i < kLast; ++i, ++precision)
                    if (plain.measured[i / kPrefixes])
                        *precision = plain.curves[i / kPrefixes][i % kPrefixes][t].precision[r];
            }
    }
}

}  // namespace

struct Evaluator::Measured {
    std::shared_ptr<const MatchTable> table;
    std::shared_ptr<const MatchTable> seen;  // by the protocol: tableFor()
    Protocol protocol;
    Protocol plainProtocol;  // of categories without F1: as COCOeval
    std::vector<CategoryIndex> order;
    std::vector<std::vector<GroupRef>> groups;
    std::vector<Column> columns;
    std::vector<bool> asks;
    std::vector<AttributeBits> decisive;  // as `order`: predicted, where F1 is asked
    std::vector<char> frequency;          // of a federated protocol; as `order`
    std::size_t attributeCount = 0;
    std::vector<Worker> workers;
    std::vector<CategoryMeasure> whole, headline;  // as `order`

    // Brings one of the two lists up to date. False when stopped.
    bool measure(std::vector<CategoryMeasure>& list, const OperatingPoint& point,
                 std::stop_token stop, int threads) {
        std::vector<std::size_t> stale;
        for (std::size_t k = 0; k < order.size(); ++k)
            if (!list[k].thresholds ||
                !list[k].thresholds->agree(CategoryThresholds(point, order[k]), decisive[k]))
                stale.push_back(k);
        // Those with the most to do first, so that no thread ends long after the others.
        std::stable_sort(stale.begin(), stale.end(), [&](std::size_t a, std::size_t b) {
            return groups[order[a]].size() > groups[order[b]].size();
        });
        workers.resize(std::max(workers.size(), std::size_t(threadCount(threads))));
        return parallelFor(
            stale.size(), threads,
            [&](std::size_t i, std::size_t w) {
                measureOne(list[stale[i]], order[stale[i]], point, workers[w], &list == &headline);
            },
            stop);
    }

    void measureOne(CategoryMeasure& measure, CategoryIndex category, const OperatingPoint& point,
                    Worker& worker, bool headlineOnly) const {
        const CategoryThresholds thresholds(point, category);
        const bool f1 = asks[category], grid = protocol.pairs == Pairs::Grid;
        const std::span used = std::span(columns).first(f1 ? columns.size() : 1);
        const std::size_t ranges = headlineOnly ? 1 : kRanges;
        worker.matcher.match(groups[category], f1 ? protocol : plainProtocol, thresholds,
                             attributeCount, used, ranges, worker.matches);
        const int most = point.maxDetections;
        CategoryCurves& curves = measure.curves;
        curves.id = table->catalog->categories()[category].id;
        curves.columns.resize(grid ? std::size_t(!headlineOnly) : used.size());
        for (std::size_t c = 0; c < curves.columns.size(); ++c)
            makeCurves(worker.matches, c, most, worker.scratch, curves.columns[c], headlineOnly);
        curves.means.resize(grid ? used.size() : 0);
        for (std::size_t c = 0; c < curves.means.size(); ++c)
            makeMeans(worker.matches, c, most, worker.scratch, curves.means[c], headlineOnly);
        measure.objects = worker.matches.columns.front().objects[0];
        measure.detections = worker.matches.detections.size();
        measure.thresholds = thresholds;
    }

    // All numbers of one category.
    void addMetrics(CategoryResult& result, AllCurves one) const {
        if (protocol.pairs == Pairs::Grid) {
            result.blocks = gridBlocks(one, protocol.weights);
            for (MetricBlock& block : result.blocks) {
                block.categoryAp.clear();
                std::erase_if(block.metrics, [](const Metric& metric) {
                    return metric.name == "APo" || metric.name == "APa" || metric.name == "APp";
                });
            }
            result.metrics = result.blocks.front().metrics;
            return;
        }
        result.metrics = cocoMetrics(one, false);
        if (protocol.federated) {
            result.metrics = lvisMetrics(one, {' '}, protocol.detectionsPerImage);
            std::erase_if(result.metrics, [](const Metric& metric) {
                return metric.name == "APr" || metric.name == "APc" || metric.name == "APf";
            });
        }
        if (protocol.pairs != Pairs::None)
            for (Metric& metric : cocoMetrics(one, true, "f1"))
                result.metrics.push_back(std::move(metric));
    }

    // The protocol's numbers.
    void summarize(Report& report) const {
        std::vector<const CategoryCurves*> curves;
        for (const CategoryMeasure& measure : whole)
            curves.push_back(&measure.curves);
        const bool grid = protocol.pairs == Pairs::Grid, withF1 = protocol.pairs != Pairs::None;
        if (grid) {
            report.blocks = gridBlocks(curves, protocol.weights);
            report.metrics = report.blocks.front().metrics;
        } else {
            report.metrics = cocoMetrics(curves, false);
            if (protocol.federated)
                report.metrics =
                    lvisMetrics(curves, frequency, report.operatingPoint.maxDetections);
            if (withF1)
                for (Metric& metric : cocoMetrics(curves, true, "f1"))
                    report.metrics.push_back(std::move(metric));
        }
        for (std::size_t k = 0; k < order.size(); ++k) {
            CategoryResult& result = report.categories[k];
            result = {order[k], whole[k].objects, whole[k].detections, -1, -1};
            addMetrics(result, AllCurves(curves).subspan(k, 1));
            if (grid) {
                result.ap = report.blocks.front().categoryAp[k];
                result.ap50 = gridAp50(*curves[k], protocol.weights);
                result.iouAp = report.blocks[1].categoryAp[k];
            } else {
                result.ap = categoryAp(*curves[k], withF1);
                result.ap50 = categoryAp50(*curves[k], withF1);
                result.iouAp = categoryAp(*curves[k], false);
            }
        }
    }
};

Evaluator::Evaluator(std::shared_ptr<const MatchTable> table, const Protocol& protocol)
    : m_measured(std::make_unique<Measured>()) {
    if (protocol.iouType == IouType::Boundary && !table->options.boundary && !table->cells.empty())
        throw Error(ErrorKind::Unsupported,
                    "These predictions were matched without their boundaries: match them again "
                    "with boundaries to measure boundary overlap");
    Measured& m = *m_measured;
    m.table = std::move(table);
    m.protocol = m.plainProtocol = protocol;
    m.plainProtocol.choice = Choice::HighestIou;
    m.order = categoriesById(*m.table->catalog);
    m.seen = tableFor(*m.table, protocol);
    m.groups = groupsByCategory(*m.seen);
    m.columns = columnsOf(protocol);
    m.asks = categoriesWithF1(*m.table, protocol);
    m.attributeCount = m.table->catalog->attributes().size();
    if (protocol.federated) {
        const std::vector<char> frequency = frequencies(*m.table);
        for (const CategoryIndex category : m.order)
            m.frequency.push_back(frequency[category]);
    }
    for (const CategoryIndex category : m.order)
        m.decisive.push_back(m.asks[category] ? predictedBy(m.groups[category]) : AttributeBits{});
    m.whole.resize(m.order.size());
    m.headline.resize(m.order.size());
}

Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

const std::shared_ptr<const MatchTable>& Evaluator::table() const {
    return m_measured->table;
}

const Protocol& Evaluator::protocol() const {
    return m_measured->protocol;
}

std::optional<Report> Evaluator::evaluate(const OperatingPoint& asked, std::stop_token stop,
                                          int threads) {
    Measured& m = *m_measured;
    const OperatingPoint point = pointFor(asked, m.protocol);
    Report report;
    report.protocol = m.protocol;
    report.operatingPoint = point;
    report.images = m.table->cells.size();
    report.categories.resize(m.order.size());
    if (m.protocol.missesCount) {
        if (!m.measure(m.whole, point, stop, threads))
            return std::nullopt;
        m.summarize(report);
    } else if (!measureImagePrecision(*m.table, m.protocol, point, m.order, report, stop,
                                      threads)) {
        return std::nullopt;
    }
    for (const CategoryResult& category : report.categories) {
        report.objects += category.objects;
        report.detections += category.detections;
    }
    return report;
}

void Evaluator::fillArrays(Report& report) const {
    if (m_measured->protocol.missesCount)
        selvedge::fillArrays(report, m_measured->whole);
}

std::optional<double> Evaluator::headline(const OperatingPoint& asked, std::stop_token stop,
                                          int threads) {
    Measured& m = *m_measured;
    const OperatingPoint point = pointFor(asked, m.protocol);
    if (!m.protocol.missesCount) {
        const auto report = evaluate(point, stop, threads);
        return report ? std::optional(report->metrics.front().value) : std::nullopt;
    }
    if (!m.measure(m.headline, point, stop, threads))
        return std::nullopt;
    std::vector<const CategoryCurves*> curves;
    for (const CategoryMeasure& measure : m.headline)
        curves.push_back(&measure.curves);
    return m.protocol.pairs == Pairs::Grid ? gridAp(curves, m.protocol.weights)
                                           : cocoAp(curves, m.protocol.pairs != Pairs::None);
}

std::string headlineName(const Protocol& protocol) {
    const bool own = protocol.pairs == Pairs::Diagonal || protocol.pairs == Pairs::Fixed;
    return own && protocol.missesCount ? "f1AP" : "AP";
}

std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop, int threads) {
    // Borrowed: the evaluator does not outlive this call.
    const std::shared_ptr<const MatchTable> borrowed(std::shared_ptr<void>(), &table);
    Evaluator evaluator(borrowed, protocol);
    auto report = evaluator.evaluate(point, stop, threads);
    if (report)
        evaluator.fillArrays(*report);
    return report;
}

}  // namespace selvedge
