#include "ui/evaluate/evaluate_state.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "ui/parts/scene_verdicts.h"

namespace selvedge {

namespace {

double scoreOf(const AnalysisSource& source, const CellObject& object) {
    const ImageCell& cell = *source.measured->table->cells[object.image];
    return object.found ? cell.founds[*object.found].score : -1;
}

// The highest score first, objects without a detection last; each pair of object and detection
// once: attributes repeat them.
std::vector<CellObject> inOrder(const AnalysisSource& source, std::vector<CellObject> objects) {
    std::stable_sort(objects.begin(), objects.end(), [&](const CellObject& a, const CellObject& b) {
        return scoreOf(source, a) > scoreOf(source, b);
    });
    using Side = std::optional<std::uint32_t>;
    std::set<std::tuple<std::uint32_t, Side, Side>> seen;
    std::erase_if(objects, [&](const CellObject& object) {
        return !seen.insert({object.image, object.truth, object.found}).second;
    });
    return objects;
}

}  // namespace

EvaluateState::EvaluateState(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_analyses(session), m_runs(session) {
    for (auto signal : {&Session::projectChanged, &Session::runsChanged,
                        &Session::predictionsChanged, &Session::evaluationChanged})
        connect(&session, signal, this, &EvaluateState::follow);
    connect(&m_runs, &MeasuredRuns::changed, this, &EvaluateState::follow);
    connect(&m_analyses, &Analyses::failed, this, [this](const QString& sentence) {
        m_session.post({Message::Kind::Error, sentence, {}, {}});
    });
    follow();
}

void EvaluateState::follow() {
    if (m_session.catalog() != m_catalog) {
        m_catalog = m_session.catalog();
        m_palette = m_catalog ? OverlayPalette(*m_catalog) : OverlayPalette();
        m_category.reset();
        m_attribute.reset();
        Q_EMIT catalogChanged();
    }
    wantRuns();
    const MeasuredRuns::Run* other = m_runs.run(m_against);
    m_analyses.setAgainst(other && m_runs.isCurrent(*other) && other->measured &&
                                  m_session.measuredTable()
                              ? other->measured
                              : nullptr);
    Q_EMIT measured();
}

void EvaluateState::wantRuns() {
    const QStringList others = m_runs.others();
    if (!others.contains(m_against))
        m_against.clear();
    QStringList wanted;
    if (!m_against.isEmpty())
        wanted += m_against;
    // Only once the session's own run is measured: the others wait for it.
    if (m_allRuns)
        wanted += others;
    m_runs.setWanted(m_session.measuredTable() ? wanted : QStringList());
}

void EvaluateState::setAgainst(const QString& run) {
    if (run == m_against)
        return;
    m_against = run;
    follow();
}

void EvaluateState::setAllRuns(bool all) {
    if (all == m_allRuns)
        return;
    m_allRuns = all;
    follow();
}

const Measurement* EvaluateState::measurement() const {
    const auto& last = m_session.measurement();
    return last ? &*last : nullptr;
}

const Measurement* EvaluateState::against() const {
    const MeasuredRuns::Run* other = m_runs.run(m_against);
    return other && m_runs.isCurrent(*other) ? &*other->measurement : nullptr;
}

void EvaluateState::setCategory(std::optional<CategoryIndex> category) {
    if (category == m_category)
        return;
    m_category = category;
    Q_EMIT categoryChanged();
}

void EvaluateState::setAttribute(std::optional<AttributeIndex> attribute) {
    if (attribute == m_attribute)
        return;
    m_attribute = attribute;
    Q_EMIT attributeChanged();
}

QString EvaluateState::nameOf(CategoryIndex category) const {
    return m_catalog && category < m_catalog->categories().size()
               ? QString::fromStdString(m_catalog->categories()[category].name)
               : QString();
}

QString EvaluateState::nameOfAttribute(AttributeIndex attribute) const {
    return m_catalog && attribute < m_catalog->attributes().size()
               ? QString::fromStdString(m_catalog->attributes()[attribute].name)
               : QString();
}

void EvaluateState::showBehind(const QString& title, Analyses::Find find) {
    m_analyses.findBehind(
        title,
        [find = std::move(find)](const AnalysisSource& source,
                                 std::stop_token stop) -> std::optional<std::vector<CellObject>> {
            auto found = find(source, stop);
            if (!found)
                return {};
            return inOrder(source, std::move(*found));
        });
    Q_EMIT behindAsked();
}

void EvaluateState::showVerdicts(Verdict::Kind kind, std::optional<CategoryIndex> category) {
    const QString of = category ? nameOf(*category) : tr("all categories");
    showBehind(QStringLiteral("%1, %2").arg(of, verdictWord(kind)),
               [kind, category](const AnalysisSource& source, std::stop_token stop) {
                   return verdictObjects(*source.measured->table, source.criteria, kind, category,
                                         stop);
               });
}

void EvaluateState::showObjects(std::optional<CategoryIndex> category) {
    showBehind(category ? nameOf(*category) : tr("all categories"),
               [category](const AnalysisSource& source,
                          std::stop_token stop) -> std::optional<std::vector<CellObject>> {
                   std::vector<CellObject> all;
                   const auto& cells = source.measured->table->cells;
                   for (std::uint32_t image = 0; image < cells.size(); ++image) {
                       if (stop.stop_requested())
                           return {};
                       const auto& truths = cells[image]->truths;
                       for (std::uint32_t t = 0; t < truths.size(); ++t) {
                           if (!truths[t].crowd && (!category || truths[t].category == *category))
                               all.push_back({image, t, {}});
                       }
                   }
                   return all;
               });
}

void EvaluateState::showNotRight(const QString& size, double least, double most) {
    showBehind(tr("not right, %1").arg(size),
               [least, most](const AnalysisSource& source,
                             std::stop_token stop) -> std::optional<std::vector<CellObject>> {
                   std::vector<CellObject> all;
                   for (const auto kind : {Verdict::Kind::AttributeError, Verdict::Kind::Missed}) {
                       const auto found =
                           verdictObjects(*source.measured->table, source.criteria, kind, {}, stop);
                       if (!found)
                           return {};
                       for (const CellObject& object : *found) {
                           const ImageCell& cell = *source.measured->table->cells[object.image];
                           const double area = cell.truths[*object.truth].area;
                           if (area >= least && area <= most)
                               all.push_back(object);
                       }
                   }
                   return all;
               });
}

void EvaluateState::showAttribute(AttributeIndex attribute, Side side) {
    const QString what = side == Side::All      ? QStringLiteral("%1")
                         : side == Side::Hits   ? tr("%1, rightly predicted")
                         : side == Side::Falses ? tr("%1, wrongly predicted")
                                                : tr("%1, not predicted");
    showBehind(what.arg(nameOfAttribute(attribute)),
               [attribute, side](const AnalysisSource& source,
                                 std::stop_token stop) -> std::optional<std::vector<CellObject>> {
                   auto counted =
                       attributeObjects(*source.measured->table, source.criteria.protocol,
                                        source.criteria.point, attribute, {}, stop);
                   if (!counted)
                       return {};
                   if (side == Side::All)
                       counted->hits.insert(counted->hits.end(), counted->misses.begin(),
                                            counted->misses.end());
                   return std::move(side == Side::Hits || side == Side::All ? counted->hits
                                    : side == Side::Falses                  ? counted->falses
                                                                            : counted->misses);
               });
}

}  // namespace selvedge
