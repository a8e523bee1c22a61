#include "ui/parts/command_palette.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>
#include <vector>

#include "ui/parts/action_registry.h"
#include "ui/parts/fuzzy.h"
#include "ui/parts/theme.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 28;
constexpr int kWidth = 560;

class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, themed(Token::Select));
        const QRect r = option.rect.adjusted(10, 0, -10, 0);
        const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
        if (!icon.isNull())
            icon.paint(painter, QRect(r.left(), r.center().y() - 8, 16, 16), Qt::AlignCenter,
                       enabled ? QIcon::Normal : QIcon::Disabled);
        painter->setFont(typeFont(-1));
        const QString aside = index.data(CommandListModel::AsideRole).toString();
        const int taken = painter->fontMetrics().horizontalAdvance(aside) + 16;
        painter->setPen(themed(option.state & QStyle::State_Selected ? Token::Text : Token::Text2));
        painter->drawText(r, Qt::AlignVCenter | Qt::AlignRight, aside);
        painter->setFont(typeFont());
        painter->setPen(themed(enabled ? Token::Text : Token::Text3));
        const QRect name = r.adjusted(26, 0, -taken, 0);
        painter->drawText(name, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideMiddle, name.width()));
        // Between what was used lately and the others.
        const bool recent = index.data(CommandListModel::RecentRole).toBool();
        const QModelIndex next = index.siblingAtRow(index.row() + 1);
        if (recent && next.isValid() && !next.data(CommandListModel::RecentRole).toBool())
            painter->fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1,
                              themed(Token::Line));
    }
};

}  // namespace

void CommandListModel::setCommands(const QList<QAction*>& actions, const QStringList& recent) {
    m_all = actions;
    m_recent = recent;
    refresh();
}

void CommandListModel::setQuery(const QString& query) {
    m_query = query;
    refresh();
}

int CommandListModel::recency(const QAction* action) const {
    const auto at = m_recent.indexOf(action->objectName());
    return at < 0 || at >= kRecent ? 0 : kRecent - int(at);
}

void CommandListModel::refresh() {
    beginResetModel();
    m_shown.clear();
    const QStringList words = m_query.split(u' ', Qt::SkipEmptyParts);
    struct Found {
        QAction* action;
        bool holdsWords;
        int score;
    };
    std::vector<Found> found;
    bool anyHolds = false;
    for (QAction* action : m_all) {
        const QString text = action->text() + u' ' + ActionRegistry::menuOf(action);
        const auto score = fuzzyScore(m_query, text);
        if (!score)
            continue;
        const bool holds = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
        anyHolds = anyHolds || holds;
        found.push_back({action, holds, words.isEmpty() ? recency(action) : *score});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return std::pair(a.action->isEnabled(), a.score) >
               std::pair(b.action->isEnabled(), b.score);
    });
    for (const Found& one : found) {
        if (one.holdsWords || !anyHolds)
            m_shown += one.action;
    }
    endResetModel();
}

int CommandListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant CommandListModel::data(const QModelIndex& index, int role) const {
    const QAction* action = actionAt(index.row());
    if (!action)
        return {};
    switch (role) {
        case Qt::DisplayRole:
            return QString(ActionRegistry::menuOf(action) + QStringLiteral(":  ") + action->text());
        case Qt::DecorationRole:
            return action->icon();
        case AsideRole:
            return action->isEnabled() ? action->shortcut().toString(QKeySequence::NativeText)
                                       : ActionRegistry::needOf(action);
        case RecentRole:
            return m_query.trimmed().isEmpty() && action->isEnabled() && recency(action) > 0;
        case Qt::AccessibleTextRole:
            return QString(action->text() + u' ' + data(index, AsideRole).toString());
        default:
            return {};
    }
}

Qt::ItemFlags CommandListModel::flags(const QModelIndex& index) const {
    const QAction* action = index.isValid() ? actionAt(index.row()) : nullptr;
    if (!action)
        return {};
    return action->isEnabled() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsSelectable;
}

CommandPalette::CommandPalette(const ActionRegistry& registry, QWidget* window)
    : QFrame(window),
      m_registry(registry),
      m_field(new QLineEdit),
      m_list(new QListView),
      m_model(new CommandListModel(this)),
      m_listOrNothing(new QStackedWidget),
      m_nothing(new QWidget) {
    hide();
    setAccessibleName(tr("Command palette"));
    m_field->setPlaceholderText(tr("Find a command"));
    m_field->setAccessibleName(tr("Find a command"));
    m_field->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);  // one surface
    m_list->setAccessibleName(tr("Commands"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_field);
    auto* nothing = new QVBoxLayout(m_nothing);
    nothing->addStretch();
    auto* sentence = new TintedLabel(Token::Text, 0);
    sentence->setText(tr("No command has these letters."));
    auto* advice = new TintedLabel(Token::Text2, -1);
    advice->setText(tr("Type fewer, or the name of a menu: file, view, mark, run."));
    for (QLabel* label : {sentence, advice}) {
        label->setAlignment(Qt::AlignCenter);
        nothing->addWidget(label);
    }
    nothing->addStretch();
    m_listOrNothing->addWidget(m_list);
    m_listOrNothing->addWidget(m_nothing);
    layout->addWidget(m_listOrNothing);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setQuery(text);
        showFound();
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_list->setCurrentIndex(index);
        runCurrent();
    });
}

void CommandPalette::open() {
    m_before = window()->focusWidget();
    m_model->setCommands(m_registry.actions(), m_recent);
    m_field->clear();
    showFound();
    const int width = qMin(kWidth, window()->width() - 40);
    const int height = qMin(420, window()->height() - 140);
    setGeometry((window()->width() - width) / 2, 70, width, height);
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::saysNothingIsFound() const {
    return m_listOrNothing->currentWidget() == m_nothing;
}

void CommandPalette::showFound() {
    const bool none = m_model->rowCount() == 0;
    m_listOrNothing->setCurrentIndex(none);
    m_list->setCurrentIndex(m_model->index(0));
    if (none && isVisible()) {
        QAccessibleEvent alert(m_nothing->findChild<TintedLabel*>(), QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void CommandPalette::goTo(int row) {
    if (const int rows = m_model->rowCount(); rows > 0)
        m_list->setCurrentIndex(m_model->index(std::clamp(row, 0, rows - 1)));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int row = m_list->currentIndex().row();
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Down:
                goTo(row + 1);
                return true;
            case Qt::Key_Up:
                goTo(row - 1);
                return true;
            case Qt::Key_Return:
            case Qt::Key_Enter:
                runCurrent();
                return true;
            case Qt::Key_Escape:
                close(true);
                return true;
            default:
                break;
        }
    } else if (event->type() == QEvent::FocusOut &&
               static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason) {
        close(false);
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::runCurrent() {
    QAction* action = m_model->actionAt(m_list->currentIndex().row());
    if (!action || !action->isEnabled())
        return;
    m_recent.removeAll(action->objectName());
    m_recent.prepend(action->objectName());
    m_recent = m_recent.mid(0, CommandListModel::kRecent);
    Q_EMIT used();
    close(true);
    action->trigger();
}

void CommandPalette::close(bool giveBackFocus) {
    if (!isVisible())
        return;
    hide();
    if (giveBackFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(themed(Token::Border));
    painter.setBrush(themed(Token::Raised));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace selvedge
