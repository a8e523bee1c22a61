#include "ui/browse/marks_panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/session/edit_history.h"
#include "ui/browse/edit_actions.h"
#include "ui/browse/marks_words.h"
#include "ui/browse/tag_field.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/key_cap.h"
#include "ui/parts/star_row.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kNotePause = 1500;  // ms
constexpr int kNoteHeight = 44;   // two lines

// What all have; nothing: they differ.
template <typename Value>
std::optional<Value> common(const std::vector<const Mark*>& marks, Value Mark::*member) {
    for (const Mark* mark : marks) {
        if (mark->*member != marks.front()->*member)
            return {};
    }
    return marks.empty() ? Value() : marks.front()->*member;
}

QToolButton* menuButton(ActionRegistry& registry, std::initializer_list<const char*> ids) {
    auto* button = new QToolButton;
    button->setFont(typeFont(-1));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setAutoRaise(true);
    auto* menu = new QMenu(button);
    for (const char* id : ids)
        menu->addAction(registry.action(QLatin1String(id)));
    button->setMenu(menu);
    return button;
}

}  // namespace

FactsRow::FactsRow(Session& session, EditCommands& commands, ActionRegistry& registry,
                   QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_commands(commands),
      m_split(menuButton(registry, {edit::kSplitTrain, edit::kSplitValidation, edit::kSplitTest,
                                    edit::kSplitNone})),
      m_review(menuButton(registry, {edit::kReviewed, edit::kInWork, edit::kRejected})),
      m_stars(new StarRow),
      m_title(new TintedLabel(Token::Text2, -1)),
      m_own(new TintedLabel(Token::Text, -1)) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 10, 0);
    row->setSpacing(4);
    row->addWidget(m_split);
    row->addWidget(m_review);
    row->addStretch();
    row->addWidget(m_stars);
    m_title->setElided(true);
    m_title->setContentsMargins(12, 0, 12, 0);
    m_own->setElided(true);
    m_own->setContentsMargins(12, 0, 12, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addLayout(row);
    layout->addWidget(m_own);
    connect(m_stars, &StarRow::chosen, &commands, &EditCommands::setStars);
    connect(&commands, &EditCommands::marksChanged, this, &FactsRow::refresh);
    connect(&commands, &EditCommands::targetsChanged, this, &FactsRow::refresh);
    // The selected object's own, whatever the marks are of; and its name.
    connect(&session, &Session::currentObjectChanged, this, &FactsRow::refresh);
    connect(&session, &Session::objectsChanged, this, &FactsRow::refresh);
    refresh();
}

QString FactsRow::title() const {
    return m_title->text();
}

QString FactsRow::ownMarks() const {
    return m_own->isHidden() ? QString() : m_own->text();
}

void FactsRow::refresh() {
    const EditTargets& targets = m_commands.targets();
    const auto snapshot = m_session.marks();
    setVisible(snapshot && !targets.empty());
    if (!snapshot || targets.empty())
        return;
    m_title->setText(tr("Marks of %1").arg(targetName(m_session, targets)));
    m_own->setText(ownMarksText(m_session, targets));
    m_own->setToolTip(tr("%1 (changed in the gallery of objects)").arg(m_own->text()));
    m_own->setVisible(!m_own->text().isEmpty());
    const auto marks = marksOf(targets, *snapshot);
    const auto stars = common(marks, &Mark::stars);
    m_stars->setStars(stars.value_or(0), !stars);
    const auto review = common(marks, &Mark::review);
    m_review->setText(review ? reviewWord(*review) : tr("review differs"));
    m_review->setAccessibleName(tr("Review: %1").arg(m_review->text()));
    const auto split = common(marks, &Mark::split);
    m_split->setText(split ? splitWord(*split) : tr("split differs"));
    m_split->setAccessibleName(tr("Split: %1").arg(m_split->text()));
    m_split->setVisible(!targets.images.empty());
}

MarksPanel::MarksPanel(Session& session, EditCommands& commands, ActionRegistry& registry,
                       QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_commands(commands),
      m_refusal(new TintedLabel(Token::Text2, -1)),
      m_tags(new TagField(tr("Tags"), tr("Add a tag"))),
      m_collections(new TagField(tr("Collections"), tr("Add to a collection"))),
      m_note(new QPlainTextEdit) {
    m_note->setPlaceholderText(tr("Add a note"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setFont(typeFont(-1));
    m_note->setFixedHeight(kNoteHeight);
    m_note->setTabChangesFocus(true);
    m_note->installEventFilter(this);
    m_refusal->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    const auto action = [&](const char* id) { return registry.action(QLatin1String(id)); };
    layout->addWidget(m_refusal);
    layout->addWidget(section(tr("Tags of %1"), action(edit::kTags), m_tags));
    layout->addWidget(section(tr("Collections of %1"), action(edit::kCollection), m_collections));
    layout->addWidget(section(tr("Note of %1"), action(edit::kNote), m_note));

    for (const TagField* field : {m_tags, m_collections})
        connect(field, &TagField::left, this, &MarksPanel::left);
    connect(m_tags, &TagField::wanted, &commands, &EditCommands::setTag);
    connect(m_collections, &TagField::wanted, &commands, &EditCommands::setInCollection);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kNotePause);
    connect(&m_pause, &QTimer::timeout, this, &MarksPanel::keepNote);
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
        if (m_note->toPlainText() != m_noteWas)
            m_pause.start();
        else
            m_pause.stop();
    });
    // Before they are of something else.
    connect(&commands, &EditCommands::targetsChanged, this, &MarksPanel::keepNote);
    connect(&commands, &EditCommands::marksChanged, this, &MarksPanel::refresh);
    connect(&session, &Session::objectsChanged, this, &MarksPanel::refresh);  // a name
    connect(&session.edits(), &EditHistory::refused, this, &MarksPanel::refresh);
    refresh();
}

QWidget* MarksPanel::section(const QString& name, const QAction* action, QWidget* content) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* label = new TintedLabel(Token::Text, -1, true);
    label->setElided(true);
    m_heads.push_back({label, name});
    auto* head = new QHBoxLayout;
    head->addWidget(label, 1);
    head->addWidget(new KeyCap(action));
    layout->addLayout(head);
    layout->addWidget(content);
    return box;
}

void MarksPanel::refresh() {
    const auto marks = m_session.marks();
    const bool any = marks && !m_commands.targets().empty();
    setVisible(any);
    if (!any)
        return;
    const QString target = targetName(m_session, m_commands.targets());
    for (const auto& [label, text] : m_heads)
        label->setText(text.arg(target));
    const QString refusal = m_session.edits().refusal();
    m_refusal->setText(refusal);
    m_refusal->setVisible(!refusal.isEmpty());
    for (QWidget* widget : {static_cast<QWidget*>(m_tags), static_cast<QWidget*>(m_collections)})
        widget->setEnabled(refusal.isEmpty());
    m_note->setReadOnly(!refusal.isEmpty());
    refreshTags(*marks);
    refreshNote(*marks);
}

void MarksPanel::refreshTags(const Marks& marks) {
    const int all = int(m_commands.targets().size());
    QList<TagField::Tag> tags, collections;
    for (const auto& [name, count] : tagsOf(m_commands.targets(), marks)) {
        if (isCollection(name))
            collections += {QString::fromStdString(collectionName(name)), int(count), all};
        else
            tags += {QString::fromStdString(name), int(count), all};
    }
    m_tags->setTags(tags);
    m_collections->setTags(collections);
    QStringList known, knownCollections;
    for (const std::string& name : marks.tagNames) {
        if (isCollection(name))
            knownCollections += QString::fromStdString(collectionName(name));
        else
            known += QString::fromStdString(name);
    }
    m_tags->setKnown(known);
    m_collections->setKnown(knownCollections);
}

void MarksPanel::refreshNote(const Marks& marks) {
    const EditTargets& targets = m_commands.targets();
    const auto note = common(marksOf(targets, marks), &Mark::note);
    const QString now = QString::fromStdString(note.value_or(std::string()));
    const bool sameTargets = targets == m_noteOf;
    const bool typing = sameTargets && m_note->toPlainText() != m_noteWas;
    m_noteOf = targets;
    m_noteWas = now;
    m_note->setPlaceholderText(note ? tr("Add a note") : tr("Their notes differ"));
    // What is being typed, or could not be written, stays.
    if (!typing && m_note->toPlainText() != now)
        m_note->setPlainText(now);
}

void MarksPanel::keepNote() {
    m_pause.stop();
    const QString text = m_note->toPlainText();
    if (text != m_noteWas && m_session.edits().refusal().isEmpty())
        m_commands.setNote(m_noteOf, text);
}

bool MarksPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_note && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        Q_EMIT left();
        return true;
    }
    if (watched == m_note && event->type() == QEvent::FocusOut)
        keepNote();
    return QWidget::eventFilter(watched, event);
}

}  // namespace selvedge
