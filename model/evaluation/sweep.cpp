#include <algorithm>
#include <atomic>
#include <optional>

#include "dataset/parallel.h"
#include "model/evaluation/accumulate.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// Headline AP for each score threshold, at one way of matching.
class ScoreColumn {
public:
    ScoreColumn(const std::vector<std::vector<GroupRef>>& groups,
                const std::vector<CategoryIndex>& order, const std::vector<double>& scores)
        : m_groups(groups),
          m_order(order),
          m_scores(scores),
          m_precision(scores.size(),
                      std::vector<double>(kIouThresholds * kRecallThresholds * order.size(), -1)) {}

    // Category `k` of the order. Different categories may be added from different threads.
    void add(std::size_t k, const MatchOptions& options, const Column& column) {
        CategoryMatcher matcher;
        CategoryMatches matches;
        CurveScratch scratch;
        Curves curves;
        matcher.match(m_groups[m_order[k]], options, {&column, 1}, {&matches, 1});
        if (matches.objects[0] == 0)
            return;
        for (std::size_t s = 0; s < m_scores.size(); ++s) {
            const auto kept = atLeast(matches.detections, m_scores[s]);
            accumulate(kept, matches.objects[0], 0, options.maxDetections, scratch, curves);
            for (std::size_t t = 0; t < kIouThresholds; ++t)
                for (std::size_t r = 0; r < kRecallThresholds; ++r)
                    m_precision[s][(t * kRecallThresholds + r) * m_order.size() + k] =
                        curves[t].precision[r];
        }
    }

    double ap(std::size_t score) const {
        std::vector<double> scratch;
        return meanOfMeasured(m_precision[score], scratch);
    }

private:
    const std::vector<std::vector<GroupRef>>& m_groups;
    const std::vector<CategoryIndex>& m_order;
    const std::vector<double>& m_scores;
    std::vector<std::vector<double>> m_precision;  // by score: [T][R][K]
};

void sortUnique(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

const SweepCell* Sweep::best() const {
    const SweepCell* best = nullptr;
    for (const SweepCell& cell : cells)
        if (cell.f1ap > -1 && (!best || cell.f1ap > best->f1ap))
            best = &cell;
    return best;
}

Sweep sweep(const MatchTable& table, IouType iouType, std::vector<double> scoreThresholds,
            std::vector<double> attributeThresholds, int maxDetections,
            const ProgressCallback& onProgress, std::stop_token stop, int threads) {
    sortUnique(scoreThresholds);
    sortUnique(attributeThresholds);
    Sweep result;
    result.iouType = iouType;
    for (double score : scoreThresholds)
        for (double attribute : attributeThresholds)
            result.cells.push_back({score, attribute});
    result.scoreThresholds = std::move(scoreThresholds);
    result.attributeThresholds = std::move(attributeThresholds);
    if (result.cells.empty())
        return result;

    const std::vector<double>& scores = result.scoreThresholds;
    const std::vector<CategoryIndex> order = categoriesById(*table.catalog);
    const auto groups = groupsByCategory(table);
    const MatchOptions options{iouType, false, 1, maxDetections, scores.front()};
    const std::vector<Column> matchColumns = columnsOf(Protocol::paper());  // without F1 and with

    // IoU alone knows no attribute threshold: one column for all.
    ScoreColumn plain(groups, order, scores);
    const bool plainDone = parallelFor(
        order.size(), threads,
        [&](std::size_t k, std::size_t) { plain.add(k, options, matchColumns[0]); }, stop);
    if (!plainDone) {
        result.stoppedEarly = true;
        return result;
    }

    std::vector<double> ap;
    for (std::size_t s = 0; s < scores.size(); ++s)
        ap.push_back(plain.ap(s));

    const std::size_t columns = result.attributeThresholds.size();
    std::atomic<std::uint64_t> done{0};
    const auto fillColumn = [&](std::size_t a, std::size_t worker) {
        MatchOptions withF1 = options;
        withF1.attributeThreshold = result.attributeThresholds[a];
        ScoreColumn column(groups, order, scores);
        for (std::size_t k = 0; k < order.size(); ++k) {
            if (stop.stop_requested())
                return;
            column.add(k, withF1, matchColumns[1]);
        }
        for (std::size_t s = 0; s < scores.size(); ++s) {
            SweepCell& cell = result.cells[s * columns + a];
            cell.ap = ap[s];
            cell.f1ap = column.ap(s);
        }
        done += scores.size();
        if (onProgress && worker == 0)
            onProgress({done, result.cells.size(), "cells", "Sweeping thresholds"});
    };
    parallelFor(columns, threads, fillColumn, stop);
    result.stoppedEarly = done < result.cells.size();
    if (onProgress && !result.stoppedEarly)
        onProgress({done, result.cells.size(), "cells", "Sweeping thresholds"});
    return result;
}

}  // namespace selvedge
