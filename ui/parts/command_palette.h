#pragma once

#include <QAbstractListModel>
#include <QAction>
#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListView;

namespace selvedge {

class ActionRegistry;

// The commands whose text, menu or id holds every word of the query; enabled ones first.
class CommandListModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    void setCommands(const QList<QAction*>& actions);
    void setQuery(const QString& query);
    QAction* actionAt(int row) const { return m_shown.value(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void refresh();
    QList<QAction*> m_all, m_shown;
    QString m_query;
};

// Ctrl+K: type a few letters of a command, Enter runs it, Esc leaves.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    CommandPalette(const ActionRegistry& registry, QWidget* window);
    void open();
    QLineEdit* field() const { return m_field; }
    const CommandListModel& model() const { return *m_model; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void runCurrent();
    void close(bool giveBackFocus);

    const ActionRegistry& m_registry;
    QLineEdit* m_field;
    QListView* m_list;
    CommandListModel* m_model;
    QPointer<QWidget> m_before;  // had the focus
};

}  // namespace selvedge
