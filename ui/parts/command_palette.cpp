#include "ui/parts/command_palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/action_registry.h"
#include "ui/parts/theme.h"
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
        painter->setFont(typeFont());
        painter->setPen(themed(enabled ? Token::Text : Token::Text3));
        const QString key = index.data(Qt::UserRole).toString();
        painter->drawText(r.adjusted(26, 0, -110, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                          index.data(Qt::DisplayRole).toString());
        painter->setFont(typeFont(-1));
        painter->setPen(themed(enabled ? Token::Text2 : Token::Text3));
        painter->drawText(r, Qt::AlignVCenter | Qt::AlignRight, key);
    }
};

}  // namespace

void CommandListModel::setCommands(const QList<QAction*>& actions) {
    m_all = actions;
    refresh();
}

void CommandListModel::setQuery(const QString& query) {
    m_query = query;
    refresh();
}

void CommandListModel::refresh() {
    beginResetModel();
    m_shown.clear();
    const QStringList words = m_query.split(u' ', Qt::SkipEmptyParts);
    for (QAction* action : m_all) {
        const QString text = action->text() + u' ' + ActionRegistry::menuOf(action);
        if (std::all_of(words.begin(), words.end(), [&](const QString& word) {
                return text.contains(word, Qt::CaseInsensitive);
            }))
            m_shown += action;
    }
    std::stable_sort(m_shown.begin(), m_shown.end(),
                     [](QAction* a, QAction* b) { return a->isEnabled() > b->isEnabled(); });
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
        case Qt::UserRole:
            return action->shortcut().toString(QKeySequence::NativeText);
        case Qt::AccessibleTextRole:
            return QString(action->text() + u' ' + action->shortcut().toString());
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
      m_model(new CommandListModel(this)) {
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
    m_list->setAccessibleName(tr("Commands"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setQuery(text);
        m_list->setCurrentIndex(m_model->index(0));
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_list->setCurrentIndex(index);
        runCurrent();
    });
}

void CommandPalette::open() {
    m_before = window()->focusWidget();
    m_model->setCommands(m_registry.actions());
    m_field->clear();
    m_list->setCurrentIndex(m_model->index(0));
    const int width = qMin(kWidth, window()->width() - 40);
    const int height = qMin(420, window()->height() - 140);
    setGeometry((window()->width() - width) / 2, 70, width, height);
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int row = m_list->currentIndex().row();
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Down:
                m_list->setCurrentIndex(m_model->index(qMin(row + 1, m_model->rowCount() - 1)));
                return true;
            case Qt::Key_Up:
                m_list->setCurrentIndex(m_model->index(qMax(row - 1, 0)));
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
