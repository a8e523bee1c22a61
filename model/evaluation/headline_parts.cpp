#include "model/evaluation/headline_parts.h"

#include "dataset/parallel.h"

namespace selvedge {

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

double HeadlineParts::value(std::size_t part, const OperatingPoint& point, Worker& worker) const {
    if (!m_parts[part].category) {
        const auto report = evaluate(m_table, m_protocol, point, {}, 1);
        return report->metrics.front().value;
    }
    const CategoryIndex category = *m_parts[part].category;
    const bool f1 = asksF1(part), grid = m_protocol.pairs == Pairs::Grid;
    // The columns that the headline is made of. A grid's are known by their place.
    const std::span all(m_columns);
    const auto used = !f1 ? all.first(1) : grid ? all : all.last(1);
    worker.matcher.match(m_groups[category], m_asks[category] ? m_protocol : m_plainProtocol,
                         CategoryThresholds(point, category), m_table.catalog->attributes().size(),
                         used, 1, worker.matches);
    CategoryCurves& curves = worker.curves;
    curves.columns.resize(grid ? 0 : used.size());
    for (std::size_t c = 0; c < curves.columns.size(); ++c)
        makeCurves(worker.matches, c, point.maxDetections, worker.scratch, curves.columns[c], true);
    curves.means.resize(grid ? used.size() : 0);
    for (std::size_t c = 0; c < curves.means.size(); ++c)
        makeMeans(worker.matches, c, point.maxDetections, worker.scratch, curves.means[c], true);
    const CategoryCurves* one = &curves;
    return grid ? gridAp({&one, 1}, m_protocol.weights) : cocoAp({&one, 1}, f1);
}

std::optional<std::vector<double>> HeadlineParts::values(const OperatingPoint& point,
                                                         std::stop_token stop, int threads) const {
    std::vector<double> result(size(), -1);
    std::vector<Worker> workers(std::size_t(threadCount(threads)));
    if (!parallelFor(
            size(), threads,
            [&](std::size_t part, std::size_t worker) {
                result[part] = value(part, point, workers[worker]);
            },
            stop))
        return std::nullopt;
    return result;
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
