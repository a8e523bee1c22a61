#include "ui/browse/object_details.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/browse/chips_view.h"
#include "ui/browse/edit_actions.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/f1_meaning.h"
#include "ui/parts/glyph_line.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_sentence.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

TintedLabel* wrapped(Token token) {
    auto* label = new TintedLabel(token, -1);
    label->setWordWrap(true);
    return label;
}

QString factsText(const CanvasObject& object, const SceneVerdict* verdict) {
    if (verdict && verdict->partner)
        return ObjectDetails::tr("IoU %1 · F1 %2")
            .arg(metricText(verdict->iou, 2), metricText(verdict->f1, 2));
    const QString source = object.isTruth()
                               ? ObjectDetails::tr("ground truth")
                               : ObjectDetails::tr("score %1").arg(metricText(object.score, 2));
    if (verdict && !verdictWord(verdict->kind).isEmpty())
        return ObjectDetails::tr("%1 · %2").arg(source, verdictWord(verdict->kind));
    return object.isTruth() ? source : ObjectDetails::tr("prediction, %1").arg(source);
}

// What thresholds of F1 ask of a pair.
QString meaningText(const std::vector<ChipGroup>& groups, const Catalog& catalog,
                    const Criteria& criteria, CategoryIndex category, const SceneVerdict* verdict) {
    if (!verdict || !verdict->partner)
        return {};
    AttributeTally tally;
    tally.catalog = int(catalog.attributes().size());
    for (const ChipGroup& group : groups)
        for (const Chip& chip : group.chips) {
            tally.right += chip.mark == Chip::Mark::Right;
            tally.truth += chip.mark == Chip::Mark::Right || chip.mark == Chip::Mark::Missed;
            tally.predicted += chip.mark == Chip::Mark::Right || chip.mark == Chip::Mark::False;
        }
    return f1Meaning(criteria, category, tally);
}

}  // namespace

ObjectDetails::ObjectDetails(Session& session, EditCommands& commands, ActionRegistry& registry,
                             QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_commands(commands),
      m_empty(wrapped(Token::Text2)),
      m_swatch(new QLabel),
      m_name(new TintedLabel(Token::Text, 0, true)),
      m_facts(new TintedLabel(Token::Text2, -1)),
      m_chips(new ChipsView),
      m_legend(new GlyphLine),
      m_sentence(wrapped(Token::Text2)),
      m_buttons(new QWidget),
      m_several(wrapped(Token::Text2)) {
    m_legend->setEntries({{Verdict::Kind::Right, verdictWord(Verdict::Kind::Right)},
                          {Verdict::Kind::Missed, verdictWord(Verdict::Kind::Missed)},
                          {Verdict::Kind::False, verdictWord(Verdict::Kind::False)}});
    m_name->setElided(true);
    makeButtons(registry);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_swatch);
    head->addWidget(m_name, 1);
    head->addWidget(m_facts);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    for (QWidget* each : {static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_chips),
                          static_cast<QWidget*>(m_legend), static_cast<QWidget*>(m_sentence),
                          static_cast<QWidget*>(m_several), m_buttons})
        layout->addWidget(each);
}

void ObjectDetails::makeButtons(ActionRegistry& registry) {
    auto* buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(6);
    for (const auto& [id, word] :
         {std::pair(edit::kAttributes, tr("Attributes…")),
          std::pair(edit::kCategory, tr("Category…")), std::pair(edit::kDelete, tr("Delete"))}) {
        auto* button = new QPushButton(word);
        button->setFont(typeFont(-1));
        button->setAutoDefault(false);
        bindButton(button, registry.action(QLatin1String(id)));
        button->setAccessibleDescription(button->toolTip());
        buttons->addWidget(button);
    }
    buttons->addStretch();
}

QString ObjectDetails::facts() const {
    return m_facts->text();
}

QString ObjectDetails::sentence() const {
    return m_sentence->text();
}

void ObjectDetails::show(const CanvasScene* scene, const CanvasObject* object,
                         const std::vector<SceneVerdict>& verdicts) {
    const auto several = m_commands.objects().size();
    m_several->setVisible(several > 1);
    m_several->setText(
        tr("Changes go to all %1 selected objects.").arg(countText(std::int64_t(several))));
    m_buttons->setVisible(several > 0);
    for (QWidget* each : {static_cast<QWidget*>(m_chips), static_cast<QWidget*>(m_swatch),
                          static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_facts)})
        each->setVisible(object);
    m_legend->hide();
    m_sentence->hide();
    m_empty->setVisible(!object);
    if (object)
        showObject(*scene, *object, verdicts);
    else
        m_empty->setText(scene && scene->objects.empty() ? tr("This image has no objects.")
                         : scene       ? tr("Choose an object to see its attributes.")
                         : several > 1 ? tr("Choose one of them to see it.")
                                       : tr("Choose an image to see its objects."));
}

void ObjectDetails::showObject(const CanvasScene& scene, const CanvasObject& object,
                               const std::vector<SceneVerdict>& verdicts) {
    const auto at = std::size_t(&object - scene.objects.data());
    const SceneVerdict* verdict = verdicts.empty() ? nullptr : &verdicts[at];
    const Criteria& criteria = m_session.criteria();
    const auto& catalog = *m_session.catalog();
    const auto groups = objectChips(scene, catalog, object, verdict, criteria.point);
    QPixmap swatch(11, 11);
    swatch.fill(object.color);
    m_swatch->setPixmap(swatch);
    m_name->setText(object.name);
    m_facts->setText(factsText(object, verdict));
    m_chips->setGroups(groups);
    m_legend->setVisible(verdict && verdict->partner && !groups.empty());
    m_sentence->setText(verdictSentence(scene, verdicts, at, catalog, criteria));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    const QString meaning = meaningText(groups, catalog, criteria, object.category, verdict);
    m_sentence->setToolTip(meaning);
    m_facts->setToolTip(meaning);
    m_empty->setText(object.isTruth() ? tr("No attributes.")
                                      : tr("No attribute is likelier than .10."));
    m_empty->setVisible(groups.empty() && !(verdict && verdict->partner));
}

}  // namespace selvedge
