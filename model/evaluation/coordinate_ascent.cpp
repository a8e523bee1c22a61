#include "model/evaluation/coordinate_ascent.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "dataset/parallel.h"
#include "model/evaluation/threshold_proxy.h"

namespace selvedge {

namespace {

// Less is rounding: sums of the same numbers in another order.
constexpr double kGain = 1e-12;

// Samples count at the scores that may come to count.
OperatingPoint evidencePoint(OperatingPoint point, TuneWhat what) {
    if (what == TuneWhat::Global || what == TuneWhat::CategoryScores) {
        point.scoreThreshold = -std::numeric_limits<double>::infinity();
        point.scoreOf.clear();
    }
    return point;
}

// Of a row of one category.
bool hasOwn(const OperatingPoint& point, const ThresholdRow& row) {
    return row.of == ThresholdRow::Of::Score
               ? point.scoreOf.contains(*row.category)
               : point.categoryAttributeOf.contains({*row.category, row.index});
}

}  // namespace

CoordinateAscent::CoordinateAscent(const MatchTable& table, const Protocol& protocol,
                                   const OperatingPoint& before, const TuneOptions& options,
                                   int threads)
    : m_table(table),
      m_before(before),
      m_options(options),
      m_threads(threads),
      m_parts(table, protocol),
      m_evidence(table, protocol, evidencePoint(before, options.what)) {
    for (const ThresholdRow& row : rowsOf(options.what, *table.catalog))
        if (mayTune(row))
            m_rows.push_back(row);
    std::stable_sort(m_rows.begin(), m_rows.end(), [&](const auto& a, const auto& b) {
        return m_evidence.support(a) > m_evidence.support(b);
    });
}

bool CoordinateAscent::mayTune(const ThresholdRow& row) const {
    const std::uint64_t least =
        m_options.what == TuneWhat::Global ? 1 : std::max<std::uint64_t>(m_options.minSupport, 1);
    return m_evidence.support(row) >= least && !isLocked(row);
}

bool CoordinateAscent::isLocked(const ThresholdRow& row) const {
    return std::any_of(
        m_options.locked.begin(), m_options.locked.end(),
        [&](const ThresholdRow& fixed) { return moves(row, fixed, *m_table.catalog); });
}

CoordinateAscent::Found CoordinateAscent::run(const OnRow& onRow, std::stop_token stop) {
    const Catalog& catalog = *m_table.catalog;
    Found found{m_before, m_before, false};
    OperatingPoint kept = m_before;  // less what will not be tuned
    OperatingPoint& global = found.global;
    for (const ThresholdRow& row : rowsOf(m_options.what, catalog)) {
        if (isLocked(row))
            continue;
        dropThreshold(global, row, catalog);
        if (!mayTune(row))
            dropThreshold(kept, row, catalog);
    }
    std::vector<ThresholdRow> globalRows;
    for (const ThresholdRow& row : globalRowsOf(m_options.what))
        if (!isLocked(row))
            globalRows.push_back(row);
    const auto statesBefore = m_parts.states(m_before, stop, m_threads);
    auto statesKept = m_parts.states(kept, stop, m_threads);
    auto statesGlobal = m_parts.states(global, stop, m_threads);
    if (!statesBefore || !statesKept || !statesGlobal)
        return found;
    m_states = std::move(*statesGlobal);
    bool done = ascend(global, globalRows, {}, stop);
    found.tuned = global;
    // Where to begin: the best known.
    const auto beginAt = [&](const OperatingPoint& point, std::vector<HeadlineParts::State>&& at) {
        found.tuned = point;
        m_states = std::move(at);
    };
    if (headlineOf(*statesKept) > headlineOf(m_states) + kGain)
        beginAt(kept, std::move(*statesKept));
    const bool proxyOnly = m_options.method == TuneMethod::ProxyOnly;
    if (done && m_options.method != TuneMethod::Ascent) {
        const OperatingPoint proxy = fromProxy(global);
        auto states = m_parts.states(proxy, stop, m_threads);
        done = states.has_value();
        if (done && (proxyOnly || headlineOf(*states) > headlineOf(m_states) + kGain))
            beginAt(proxy, std::move(*states));
    }
    if (done && !proxyOnly)
        done = ascend(found.tuned, m_rows, onRow, stop);
    found.whole = done;
    if (!done && headlineOf(m_states) < headlineOf(*statesBefore))
        found.tuned = m_before;
    return found;
}

OperatingPoint CoordinateAscent::fromProxy(OperatingPoint point) const {
    for (const ThresholdRow& row : m_rows)
        if (const auto proxy = proxyThreshold(m_evidence, row, *m_table.catalog))
            setThreshold(point, row, proxy->threshold, *m_table.catalog);
    return point;
}

// Whether each row changes one part alone.
bool CoordinateAscent::independent(const std::vector<ThresholdRow>& rows) const {
    return m_parts.category(0) && std::all_of(rows.begin(), rows.end(),
                                              [](auto& row) { return row.category.has_value(); });
}

std::vector<CoordinateAscent::Lane> CoordinateAscent::lanesOf(const std::vector<ThresholdRow>& rows,
                                                              const OperatingPoint& point) const {
    if (!independent(rows)) {
        Lane all{rows, std::vector<std::size_t>(m_parts.size()), point, 1};
        std::iota(all.parts.begin(), all.parts.end(), std::size_t{0});
        return {all};
    }
    std::vector<Lane> lanes;
    const std::vector<double> values = HeadlineParts::valuesOf(m_states);
    for (std::size_t part = 0; part < m_parts.size(); ++part) {
        const auto category = m_parts.category(part);
        Lane lane{{}, {part}, point, m_parts.share(part, values)};
        for (const ThresholdRow& row : rows)
            if (row.category == category)
                lane.rows.push_back(row);
        // It is copied often: without what other categories have of their own.
        std::erase_if(lane.point.categoryAttributeOf,
                      [&](const auto& own) { return own.first.first != *category; });
        if (!lane.rows.empty())
            lanes.push_back(std::move(lane));
    }
    return lanes;
}

// From `point`, where the parts have m_states. False when stopped, at the best so far.
bool CoordinateAscent::ascend(OperatingPoint& point, const std::vector<ThresholdRow>& rows,
                              const OnRow& onRow, std::stop_token stop) {
    if (m_states.empty())
        return true;
    m_headline = headlineOf(m_states);
    std::vector<Lane> lanes = lanesOf(rows, point);
    const std::uint64_t total = rows.size() * std::uint64_t(m_options.rounds);
    std::atomic<std::uint64_t> done{0};
    std::atomic<bool> whole{true};
    const bool apart = independent(rows);
    const auto runLane = [&](std::size_t i, std::size_t worker) {
        const auto tell = [&] {
            const std::uint64_t visited = ++done;
            if (onRow && worker == 0)
                onRow(visited, total, m_headline);
        };
        if (!ascendLane(lanes[i], apart ? 1 : m_threads, tell, stop))
            whole = false;
    };
    if (!parallelFor(lanes.size(), apart ? m_threads : 1, runLane, stop))
        whole = false;
    if (onRow && whole)
        onRow(total, total, m_headline);
    for (const Lane& lane : lanes) {
        if (!apart)
            point = lane.point;
        for (const ThresholdRow& row : lane.rows)
            if (apart && hasOwn(lane.point, row))
                copyThreshold(point, lane.point, row, *m_table.catalog);
    }
    return whole;
}

bool CoordinateAscent::ascendLane(Lane& lane, int threads, const std::function<void()>& onRow,
                                  std::stop_token stop) {
    for (int round = 0; round < m_options.rounds; ++round) {
        const OperatingPoint before = lane.point;
        for (const ThresholdRow& row : lane.rows) {
            if (stop.stop_requested() || !visit(row, lane, threads, stop))
                return false;
            onRow();
        }
        if (lane.point == before)
            return true;
    }
    return true;
}

double CoordinateAscent::headlineOf(const std::vector<HeadlineParts::State>& states) const {
    return m_parts.headline(HeadlineParts::valuesOf(states));
}

// Where candidates are tried: a part with all of them, or one at a time where each costs as much.
std::vector<CoordinateAscent::Trial> CoordinateAscent::trialsOf(const ThresholdRow& row,
                                                                const Lane& lane,
                                                                std::size_t candidates) const {
    std::vector<Trial> trials;
    for (const std::size_t part : lane.parts) {
        if (!m_parts.matters(part, row, m_evidence))
            continue;
        const std::size_t step = m_parts.quick(part, row) ? candidates : 1;
        for (std::size_t first = 0; first < candidates; first += step)
            trials.push_back({part, first, step, {}});
    }
    return trials;
}

// Moves the row to the best of its candidates; of equals to the nearest. False when stopped.
bool CoordinateAscent::visit(const ThresholdRow& row, Lane& lane, int threads,
                             std::stop_token stop) {
    const std::vector<double> candidates = m_evidence.candidates(row, m_options.candidates);
    std::vector<Trial> trials = trialsOf(row, lane, candidates.size());
    std::vector<HeadlineParts::Worker> workers(std::size_t(threadCount(threads)));
    const auto measure = [&](std::size_t i, std::size_t w) {
        Trial& trial = trials[i];
        trial.values = m_parts.along(trial.part, m_states[trial.part], lane.point, row,
                                     std::span(candidates).subspan(trial.first, trial.count),
                                     m_evidence, workers[w]);
    };
    if (!parallelFor(trials.size(), threads, measure, stop))
        return false;
    std::vector<double> values(m_parts.size(), -1);  // of the lane
    for (const std::size_t part : lane.parts)
        values[part] = m_states[part].value;
    const double now = m_parts.headline(values);
    const double current = thresholdOf(lane.point, row, *m_table.catalog);
    double best = now, bestDistance = 0;
    std::optional<double> chosen;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        for (const Trial& trial : trials)
            if (c - trial.first < trial.count)
                values[trial.part] = trial.values[c - trial.first];
        const double headline = m_parts.headline(values);
        const double distance = std::abs(candidates[c] - current);
        const bool nearer = chosen && headline > best - kGain && distance < bestDistance;
        if (headline <= best + kGain && !nearer)
            continue;
        best = headline;
        bestDistance = distance;
        chosen = candidates[c];
    }
    if (!chosen)
        return true;
    setThreshold(lane.point, row, *chosen, *m_table.catalog);
    std::vector<std::size_t> parts;
    for (const Trial& trial : trials)
        if (parts.empty() || parts.back() != trial.part)
            parts.push_back(trial.part);
    // Not to be stopped: point and states belong together.
    parallelFor(parts.size(), threads, [&](std::size_t i, std::size_t w) {
        m_states[parts[i]] = m_parts.state(parts[i], lane.point, workers[w]);
    });
    m_headline += (best - now) * lane.share;
    return true;
}

std::vector<double> gainsOf(const HeadlineParts& parts, const ThresholdEvidence& evidence,
                            const OperatingPoint& point, const OperatingPoint& before,
                            const std::vector<ThresholdRow>& rows, const Catalog& catalog,
                            std::stop_token stop, int threads) {
    const auto states = parts.states(point, stop, threads);
    if (!states)
        return {};
    const std::vector<double> values = HeadlineParts::valuesOf(*states);
    const double headline = parts.headline(values);
    std::vector<double> gains(rows.size());
    std::vector<HeadlineParts::Worker> workers(std::size_t(threadCount(threads)));
    const auto measure = [&](std::size_t i, std::size_t w) {
        OperatingPoint back = point;
        copyThreshold(back, before, rows[i], catalog);
        std::vector<double> changed = values;
        for (std::size_t part = 0; part < parts.size(); ++part)
            if (parts.matters(part, rows[i], evidence))
                changed[part] =
                    parts.moved(part, (*states)[part], point, back, rows[i], evidence, workers[w]);
        gains[i] = headline - parts.headline(changed);
    };
    if (!parallelFor(rows.size(), threads, measure, stop))
        return {};
    return gains;
}

}  // namespace selvedge
