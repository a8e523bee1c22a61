#include "ui/shortcut_editor.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/parts/action_widgets.h"
#include "ui/parts/table_look.h"
#include "ui/parts/tinted_label.h"

namespace selvedge {

namespace {

QString plainText(const QAction* action) {
    return QString(action->text()).remove(QStringLiteral("…"));
}

QString keyText(const QKeySequence& key) {
    return key.toString(QKeySequence::NativeText);
}

}  // namespace

ShortcutTableModel::ShortcutTableModel(ActionRegistry& registry, QObject* parent)
    : TableModel({{tr("Menu")}, {tr("Command")}, {tr("Key")}}, parent), m_registry(registry) {
    connect(&registry, &ActionRegistry::shortcutsChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Key), index(rowCount() - 1, Key));
    });
}

QAction* ShortcutTableModel::actionAt(int row) const {
    return m_registry.actions().value(row);
}

int ShortcutTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_registry.actions().size());
}

QVariant ShortcutTableModel::data(const QModelIndex& index, int role) const {
    const QAction* action = index.isValid() ? actionAt(index.row()) : nullptr;
    if (!action)
        return {};
    const bool changed = action->shortcut() != ActionRegistry::ownShortcut(action);
    switch (role) {
        case Qt::DisplayRole:
            return index.column() == Menu      ? ActionRegistry::menuOf(action)
                   : index.column() == Command ? plainText(action)
                   : changed                   ? tr("%1 (changed)").arg(keyText(action->shortcut()))
                                               : keyText(action->shortcut());
        case Qt::UserRole:  // what the search looks in
            return QString(ActionRegistry::menuOf(action) + u' ' + plainText(action) + u' ' +
                           keyText(action->shortcut()));
        case Qt::AccessibleTextRole:
            return index.column() == Key && action->shortcut().isEmpty()
                       ? tr("no key")
                       : data(index, Qt::DisplayRole);
        default:
            return {};
    }
}

ShortcutEditor::ShortcutEditor(ActionRegistry& registry, QWidget* parent)
    : QDialog(parent),
      m_registry(registry),
      m_model(new ShortcutTableModel(registry, this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit),
      m_table(new QTableView),
      m_key(new QKeySequenceEdit),
      m_set(new QPushButton(tr("Set the key"))),
      m_own(new QPushButton(tr("Back to its own"))),
      m_reset(new QPushButton(tr("All back to their own"))),
      m_hint(new TintedLabel(Token::Text2, -1)) {
    setWindowTitle(tr("Keyboard shortcuts"));
    setAccessibleName(windowTitle());
    m_search->setPlaceholderText(tr("Find a command or key"));
    m_search->setAccessibleName(m_search->placeholderText());
    makeSearchField(*m_search);
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterRole(Qt::UserRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(m_table, tr("Commands and their keys"));
    m_table->setModel(m_proxy);
    m_table->horizontalHeader()->setSectionResizeMode(ShortcutTableModel::Command,
                                                      QHeaderView::Stretch);
    m_key->setAccessibleName(tr("New key"));
    m_key->findChild<QLineEdit*>()->setAccessibleName(m_key->accessibleName());
    m_hint->setWordWrap(true);
    for (QPushButton* button : {m_set, m_own, m_reset})
        button->setAutoDefault(false);

    auto* keys = new QHBoxLayout;
    keys->addWidget(m_key, 1);
    keys->addWidget(m_set);
    keys->addWidget(m_own);
    auto* end = new QHBoxLayout;
    end->addWidget(m_hint, 1);
    end->addWidget(m_reset);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_table, 1);
    layout->addLayout(keys);
    layout->addLayout(end);
    resize(640, 560);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilterFixedString(text);
        if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_proxy->index(0, 0));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_key->setKeySequence(current() ? current()->shortcut() : QKeySequence());
        refresh();
    });
    connect(m_key, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutEditor::refresh);
    connect(m_set, &QPushButton::clicked, this, [this] {
        if (QAction* action = current())
            m_registry.setShortcut(action, m_key->keySequence());
    });
    connect(m_own, &QPushButton::clicked, this, [this] {
        if (QAction* action = current())
            m_registry.setShortcut(action, ActionRegistry::ownShortcut(action));
    });
    connect(m_reset, &QPushButton::clicked, &m_registry, &ActionRegistry::resetShortcuts);
    connect(&m_registry, &ActionRegistry::shortcutsChanged, this, [this] {
        m_key->setKeySequence(current() ? current()->shortcut() : QKeySequence());
        refresh();
    });
    m_table->setCurrentIndex(m_proxy->index(0, 0));
    refresh();
}

void ShortcutEditor::choose(QAction* action) {
    m_search->clear();
    const int row = int(m_registry.actions().indexOf(action));
    m_table->setCurrentIndex(m_proxy->mapFromSource(m_model->index(row, 0)));
    m_key->setFocus(Qt::OtherFocusReason);
}

QString ShortcutEditor::hint() const {
    return m_hint->text();
}

QAction* ShortcutEditor::current() const {
    const QModelIndex index = m_proxy->mapToSource(m_table->currentIndex());
    return index.isValid() ? m_model->actionAt(index.row()) : nullptr;
}

void ShortcutEditor::refresh() {
    const QAction* action = current();
    const QKeySequence key = m_key->keySequence();
    m_key->setEnabled(action);
    m_set->setEnabled(action && key != action->shortcut());
    m_own->setEnabled(action && action->shortcut() != ActionRegistry::ownShortcut(action));
    m_reset->setEnabled(!m_registry.changedShortcuts().isEmpty());
    const QAction* holder = action ? m_registry.holderOf(key, action) : nullptr;
    m_hint->setToken(holder ? Token::Warn : Token::Text2);
    m_hint->setText(
        !action  ? tr("No command has these words or this key.")
        : holder ? tr("%1 now means “%2”. Setting it here takes it from there.")
                       .arg(keyText(key), plainText(holder))
                 : tr("Choose a command, go to the field and press the new key. An empty field "
                      "takes the key away."));
}

}  // namespace selvedge
