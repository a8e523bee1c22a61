#include "ui/evaluate/curve_panel.h"

#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/explained_choice.h"
#include "ui/parts/segments.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/curve_view.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

using Kind = Analyses::Kind;

const QString kAll = QStringLiteral("all");

}  // namespace

CurvePanel::CurvePanel(EvaluateState& state, QWidget* parent)
    : TitledPanel(tr("Curve"), parent),
      m_state(state),
      m_key(kAll),
      m_curve(new CurveView(tr("Curve with the threshold in use"))),
      m_subjects(new ExplainedChoice(tr("Of"))),
      m_kind(new Segments(tr("Curve"), {tr("P over R"), tr("F1")})),
      m_words(new TintedLabel(Token::Text2, -1)) {
    m_words->setWordWrap(true);
    m_words->setContentsMargins(10, 0, 10, 6);
    addToHead(m_subjects);
    addToHead(m_kind);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_curve, 1);
    column->addWidget(m_words);
    setBody(body);
    m_curve->setPointText([this](int index) {
        return m_shown ? curvePointText(*m_shown, look(), index) : QStringList();
    });
    m_curve->setEmptyText(
        tr("Nothing to find here: no object of it is annotated, or nothing is "
           "measured yet."));
    connect(m_curve, &CurveView::handleMoved, this, &CurvePanel::moveTo);
    connect(m_curve, &CurveView::handleOpened, this, &CurvePanel::open);
    connect(m_kind, &Segments::chosen, this, &CurvePanel::refresh);
    connect(m_subjects, &ExplainedChoice::chosen, this, &CurvePanel::choose);
    connect(&state, &EvaluateState::catalogChanged, this, [this] {
        m_key = kAll;
        followChosen();
    });
    connect(&state, &EvaluateState::categoryChanged, this, &CurvePanel::followChosen);
    connect(&state, &EvaluateState::attributeChanged, this, &CurvePanel::followChosen);
    connect(&state.session(), &Session::operatingPointChanged, this, &CurvePanel::refreshHandle);
    connect(&state.analyses(), &Analyses::changed, this, [this](Kind kind) {
        if (kind == Kind::Curves)
            refresh();
    });
    followChosen();
}

void CurvePanel::showEvent(QShowEvent* event) {
    TitledPanel::showEvent(event);
    m_state.analyses().setWanted(Kind::Curves, true);
}

void CurvePanel::hideEvent(QHideEvent* event) {
    TitledPanel::hideEvent(event);
    m_state.analyses().setWanted(Kind::Curves, false);
}

void CurvePanel::setOfAttributes(bool attributes) {
    if (attributes == m_attributes)
        return;
    m_attributes = attributes;
    m_key = kAll;
    followChosen();
}

void CurvePanel::fillSubjects() {
    const auto catalog = m_state.session().catalog();
    std::vector<ExplainedChoice::Choice> choices;
    if (catalog && m_attributes) {
        choices.push_back({tr("all attributes"), tr("Taken together."), kAll});
        for (const std::string& group : catalog->groups()) {
            const QString name = QString::fromStdString(group);
            choices.push_back({tr("group %1").arg(name), tr("All attributes of the group."),
                               QStringLiteral("group:") + name});
        }
        for (std::size_t a = 0; a < catalog->attributes().size(); ++a)
            choices.push_back({m_state.nameOfAttribute(AttributeIndex(a)),
                               QString::fromStdString(catalog->attributes()[a].group),
                               QStringLiteral("one:%1").arg(a)});
    } else if (catalog) {
        choices.push_back({tr("all categories"), tr("Taken together."), kAll});
        for (const std::string& super : superCategories(*catalog)) {
            const QString name = QString::fromStdString(super);
            if (!name.isEmpty())
                choices.push_back({tr("all %1").arg(name), tr("All categories of the family."),
                                   QStringLiteral("super:") + name});
        }
        for (std::size_t k = 0; k < catalog->categories().size(); ++k)
            choices.push_back({m_state.nameOf(CategoryIndex(k)),
                               QString::fromStdString(catalog->categories()[k].supercategory),
                               QStringLiteral("one:%1").arg(k)});
    }
    m_subjects->setChoices(choices, m_key);
}

CurveSubject CurvePanel::subjectOf(const QString& key) const {
    CurveSubject subject;
    subject.ofAttributes = m_attributes;
    const auto catalog = m_state.session().catalog();
    if (!catalog || key == kAll)
        return subject;
    const QString name = key.mid(key.indexOf(u':') + 1);
    if (key.startsWith(QStringLiteral("super:"))) {
        subject.categories = categoriesOf(*catalog, name.toStdString());
    } else if (key.startsWith(QStringLiteral("group:"))) {
        const auto& groups = catalog->groups();
        const auto it = std::find(groups.begin(), groups.end(), name.toStdString());
        if (it != groups.end())
            subject.attributes = catalog->attributesOf(GroupIndex(it - groups.begin()));
    } else if (m_attributes) {
        subject.attributes = {AttributeIndex(name.toUInt())};
    } else {
        subject.categories = {CategoryIndex(name.toUInt())};
    }
    return subject;
}

// A person chose in the list.
void CurvePanel::choose(const QVariant& subject) {
    m_key = subject.toString();
    const bool one = m_key.startsWith(QStringLiteral("one:"));
    const std::uint32_t index = m_key.mid(4).toUInt();
    if (m_attributes)
        m_state.setAttribute(one ? std::optional<AttributeIndex>(AttributeIndex(index))
                                 : std::nullopt);
    else
        m_state.setCategory(one ? std::optional<CategoryIndex>(CategoryIndex(index))
                                : std::nullopt);
    followChosen();
}

// Of what is chosen in tables and map; without it, what was chosen here last.
void CurvePanel::followChosen() {
    if (m_attributes && m_state.attribute())
        m_key = QStringLiteral("one:%1").arg(*m_state.attribute());
    else if (!m_attributes && m_state.category())
        m_key = QStringLiteral("one:%1").arg(*m_state.category());
    else if (m_key.startsWith(QStringLiteral("one:")))
        m_key = kAll;
    fillSubjects();
    m_state.analyses().setCurveSubject(subjectOf(m_key));
    refresh();
}

void CurvePanel::refresh() {
    m_shown = m_state.analyses().curves();
    if (m_shown && m_shown->subject != subjectOf(m_key))
        m_shown.reset();  // of what was chosen before: not shown under another name
    m_curve->setStale(m_state.analyses().isStale(Kind::Curves));
    setTitle(m_subjects->shownText());
    const CurveLook how = look();
    setNote(how.overRecall ? tr("precision over recall") : tr("F1 over the threshold"));
    const auto [x, y] = curveAxes(m_attributes, how);
    m_curve->setAxisNames(x, y);
    m_curve->setEmptyText(m_shown ? tr("Nothing to find here: no object of it is annotated.")
                                  : tr("Being worked out …"));
    m_curve->setLines(m_shown ? curveLines(*m_shown, how) : std::vector<CurveLine>());
    refreshHandle();
}

CurveLook CurvePanel::look() const {
    return {m_kind->current() == 0,
            m_state.session().protocol().pairs != Pairs::None && !m_attributes,
            m_state.againstName()};
}

CurveSubject CurvePanel::subject() const {
    return subjectOf(m_key);
}

std::optional<double> CurvePanel::threshold() const {
    return commonThreshold(m_state.session().operatingPoint(), subject());
}

void CurvePanel::refreshHandle() {
    const auto now = threshold();
    m_curve->setHandle(m_shown ? curvePointAt(*m_shown, now) : -1);
    m_curve->setBest(m_shown ? bestCurvePoint(*m_shown) : -1);
    const QString what = m_attributes ? tr("least probability") : tr("least score");
    QString text = now ? tr("The point is the %1 of %2, now %3; dragging it sets that.")
                             .arg(what, m_subjects->shownText(), metricText(*now, 2))
                       : tr("The %1 of %2 differ; the arrow keys set one for all.")
                             .arg(what, m_subjects->shownText());
    const OperatingPoint& point = m_state.session().operatingPoint();
    const std::size_t own = m_attributes
                                ? point.attributeOf.size() + point.categoryAttributeOf.size()
                                : point.scoreOf.size();
    if (m_key == kAll && own > 0)
        text += u' ' +
                tr("%1 set one by one stay as they are.").arg(countText(qint64(own), "threshold"));
    m_words->setText(text);
}

QString CurvePanel::words() const {
    return m_words->text();
}

void CurvePanel::moveTo(int index) {
    if (!m_shown || index >= int(m_shown->generous.points.size()))
        return;
    const double to = m_shown->generous.points[std::size_t(index)].threshold;
    OperatingPoint point = m_state.session().operatingPoint();
    const CurveSubject subject = subjectOf(m_key);
    if (m_attributes) {
        if (subject.attributes.empty())
            point.attributeThreshold = to;
        for (const AttributeIndex attribute : subject.attributes)
            point.attributeOf[attribute] = to;
    } else {
        if (subject.categories.empty())
            point.scoreThreshold = to;
        for (const CategoryIndex category : subject.categories)
            point.scoreOf[category] = to;
    }
    m_state.session().setOperatingPoint(point);
}

void CurvePanel::open(int index) {
    if (!m_shown || index >= int(m_shown->generous.points.size()))
        return;
    const double at = m_shown->generous.points[std::size_t(index)].threshold;
    const CurveSubject subject = subjectOf(m_key);
    const QString title = (m_attributes ? tr("%1, right or wrong from probability %2 on")
                                        : tr("%1, detections from score %2 on"))
                              .arg(m_subjects->shownText(), metricText(at, 2));
    m_state.showBehind(
        title,
        [subject, at](const AnalysisSource& source,
                      std::stop_token stop) -> std::optional<std::vector<CellObject>> {
            const MatchTable& table = *source.measured->table;
            const Criteria& criteria = source.criteria;
            auto found =
                subject.ofAttributes
                    ? attributeCurveObjects(table, criteria.protocol, criteria.point, at,
                                            subject.attributes, subject.categories, stop)
                    : scoreCurveObjects(table, criteria.protocol, criteria.point, at,
                                        subject.categories, hitThresholds(criteria.protocol), stop);
            if (!found)
                return {};
            std::vector<CellObject> all = std::move(found->hits);
            all.insert(all.end(), found->falses.begin(), found->falses.end());
            return all;
        });
}

}  // namespace selvedge
