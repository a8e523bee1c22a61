#pragma once

#include <QDialog>

#include "ui/parts/action_registry.h"
#include "ui/parts/table_model.h"

class QKeySequenceEdit;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace selvedge {

class TintedLabel;

// Every command with its menu and key, as the menus list them.
class ShortcutTableModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Menu, Command, Key };
    explicit ShortcutTableModel(ActionRegistry& registry, QObject* parent = nullptr);
    QAction* actionAt(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    ActionRegistry& m_registry;
};

// All keys in one list that can be searched, and the place to change them. What is set holds at
// once; taking a key from another command is said before. Not modal.
class ShortcutEditor : public QDialog {
    Q_OBJECT

public:
    ShortcutEditor(ActionRegistry& registry, QWidget* parent);
    void choose(QAction* action);
    QLineEdit* search() const { return m_search; }
    QTableView* table() const { return m_table; }
    QKeySequenceEdit* keyEdit() const { return m_key; }
    QPushButton* setButton() const { return m_set; }
    QPushButton* ownButton() const { return m_own; }
    QPushButton* resetButton() const { return m_reset; }
    QString hint() const;

private:
    QAction* current() const;
    void refresh();

    ActionRegistry& m_registry;
    ShortcutTableModel* m_model;
    QSortFilterProxyModel* m_proxy;
    QLineEdit* m_search;
    QTableView* m_table;
    QKeySequenceEdit* m_key;
    QPushButton *m_set, *m_own, *m_reset;
    TintedLabel* m_hint;
};

}  // namespace selvedge
