#include "model/evaluation/tuner.h"

#include <algorithm>
#include <string>

#include "model/evaluation/coordinate_ascent.h"
#include "model/evaluation/evaluator.h"
#include "model/evaluation/folds.h"
#include "model/evaluation/lvis.h"

namespace selvedge {

namespace {

class Tuner {
public:
    Tuner(const MatchTable& table, const Protocol& protocol, const OperatingPoint& before,
          const TuneOptions& options, const TuneCallback& onProgress, std::stop_token stop,
          int threads)
        : m_table(table),
          m_protocol(protocol),
          m_onProgress(onProgress),
          m_stop(std::move(stop)),
          m_threads(threads) {
        m_result.options = options;
        m_result.before = m_result.point = before;
        // As many images make no more folds.
        if (m_result.options.folds > table.cells.size())
            m_result.options.folds = std::uint32_t(table.cells.size());
        if (m_result.options.folds < 2)
            m_result.options.folds = 0;
    }

    // All images first: whoever stops has thresholds, if not yet what they are worth.
    TuneResult run() {
        const bool whole = onAllImages() && onFolds();
        m_result.stoppedEarly = !whole;
        return std::move(m_result);
    }

private:
    bool onAllImages() {
        CoordinateAscent ascent(m_table, m_protocol, m_result.before, m_result.options, m_threads);
        const auto found = ascent.run(tell(std::nullopt), m_stop);
        m_result.point = found.tuned;
        const Catalog& catalog = *m_table.catalog;
        std::vector<ThresholdRow> rows = globalRowsOf(m_result.options.what);
        const std::size_t globals = rows.size();
        if (m_result.options.what != TuneWhat::Global)
            for (const ThresholdRow& row : rowsOf(m_result.options.what, catalog))
                rows.push_back(row);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const ThresholdRow& row = rows[i];
            const std::uint64_t support = ascent.evidence().support(row);
            const bool locked = ascent.isLocked(row);
            if (i >= globals && support == 0 && !m_result.options.locked.contains(row))
                continue;
            const bool free = i < globals || ascent.mayTune(row);
            m_result.rows.push_back({row,
                                     locked ? TunedRow::State::Locked
                                     : free ? TunedRow::State::Tuned
                                            : TunedRow::State::Rare,
                                     thresholdOf(m_result.before, row, catalog),
                                     thresholdOf(m_result.point, row, catalog),
                                     support,
                                     {},
                                     {}});
        }
        return found.whole;
    }

    bool onFolds() {
        const std::uint32_t folds = m_result.options.folds;
        if (folds == 0)
            return true;
        const auto foldOfImage = foldsOf(m_table, folds, m_result.options.seed);
        std::vector<OperatingPoint> global, tuned;
        std::vector<double> gainIn(m_result.rows.size()), gainOut(m_result.rows.size());
        TuneHeadlines in{0, 0, 0};
        for (std::uint32_t fold = 0; fold < folds; ++fold) {
            const MatchTable rest = outsideFold(m_table, foldOfImage, fold);
            const MatchTable left = inFold(m_table, foldOfImage, fold);
            CoordinateAscent ascent(rest, m_protocol, m_result.before, m_result.options, m_threads);
            const auto found = ascent.run(tell(fold), m_stop);
            if (!found.whole || !addHeadlines(in, rest, found) ||
                !addGains(gainIn, ascent.parts(), ascent.evidence(), found.tuned) ||
                !addGains(gainOut, HeadlineParts(left, m_protocol),
                          ThresholdEvidence(left, m_protocol, appliedPoint(m_result.before)),
                          found.tuned))
                return false;
            global.push_back(found.global);
            tuned.push_back(found.tuned);
        }
        const auto before = headline(m_table, m_result.before);
        const auto atGlobal = togetherAt(foldOfImage, global);
        const auto atTuned = togetherAt(foldOfImage, tuned);
        if (!before || !atGlobal || !atTuned)
            return false;
        m_result.outOfFold = {*before, *atGlobal, *atTuned};
        m_result.inFold = {in.before / folds, in.global / folds, in.tuned / folds};
        for (std::size_t i = 0; i < m_result.rows.size(); ++i) {
            m_result.rows[i].gainInFold = gainIn[i] / folds;
            m_result.rows[i].gainOutOfFold = gainOut[i] / folds;
        }
        return true;
    }

    CoordinateAscent::OnRow tell(std::optional<std::uint32_t> fold) {
        if (!m_onProgress)
            return {};
        const std::uint64_t before = fold ? *fold + 1 : 0;
        const std::string what = fold ? "Tuning without fold " + std::to_string(*fold + 1) +
                                            " of " + std::to_string(m_result.options.folds)
                                      : "Tuning on all images";
        return [this, before, fold, what](std::uint64_t done, std::uint64_t total, double now) {
            // Folds have fewer rows: each run is told as if it had as many as that on all images.
            if (!fold)
                m_rows = std::max<std::uint64_t>(total, 1);
            const std::uint64_t here = total > 0 ? done * m_rows / total : m_rows;
            m_onProgress(
                {{before * m_rows + here, (m_result.options.folds + 1) * m_rows, "rows", what},
                 fold,
                 now});
        };
    }

    std::optional<double> headline(const MatchTable& table, const OperatingPoint& point) const {
        const std::shared_ptr<const MatchTable> borrowed(std::shared_ptr<void>(), &table);
        return Evaluator(borrowed, m_protocol).headline(point, m_stop, m_threads);
    }

    // All images, each at the point of its fold.
    std::optional<double> togetherAt(const std::vector<std::uint32_t>& foldOfImage,
                                     const std::vector<OperatingPoint>& points) const {
        return headline(applied(m_table, foldOfImage, points, m_threads),
                        appliedPoint(m_result.before));
    }

    bool addHeadlines(TuneHeadlines& sum, const MatchTable& table,
                      const CoordinateAscent::Found& found) const {
        const auto before = headline(table, m_result.before);
        const auto global = headline(table, found.global);
        const auto tuned = headline(table, found.tuned);
        if (!before || !global || !tuned)
            return false;
        sum = {sum.before + *before, sum.global + *global, sum.tuned + *tuned};
        return true;
    }

    bool addGains(std::vector<double>& sum, const HeadlineParts& parts,
                  const ThresholdEvidence& evidence, const OperatingPoint& point) const {
        std::vector<ThresholdRow> rows;
        for (const TunedRow& row : m_result.rows)
            rows.push_back(row.row);
        const auto gains = gainsOf(parts, evidence, point, m_result.before, rows, *m_table.catalog,
                                   m_stop, m_threads);
        for (std::size_t i = 0; i < gains.size(); ++i)
            sum[i] += gains[i];
        return gains.size() == rows.size();
    }

    const MatchTable& m_table;
    const Protocol m_protocol;
    const TuneCallback& m_onProgress;
    const std::stop_token m_stop;
    const int m_threads;
    std::uint64_t m_rows = 1;  // visited on all images, at most
    TuneResult m_result;
};

}  // namespace

std::optional<double> TuneResult::overfitting() const {
    if (!inFold || !outOfFold)
        return std::nullopt;
    return (inFold->tuned - inFold->before) - (outOfFold->tuned - outOfFold->before);
}

std::optional<std::string> tuningInVain(const Protocol& protocol, const TuneOptions& options) {
    const bool ofScores = options.what == TuneWhat::CategoryScores;
    if (!ofScores && protocol.pairs == Pairs::None && protocol.missesCount)
        return protocol.name +
               " does not look at attributes, and a lower score threshold never lowers its AP: "
               "nothing to tune";
    if (ofScores && protocol.missesCount)
        return "a lower score threshold never lowers the headline of " + protocol.name +
               "; scores are worth tuning for kaggle2020";
    if (ofScores && options.method != TuneMethod::Ascent)
        return "the best F1 of each row is for attribute thresholds; scores know no such F1";
    return std::nullopt;
}

TuneResult tune(const MatchTable& table, const Protocol& protocol, const OperatingPoint& before,
                const TuneOptions& options, const TuneCallback& onProgress, std::stop_token stop,
                int threads) {
    const auto seen = tableFor(table, protocol);
    const OperatingPoint given = pointFor(before, protocol);
    OperatingPoint start = given;
    for (const ThresholdRow& row : options.locked)
        copyThreshold(start, given, row, *table.catalog);
    TuneResult result =
        Tuner(*seen, protocol, start, options, onProgress, std::move(stop), threads).run();
    result.before = given;
    return result;
}

}  // namespace selvedge
