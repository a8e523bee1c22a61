#pragma once

#include <QAbstractListModel>
#include <QAction>
#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListView;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;

// The commands whose menu and text hold every word of the query; where none does, those that have
// its letters in that order. What can be run comes first, of these what was used lately (without a
// query), then what the query finds best. Disabled ones say what they need.
class CommandListModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    static constexpr int kRecent = 5;
    enum Role {
        AsideRole = Qt::UserRole,  // the key, or what it needs
        RecentRole,                // bool: stands there because it was used lately
    };
    // `recent`: ids, latest first.
    void setCommands(const QList<QAction*>& actions, const QStringList& recent = {});
    void setQuery(const QString& query);
    QAction* actionAt(int row) const { return m_shown.value(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void refresh();
    int recency(const QAction* action) const;  // 0: not used lately; the latest is largest

    QList<QAction*> m_all, m_shown;
    QStringList m_recent;
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
    // Ids of the commands that were run from here, latest first; for the settings.
    const QStringList& recent() const { return m_recent; }
    void setRecent(const QStringList& ids) { m_recent = ids; }
    bool saysNothingIsFound() const;

Q_SIGNALS:
    void used();  // recent() is another

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void runCurrent();
    void close(bool giveBackFocus);
    void showFound();
    void goTo(int row);

    const ActionRegistry& m_registry;
    QLineEdit* m_field;
    QListView* m_list;
    CommandListModel* m_model;
    QStackedWidget* m_listOrNothing;
    QWidget* m_nothing;
    QStringList m_recent;
    QPointer<QWidget> m_before;  // had the focus
};

}  // namespace selvedge
