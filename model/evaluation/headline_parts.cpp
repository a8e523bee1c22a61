#include "model/evaluation/headline_parts.h"

#include "dataset/parallel.h"

namespace selvedge {

namespace {

constexpr std::uint32_t kAllColumns = ~std::uint32_t{0};  // of eleven, at most

}  // namespace

HeadlineParts::HeadlineParts(const MatchTable& table, const Protocol& protocol)
    : m_table(table),
      m_protocol(protocol),
      m_plainProtocol(protocol),
      m_groups(groupsByCategory(table)),
      m_columns(columnsOf(protocol)),
      m_asks(categoriesWithF1(table, protocol)) {
    m_plainProtocol.choice = Choice::HighestIou;
    if (!protocol.missesCount) {
        m_parts.push_back({});
        return;
    }
    const bool ten = protocol.pairs == Pairs::Grid && protocol.weights == Weights::EachF1Threshold;
    for (const CategoryIndex category : categoriesById(*table.catalog))
        m_parts.push_back({category, ten && m_asks[category] ? double(m_columns.size() - 1) : 1.0});
}

bool HeadlineParts::asksF1(std::size_t part) const {
    return m_protocol.pairs != Pairs::None &&
           (!m_parts[part].category || m_asks[*m_parts[part].category]);
}

// Those that the headline is made of. A grid's are known by their place.
std::span<const Column> HeadlineParts::columnsOfPart(std::size_t part) const {
    const std::span all(m_columns);
    return !asksF1(part) ? all.first(1) : m_protocol.pairs == Pairs::Grid ? all : all.last(1);
}

void HeadlineParts::match(std::size_t part, std::span<const GroupRef> groups,
                          const OperatingPoint& point, CategoryMatcher& matcher,
                          CategoryMatches& matches) const {
    const CategoryIndex category = *m_parts[part].category;
    matcher.match(groups, m_asks[category] ? m_protocol : m_plainProtocol,
                  CategoryThresholds(point, category), m_table.catalog->attributes().size(),
                  columnsOfPart(part), 1, matches);
}

// Of a grid, only the columns of `changed` (bit c) are worked out; of the others `means` holds.
double HeadlineParts::valueOf(std::size_t part, const CategoryMatches& matches, int maxDetections,
                              std::uint32_t changed, std::vector<ColumnMeans>& means,
                              Worker& worker) const {
    const std::size_t count = columnsOfPart(part).size();
    CategoryCurves& curves = worker.curves;
    const CategoryCurves* one = &curves;
    if (m_protocol.pairs == Pairs::Grid) {
        means.resize(count);
        for (std::size_t c = 0; c < count; ++c)
            if (changed >> c & 1)
                makeMeans(matches, c, maxDetections, worker.scratch, means[c], true);
        curves.means = means;
        return gridAp({&one, 1}, m_protocol.weights);
    }
    curves.columns.resize(count);
    for (std::size_t c = 0; c < count; ++c)
        makeCurves(matches, c, maxDetections, worker.scratch, curves.columns[c], true);
    return cocoAp({&one, 1}, asksF1(part));
}

double HeadlineParts::value(std::size_t part, const OperatingPoint& point, Worker& worker) const {
    if (!m_parts[part].category)
        return evaluate(m_table, m_protocol, point, {}, 1)->metrics.front().value;
    match(part, m_groups[*m_parts[part].category], point, worker.matcher, worker.matches);
    return valueOf(part, worker.matches, point.maxDetections, kAllColumns, worker.state.means,
                   worker);
}

HeadlineParts::State HeadlineParts::state(std::size_t part, const OperatingPoint& point,
                                          Worker& worker) const {
    State state;
    if (!m_parts[part].category) {
        state.value = value(part, point, worker);
        return state;
    }
    const CategoryIndex category = *m_parts[part].category;
    const CategoryThresholds thresholds(point, category);
    match(part, m_groups[category], point, worker.matcher, state.matches);
    state.value =
        valueOf(part, state.matches, point.maxDetections, kAllColumns, state.means, worker);
    state.groupBegin.push_back(0);
    for (const GroupRef& ref : m_groups[category]) {
        worker.positions.clear();
        detectionsThatCount(*ref.cell, *ref.group, thresholds, worker.positions);
        state.groupBegin.push_back(state.groupBegin.back() +
                                   std::uint32_t(worker.positions.size()));
    }
    state.slotOf.resize(state.matches.detections.size());
    for (std::size_t slot = 0; slot < state.slotOf.size(); ++slot)
        state.slotOf[state.matches.detections[slot].position] = std::uint32_t(slot);
    return state;
}

// Matches worker.groups anew: images are matched each by itself.
void HeadlineParts::rematch(std::size_t part, const OperatingPoint& point, State& state,
                            Worker& worker) const {
    worker.refs.clear();
    worker.positions.clear();  // of the detections of these groups, among all
    for (const std::uint32_t group : worker.groups) {
        worker.refs.push_back(m_groups[*m_parts[part].category][group]);
        for (std::uint32_t p = state.groupBegin[group]; p < state.groupBegin[group + 1]; ++p)
            worker.positions.push_back(p);
    }
    match(part, worker.refs, point, worker.matcher, worker.matches);
    std::uint32_t changed = 0;  // bit c: column c
    for (std::size_t c = 0; c < state.matches.columns.size(); ++c)
        for (std::size_t i = 0; i < worker.positions.size(); ++i) {
            const Hits& now = worker.matches.columns[c].hits[0][i];
            const std::uint32_t position = worker.matches.detections[i].position;
            Hits& before =
                state.matches.columns[c].hits[0][state.slotOf[worker.positions[position]]];
            if (now.matched != before.matched || now.ignored != before.ignored)
                changed |= std::uint32_t{1} << c;
            before = now;
        }
    if (changed != 0)
        state.value =
            valueOf(part, state.matches, point.maxDetections, changed, state.means, worker);
}

std::vector<double> HeadlineParts::along(std::size_t part, const State& from,
                                         const OperatingPoint& point, const ThresholdRow& row,
                                         std::span<const double> thresholds,
                                         const ThresholdEvidence& evidence, Worker& worker) const {
    const Catalog& catalog = *m_table.catalog;
    std::vector<double> values;
    OperatingPoint last = point, to = point;
    if (quick(part, row))
        worker.state = from;
    for (const double threshold : thresholds) {
        setThreshold(to, row, threshold, catalog);
        if (!quick(part, row)) {
            values.push_back(value(part, to, worker));
            continue;
        }
        evidence.groupsThatDiffer(*m_parts[part].category, row, last, to, worker.groups);
        if (!worker.groups.empty())
            rematch(part, to, worker.state, worker);
        values.push_back(worker.state.value);
        setThreshold(last, row, threshold, catalog);
    }
    return values;
}

double HeadlineParts::moved(std::size_t part, const State& from, const OperatingPoint& point,
                            const OperatingPoint& to, const ThresholdRow& row,
                            const ThresholdEvidence& evidence, Worker& worker) const {
    if (!quick(part, row))
        return value(part, to, worker);
    evidence.groupsThatDiffer(*m_parts[part].category, row, point, to, worker.groups);
    if (worker.groups.empty())
        return from.value;
    worker.state = from;
    rematch(part, to, worker.state, worker);
    return worker.state.value;
}

bool HeadlineParts::matters(std::size_t part, const ThresholdRow& row,
                            const ThresholdEvidence& evidence) const {
    if (row.of != ThresholdRow::Of::Score && !asksF1(part))
        return false;
    if (const auto category = m_parts[part].category)
        return evidence.matters(*category, row);
    for (std::size_t c = 0; c < m_groups.size(); ++c)
        if (evidence.matters(CategoryIndex(c), row))
            return true;
    return false;
}

std::optional<std::vector<HeadlineParts::State>> HeadlineParts::states(const OperatingPoint& point,
                                                                       std::stop_token stop,
                                                                       int threads) const {
    std::vector<State> result(size());
    std::vector<Worker> workers(std::size_t(threadCount(threads)));
    if (!parallelFor(
            size(), threads,
            [&](std::size_t part, std::size_t worker) {
                result[part] = state(part, point, workers[worker]);
            },
            stop))
        return std::nullopt;
    return result;
}

std::vector<double> HeadlineParts::valuesOf(std::span<const State> states) {
    std::vector<double> values;
    for (const State& state : states)
        values.push_back(state.value);
    return values;
}

double HeadlineParts::headline(std::span<const double> values) const {
    double sum = 0, weights = 0;
    for (std::size_t part = 0; part < values.size(); ++part) {
        if (values[part] <= -1)
            continue;
        sum += m_parts[part].weight * values[part];
        weights += m_parts[part].weight;
    }
    return weights > 0 ? sum / weights : -1;
}

double HeadlineParts::share(std::size_t part, std::span<const double> values) const {
    double weights = 0;
    for (std::size_t p = 0; p < values.size(); ++p)
        weights += values[p] > -1 ? m_parts[p].weight : 0;
    return values[part] > -1 ? m_parts[part].weight / weights : 0;
}

}  // namespace selvedge
