#include "model/evaluation/sweep.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "dataset/parallel.h"
#include "model/evaluation/curves.h"
#include "model/evaluation/evaluator.h"
#include "model/evaluation/lvis.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// What all attribute thresholds have in common.
struct Frame {
    const MatchTable& table;
    const Protocol& protocol;
    Protocol plainProtocol;  // of categories without F1
    const OperatingPoint& base;
    std::vector<CategoryIndex> order;
    std::vector<std::vector<GroupRef>> groups;
    std::vector<bool> asks;
    std::vector<Column> columns;
    const std::vector<double>& scores;
};

// Headlines of all categories for each score threshold, with some of a protocol's columns.
class ScoreColumn {
public:
    ScoreColumn(const Frame& frame, bool withF1)
        : m_frame(frame),
          m_withF1(withF1),
          m_grid(frame.protocol.pairs == Pairs::Grid),
          m_precision(
              m_grid ? 0 : frame.scores.size(),
              std::vector<double>(kIouThresholds * kRecallThresholds * frame.order.size(), -1)),
          m_means(m_grid ? frame.scores.size() : 0,
                  std::vector<CategoryCurves>(frame.order.size())) {}

    // Category `k` of the order. Different categories may be added from different threads.
    void add(std::size_t k, double attributeThreshold) {
        const CategoryIndex category = m_frame.order[k];
        const bool f1 = m_withF1 && m_frame.asks[category];
        OperatingPoint point = m_frame.base;
        const bool own = point.scoreOf.contains(category);
        point.attributeThreshold = attributeThreshold;
        point.scoreThreshold = m_frame.scores.front();
        CategoryMatcher matcher;
        CategoryMatches matches;
        const auto all = std::span(m_frame.columns);
        const auto columns = m_grid ? all.first(f1 ? all.size() : 1)
                             : f1   ? all.last(1)
                                    : all.first(1);
        matcher.match(m_frame.groups[category],
                      m_frame.asks[category] ? m_frame.protocol : m_frame.plainProtocol,
                      CategoryThresholds(point, category),
                      m_frame.table.catalog->attributes().size(), columns, 1, matches);
        for (std::size_t s = 0; s < m_frame.scores.size(); ++s) {
            if (own && s > 0) {
                copy(k, s);
                continue;
            }
            if (m_grid)
                addMeans(k, s, matches, own);
            else
                addPrecision(k, s, matches, own);
        }
    }
    // The same category from a column that does not differ in it.
    void take(const ScoreColumn& other, std::size_t k) {
        for (std::size_t s = 0; s < m_frame.scores.size(); ++s) {
            if (m_grid)
                m_means[s][k] = other.m_means[s][k];
            else
                for (std::size_t i = k; i < m_precision[s].size(); i += m_frame.order.size())
                    m_precision[s][i] = other.m_precision[s][i];
        }
    }

    double ap(std::size_t score) const {
        if (m_grid) {
            std::vector<const CategoryCurves*> all;
            for (const CategoryCurves& one : m_means[score])
                all.push_back(&one);
            return apOf(all);
        }
        std::vector<double> scratch;
        return meanOfMeasured(m_precision[score], scratch);
    }

    std::vector<double> categories(std::size_t score) const {
        std::vector<double> values, curve, scratch;
        for (std::size_t k = 0; k < m_frame.order.size(); ++k) {
            if (m_grid) {
                const CategoryCurves* one = &m_means[score][k];
                values.push_back(apOf({&one, 1}));
                continue;
            }
            curve.clear();
            for (std::size_t i = k; i < m_precision[score].size(); i += m_frame.order.size())
                curve.push_back(m_precision[score][i]);
            values.push_back(meanOfMeasured(curve, scratch));
        }
        return values;
    }

private:
    double apOf(AllCurves curves) const {
        return m_withF1 ? gridAp(curves, m_frame.protocol.weights)
                        : gridIouAp(curves, m_frame.protocol.weights);
    }

    void addMeans(std::size_t k, std::size_t s, const CategoryMatches& matches, bool own) {
        CategoryCurves& curves = m_means[s][k];
        curves.id = m_frame.table.catalog->categories()[m_frame.order[k]].id;
        curves.means.resize(matches.columns.size());
        Curves scratchCurves;
        for (std::size_t c = 0; c < matches.columns.size(); ++c) {
            RankedHits ranked = rankedHits(matches, c, 0);
            if (!own)
                ranked = atLeast(ranked, m_frame.scores[s]);
            ColumnMeans& means = curves.means[c];
            means.measured[0] = ranked.objects > 0;
            if (!means.measured[0])
                continue;
            accumulate(ranked, m_frame.base.maxDetections, m_scratch, scratchCurves, kThresholds);
            for (std::size_t t = 0; t < kThresholds; ++t)
                means.means[0].back()[t].precision = numpyMean(scratchCurves[t].precision);
        }
    }

    void addPrecision(std::size_t k, std::size_t s, const CategoryMatches& matches, bool own) {
        RankedHits ranked = rankedHits(matches, 0, 0);
        if (ranked.objects == 0)
            return;
        if (!own)
            ranked = atLeast(ranked, m_frame.scores[s]);
        Curves curves;
        accumulate(ranked, m_frame.base.maxDetections, m_scratch, curves);
        for (std::size_t t = 0; t < kIouThresholds; ++t)
            for (std::size_t r = 0; r < kRecallThresholds; ++r)
                m_precision[s][(t * kRecallThresholds + r) * m_frame.order.size() + k] =
                    curves[t].precision[r];
    }

    // A category with a score threshold of its own: as at the first.
    void copy(std::size_t k, std::size_t s) {
        if (m_grid)
            m_means[s][k] = m_means[0][k];
        else
            for (std::size_t i = k; i < m_precision[s].size(); i += m_frame.order.size())
                m_precision[s][i] = m_precision[0][i];
    }

    const Frame& m_frame;
    const bool m_withF1, m_grid;
    CurveScratch m_scratch;
    std::vector<std::vector<double>> m_precision;      // by score: [T][R][K]
    std::vector<std::vector<CategoryCurves>> m_means;  // by score, then category
};

void sortUnique(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Where misses cost nothing.
void fillByEvaluation(Sweep& result, const MatchTable& table, const ProgressCallback& onProgress,
                      std::stop_token stop, int threads) {
    std::uint64_t done = 0;
    for (SweepCell& cell : result.cells) {
        OperatingPoint point = result.base;
        point.scoreThreshold = cell.scoreThreshold;
        point.attributeThreshold = cell.attributeThreshold;
        const auto report = evaluate(table, result.protocol, point, stop, threads);
        if (!report) {
            result.stoppedEarly = true;
            return;
        }
        cell.headline = report->blocks.front().value("AP");
        cell.iouOnly = report->blocks.back().value("AP");
        for (const CategoryResult& category : report->categories)
            cell.categories.push_back(category.ap);
        if (onProgress)
            onProgress({++done, result.cells.size(), "cells", "Sweeping thresholds"});
    }
}

void fillByPrefixes(Sweep& result, const Frame& frame, const ProgressCallback& onProgress,
                    std::stop_token stop, int threads) {
    // IoU alone knows no attribute threshold: one column for all.
    ScoreColumn plain(frame, false);
    const double first = result.attributeThresholds.front();
    for (std::size_t k = 0; k < frame.order.size(); ++k) {
        if (stop.stop_requested()) {
            result.stoppedEarly = true;
            return;
        }
        plain.add(k, first);
    }
    std::vector<double> iouOnly;
    for (std::size_t s = 0; s < frame.scores.size(); ++s)
        iouOnly.push_back(plain.ap(s));

    const bool asksF1 = frame.protocol.pairs != Pairs::None;
    const std::size_t columns = result.attributeThresholds.size();
    std::atomic<std::uint64_t> done{0};
    const auto fillColumn = [&](std::size_t a, std::size_t worker) {
        ScoreColumn column(frame, asksF1);
        for (std::size_t k = 0; k < frame.order.size(); ++k) {
            if (stop.stop_requested())
                return;
            if (asksF1 && frame.asks[frame.order[k]])
                column.add(k, result.attributeThresholds[a]);
            else
                column.take(plain, k);
        }
        for (std::size_t s = 0; s < frame.scores.size(); ++s) {
            SweepCell& cell = result.cells[s * columns + a];
            cell.iouOnly = iouOnly[s];
            cell.headline = column.ap(s);
            cell.categories = column.categories(s);
        }
        done += frame.scores.size();
        if (onProgress && worker == 0)
            onProgress({done, result.cells.size(), "cells", "Sweeping thresholds"});
    };
    parallelFor(columns, threads, fillColumn, stop);
    result.stoppedEarly = done < result.cells.size();
    if (onProgress && !result.stoppedEarly)
        onProgress({done, result.cells.size(), "cells", "Sweeping thresholds"});
}

}  // namespace

const SweepCell* Sweep::best() const {
    const SweepCell* best = nullptr;
    for (const SweepCell& cell : cells)
        if (cell.headline > -1 && (!best || cell.headline > best->headline))
            best = &cell;
    return best;
}

Sweep sweep(const MatchTable& table, const Protocol& protocol, const OperatingPoint& base,
            std::vector<double> scoreThresholds, std::vector<double> attributeThresholds,
            const ProgressCallback& onProgress, std::stop_token stop, int threads) {
    sortUnique(scoreThresholds);
    sortUnique(attributeThresholds);
    Sweep result;
    result.protocol = protocol;
    result.base = pointFor(base, protocol);
    result.categories = categoriesById(*table.catalog);
    for (double score : scoreThresholds)
        for (double attribute : attributeThresholds)
            result.cells.push_back({score, attribute, -1, -1, {}});
    result.scoreThresholds = std::move(scoreThresholds);
    result.attributeThresholds = std::move(attributeThresholds);
    if (result.cells.empty())
        return result;
    if (!protocol.missesCount) {
        fillByEvaluation(result, table, onProgress, stop, threads);
        return result;
    }
    const auto seen = tableFor(table, protocol);
    Frame frame{*seen,
                result.protocol,
                result.protocol,
                result.base,
                result.categories,
                groupsByCategory(*seen),
                categoriesWithF1(table, protocol),
                columnsOf(protocol),
                result.scoreThresholds};
    frame.plainProtocol.choice = Choice::HighestIou;
    fillByPrefixes(result, frame, onProgress, stop, threads);
    return result;
}

}  // namespace selvedge
