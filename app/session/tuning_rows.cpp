#include "app/session/tuning_rows.h"

#include <algorithm>
#include <cmath>

#include "model/evaluation/threshold_evidence.h"

namespace selvedge {

namespace {

constexpr int kBatchMs = 50;

std::vector<ThresholdRow> rowsOfList(TuningList list, const Catalog& catalog) {
    std::vector<ThresholdRow> rows;
    const auto add = [&](TuneWhat what) {
        const auto more = rowsOf(what, catalog);
        rows.insert(rows.end(), more.begin(), more.end());
    };
    const bool all = list == TuningList::All;
    if (all || list == TuningList::Category)
        add(TuneWhat::CategoryScores);
    if (all || list == TuningList::Group)
        add(TuneWhat::Groups);
    if (all || list == TuningList::Attribute)
        add(TuneWhat::Attributes);
    if (all || list == TuningList::CategoryAttribute)
        add(TuneWhat::CategoryAttributes);
    return rows;
}

std::array<float, TuningRow::kBars> barsOf(const ThresholdRow& row,
                                           const ThresholdEvidence& evidence,
                                           const Catalog& catalog) {
    std::array<float, TuningRow::kBars> bars{};
    const auto add = [&](double value) {
        ++bars[std::size_t(std::clamp(int(value * TuningRow::kBars), 0, TuningRow::kBars - 1))];
    };
    const auto addCategory = [&](CategoryIndex category) {
        if (row.of == ThresholdRow::Of::Score)
            for (const double score : evidence.scores(category))
                add(score);
        for (const AttributeIndex attribute : attributesOf(row, catalog))
            for (const auto& sample : evidence.samples(category, attribute))
                add(double(sample.probability));
    };
    if (row.category)
        addCategory(*row.category);
    else
        for (std::size_t c = 0; c < catalog.categories().size(); ++c)
            addCategory(CategoryIndex(c));
    const float highest = *std::max_element(bars.begin(), bars.end());
    for (float& bar : bars)
        bar = highest > 0 ? std::sqrt(bar / highest) : 0;
    return bars;
}

std::vector<TuningRow> listRows(TuningList list, const MatchTable& table, const Protocol& protocol,
                                std::stop_token stop) {
    // All scores count, so that bars stay what they are while thresholds change.
    const ThresholdEvidence evidence(table, protocol, OperatingPoint{});
    std::vector<TuningRow> rows;
    for (const ThresholdRow& row : rowsOfList(list, *table.catalog)) {
        if (stop.stop_requested())
            break;
        const std::uint64_t support = evidence.support(row);
        if (support == 0)
            continue;
        rows.push_back({row, QString::fromStdString(nameOf(row, *table.catalog)), support,
                        barsOf(row, evidence, *table.catalog)});
    }
    return rows;
}

}  // namespace

TuningRows::TuningRows(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    for (LatestWork* work : {&m_listing, &m_all, &m_one})
        connect(work, &LatestWork::failed, &session, &Session::postError);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &TuningRows::measureAll);
    connect(&session, &Session::operatingPointChanged, this, &TuningRows::pointChanged);
    connect(&session, &Session::evaluationChanged, this, &TuningRows::renew);
}

void TuningRows::setWanted(bool wanted) {
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    if (wanted) {
        renew();
        pointChanged();
    } else {
        m_rest.stop();
        m_all.stop();
        m_one.stop();
    }
}

void TuningRows::setList(TuningList list) {
    if (list == m_list)
        return;
    m_list = list;
    if (m_wanted)
        makeList();
}

void TuningRows::renew() {
    if (!m_wanted ||
        (m_session.measuredTable() == m_measured && m_session.protocol() == m_protocol))
        return;
    m_measured = m_session.measuredTable();
    m_protocol = m_session.protocol();
    m_globals = {};
    makeList();
}

void TuningRows::makeList() {
    m_all.stop();
    m_one.stop();
    m_listing.stop();
    m_rows.clear();
    m_measuredRows = 0;
    Q_EMIT listed();
    if (!m_measured)
        return;
    m_listing.start([this, list = m_list, measured = m_measured, protocol = m_protocol](
                        std::stop_token stop, const LatestWork::Deliver& deliver) {
        auto rows = listRows(list, *measured->table, protocol, stop);
        deliver([this, rows = std::move(rows)] {
            m_rows = rows;
            Q_EMIT listed();
            measureAll();
            measureChosen();
        });
    });
}

void TuningRows::setChosen(std::optional<ThresholdRow> row) {
    m_chosen = row;
    measureChosen();
}

void TuningRows::pointChanged() {
    if (!m_wanted || !m_measured)
        return;
    m_all.stop();
    m_one.stop();
    m_globalsStale = true;
    m_measuredRows = 0;
    for (TuningRow& row : m_rows)
        row.stale = true;
    Q_EMIT rowsMeasured({});
    Q_EMIT globalsMeasured();
    m_rest.start();
    measureChosen();
}

void TuningRows::measureChosen() {
    if (!m_wanted || !m_measured || !m_chosen)
        return;
    const auto it = std::find_if(m_rows.begin(), m_rows.end(),
                                 [&](const TuningRow& row) { return row.row == *m_chosen; });
    if (it == m_rows.end() || (it->measure && !it->stale))
        return;
    m_one.start([this, index = int(it - m_rows.begin()), row = it->row, measured = m_measured,
                 protocol = m_protocol, point = m_session.operatingPoint()](
                    std::stop_token stop, const LatestWork::Deliver& deliver) {
        measureRows(
            *measured->table, protocol, point, {&row, 1},
            [&](std::size_t, const RowMeasure& measure) {
                deliver([this, index, measure] { take({{index, measure}}); });
            },
            stop, 1);
    });
}

void TuningRows::measureAll() {
    if (!m_wanted || !m_measured)
        return;
    std::vector<ThresholdRow> rows = globalRowsOf(TuneWhat::Global);
    const int globals = int(rows.size());
    for (const TuningRow& row : m_rows)
        rows.push_back(row.row);
    m_all.start([this, rows = std::move(rows), globals, measured = m_measured,
                 protocol = m_protocol, point = m_session.operatingPoint()](
                    std::stop_token stop, const LatestWork::Deliver& deliver) {
        std::vector<std::pair<int, RowMeasure>> batch;
        QElapsedTimer since;
        since.start();
        const auto flush = [&] {
            if (!batch.empty())
                deliver([this, batch = std::exchange(batch, {})] { take(batch); });
            since.restart();
        };
        // The global ones first: they are what everybody looks at.
        measureRows(
            *measured->table, protocol, point, std::span(rows).first(std::size_t(globals)),
            [&](std::size_t row, const RowMeasure& measure) {
                deliver([this, row, measure] {
                    m_globals[row] = measure;
                    m_globalsStale = false;
                    Q_EMIT globalsMeasured();
                });
            },
            stop);
        measureRows(
            *measured->table, protocol, point, std::span(rows).subspan(std::size_t(globals)),
            [&](std::size_t row, const RowMeasure& measure) {
                batch.emplace_back(int(row), measure);
                if (since.elapsed() >= kBatchMs)
                    flush();
            },
            stop);
        flush();
    });
}

void TuningRows::take(const std::vector<std::pair<int, RowMeasure>>& batch) {
    std::vector<int> indices;
    for (const auto& [index, measure] : batch) {
        TuningRow& row = m_rows[std::size_t(index)];
        m_measuredRows += row.stale || !row.measure;
        row.measure = measure;
        row.stale = false;
        indices.push_back(index);
    }
    Q_EMIT rowsMeasured(indices);
}

}  // namespace selvedge
