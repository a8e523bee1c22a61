#include "ui/evaluate/evaluate_state.h"

#include "ui/parts/scene_verdicts.h"

namespace selvedge {

EvaluateState::EvaluateState(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_analyses(session), m_runs(session) {
    for (auto signal : {&Session::projectChanged, &Session::runsChanged,
                        &Session::predictionsChanged, &Session::evaluationChanged})
        connect(&session, signal, this, &EvaluateState::follow);
    connect(&m_runs, &MeasuredRuns::changed, this, &EvaluateState::follow);
    connect(&m_analyses, &Analyses::failed, &session, &Session::postError);
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

MeasuredResult EvaluateState::result() {
    MeasuredResult result;
    result.run = m_session.currentRun();
    result.now = measurement();
    result.against = against();
    if (const auto corLoc = m_analyses.localization())
        result.corLoc = corLoc->weighted;
    result.corLocIsStale = m_analyses.isStale(Analyses::Kind::Localization);
    for (const MeasuredRuns::Run& run : m_runs.runs())
        result.beside.push_back(
            {run.name, m_runs.isCurrent(run) ? &*run.measurement : nullptr, run.corLoc});
    result.verdicts = m_analyses.categories().get();
    result.asksF1 = m_session.criteria().asksF1;
    result.catalog = m_catalog.get();
    result.palette = &m_palette;
    return result;
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
            return bestFirst(*source.measured->table, std::move(*found));
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

void EvaluateState::showNotRight(CategoryIndex category) {
    showBehind(tr("%1, not right").arg(nameOf(category)),
               [category](const AnalysisSource& source,
                          std::stop_token stop) -> std::optional<std::vector<CellObject>> {
                   std::vector<CellObject> all;
                   for (const auto kind : {Verdict::Kind::AttributeError, Verdict::Kind::Missed}) {
                       const auto found = verdictObjects(*source.measured->table, source.criteria,
                                                         kind, category, stop);
                       if (!found)
                           return {};
                       all.insert(all.end(), found->begin(), found->end());
                   }
                   return all;
               });
}

void EvaluateState::showFigure(const QString& name, const FigureBehind& behind) {
    const QString title = behind.what == FigureBehind::What::NotRight
                              ? tr("%1: what is not right").arg(name)
                          : behind.what == FigureBehind::What::NotLocalized
                              ? tr("%1: what it does not find").arg(name)
                              : name;
    showBehind(title, [behind](const AnalysisSource& source, std::stop_token stop) {
        return objectsBehind(behind, source, stop);
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
