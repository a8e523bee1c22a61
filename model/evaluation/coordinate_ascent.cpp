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
    return !m_options.locked.contains(row) && m_evidence.support(row) >= least;
}

CoordinateAscent::Found CoordinateAscent::run(const OnRow& onRow, std::stop_token stop) {
    const Catalog& catalog = *m_table.catalog;
    Found found{m_before, m_before, false};
    OperatingPoint kept = m_before;  // less what will not be tuned
    OperatingPoint& global = found.global;
    for (const ThresholdRow& row : rowsOf(m_options.what, catalog)) {
        if (m_options.locked.contains(row))
            continue;
        dropThreshold(global, row, catalog);
        if (!mayTune(row))
            dropThreshold(kept, row, catalog);
    }
    std::vector<ThresholdRow> globalRows;
    for (const ThresholdRow& row : globalRowsOf(m_options.what))
        if (!m_options.locked.contains(row))
            globalRows.push_back(row);
    const auto valuesBefore = m_parts.values(m_before, stop, m_threads);
    const auto valuesKept = m_parts.values(kept, stop, m_threads);
    const auto valuesGlobal = m_parts.values(global, stop, m_threads);
    if (!valuesBefore || !valuesKept || !valuesGlobal)
        return found;
    m_values = *valuesGlobal;
    bool done = ascend(global, globalRows, {}, stop);
    found.tuned = global;
    // Where to begin: the best known.
    const auto beginAt = [&](const OperatingPoint& point, const std::vector<double>& values) {
        found.tuned = point;
        m_values = values;
    };
    if (m_parts.headline(*valuesKept) > m_parts.headline(m_values) + kGain)
        beginAt(kept, *valuesKept);
    const bool proxyOnly = m_options.method == TuneMethod::ProxyOnly;
    if (done && m_options.method != TuneMethod::Ascent) {
        const OperatingPoint proxy = fromProxy(global);
        const auto values = m_parts.values(proxy, stop, m_threads);
        done = values.has_value();
        if (done && (proxyOnly || m_parts.headline(*values) > m_parts.headline(m_values) + kGain))
            beginAt(proxy, *values);
    }
    if (done && !proxyOnly)
        done = ascend(found.tuned, m_rows, onRow, stop);
    found.whole = done;
    if (!done && m_parts.headline(m_values) < m_parts.headline(*valuesBefore))
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
    for (std::size_t part = 0; part < m_parts.size(); ++part) {
        const auto category = m_parts.category(part);
        Lane lane{{}, {part}, point, m_parts.share(part, m_values)};
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

// From `point`, where the parts have m_values. False when stopped, at the best so far.
bool CoordinateAscent::ascend(OperatingPoint& point, const std::vector<ThresholdRow>& rows,
                              const OnRow& onRow, std::stop_token stop) {
    if (m_values.empty())
        return true;
    m_headline = m_parts.headline(m_values);
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

std::vector<CoordinateAscent::Trial> CoordinateAscent::trialsOf(
    const ThresholdRow& row, const Lane& lane, const std::vector<double>& candidates) const {
    std::vector<Trial> trials;
    OperatingPoint to = lane.point;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        setThreshold(to, row, candidates[c], *m_table.catalog);
        for (const std::size_t part :
             partsThatDiffer(m_parts, m_evidence, row, lane.point, to, *m_table.catalog))
            trials.push_back({c, part, -1});
    }
    return trials;
}

// The lane's headline with some values in place of its own.
double CoordinateAscent::headlineOf(const Lane& lane, std::span<const Trial> trials) const {
    std::vector<double> values(m_parts.size(), -1);
    for (const std::size_t part : lane.parts)
        values[part] = m_values[part];
    for (const Trial& trial : trials)
        values[trial.part] = trial.value;
    return m_parts.headline(values);
}

// Moves the row to the best of its candidates; of equals to the nearest. False when stopped.
bool CoordinateAscent::visit(const ThresholdRow& row, Lane& lane, int threads,
                             std::stop_token stop) {
    const std::vector<double> candidates = m_evidence.candidates(row, m_options.candidates);
    std::vector<Trial> trials = trialsOf(row, lane, candidates);
    std::vector<OperatingPoint> points(std::size_t(threadCount(threads)), lane.point);
    std::vector<HeadlineParts::Worker> workers(points.size());
    const auto measure = [&](std::size_t i, std::size_t w) {
        setThreshold(points[w], row, candidates[trials[i].candidate], *m_table.catalog);
        trials[i].value = m_parts.value(trials[i].part, points[w], workers[w]);
    };
    if (!parallelFor(trials.size(), threads, measure, stop))
        return false;
    const double now = headlineOf(lane, {});
    const double current = thresholdOf(lane.point, row, *m_table.catalog);
    double best = now, bestDistance = 0;
    std::span<const Trial> chosen;
    for (auto begin = trials.begin(); begin != trials.end();) {
        const auto end = std::find_if(begin, trials.end(), [&](const Trial& trial) {
            return trial.candidate != begin->candidate;
        });
        const std::span<const Trial> of(begin, end);
        const double headline = headlineOf(lane, of);
        const double distance = std::abs(candidates[begin->candidate] - current);
        const bool nearer = !chosen.empty() && headline > best - kGain && distance < bestDistance;
        if (headline > best + kGain || nearer) {
            best = headline;
            bestDistance = distance;
            chosen = of;
        }
        begin = end;
    }
    if (chosen.empty())
        return true;
    setThreshold(lane.point, row, candidates[chosen.front().candidate], *m_table.catalog);
    for (const Trial& trial : chosen)
        m_values[trial.part] = trial.value;
    m_headline += (best - now) * lane.share;
    return true;
}

std::vector<std::size_t> partsThatDiffer(const HeadlineParts& parts,
                                         const ThresholdEvidence& evidence, const ThresholdRow& row,
                                         const OperatingPoint& from, const OperatingPoint& to,
                                         const Catalog& catalog) {
    const bool score = row.of == ThresholdRow::Of::Score;
    const auto differs = [&](std::size_t part) {
        if (!score && !parts.asksF1(part))
            return false;
        if (const auto category = parts.category(part))
            return evidence.differs(*category, row, from, to);
        for (std::size_t c = 0; c < catalog.categories().size(); ++c)
            if (evidence.differs(CategoryIndex(c), row, from, to))
                return true;
        return false;
    };
    std::vector<std::size_t> result;
    for (std::size_t part = 0; part < parts.size(); ++part)
        if (differs(part))
            result.push_back(part);
    return result;
}

std::vector<double> gainsOf(const HeadlineParts& parts, const ThresholdEvidence& evidence,
                            const OperatingPoint& point, const OperatingPoint& before,
                            const std::vector<ThresholdRow>& rows, const Catalog& catalog,
                            std::stop_token stop, int threads) {
    const auto values = parts.values(point, stop, threads);
    if (!values)
        return {};
    const double headline = parts.headline(*values);
    std::vector<double> gains(rows.size());
    std::vector<HeadlineParts::Worker> workers(std::size_t(threadCount(threads)));
    const auto measure = [&](std::size_t i, std::size_t w) {
        OperatingPoint back = point;
        copyThreshold(back, before, rows[i], catalog);
        std::vector<double> changed = *values;
        for (const std::size_t part :
             partsThatDiffer(parts, evidence, rows[i], point, back, catalog))
            changed[part] = parts.value(part, back, workers[w]);
        gains[i] = headline - parts.headline(changed);
    };
    if (!parallelFor(rows.size(), threads, measure, stop))
        return {};
    return gains;
}

}  // namespace selvedge
