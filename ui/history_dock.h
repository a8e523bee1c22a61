#pragma once

#include <QDockWidget>

#include "app/session/session.h"

class QPushButton;
class QStackedWidget;
class QTableView;

namespace selvedge {

class DockBar;
class EmptyState;
class HistoryModel;
struct HistoryRow;

// What was done to the project, the newest first, also before it was opened: where, and from what
// to what. Any step can be reverted, and all after one undone; one that is clicked is shown in
// Browse. Read by a worker while the dock is seen.
class HistoryDock : public QDockWidget {
    Q_OBJECT

public:
    explicit HistoryDock(Session& session, QWidget* parent = nullptr);
    QTableView* table() const { return m_table; }
    HistoryModel& model() { return *m_model; }
    QPushButton* revertButton() const { return m_revert; }
    QPushButton* undoAfterButton() const { return m_undoAfter; }
    bool settled() const { return !m_reading; }

Q_SIGNALS:
    void placeChosen();  // it is the session's image and object already

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeBar();
    void goTo(const QModelIndex& index);
    void read();
    void take(std::vector<HistoryRow> rows, std::size_t read);
    void refreshButtons();

    Session& m_session;
    HistoryModel* m_model;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QTableView* m_table;
    DockBar* m_bar;
    QPushButton* m_revert;
    QPushButton* m_undoAfter;
    std::size_t m_limit;
    std::size_t m_read = 0;  // steps, of those that undo others too
    bool m_reading = false, m_again = false;
};

}  // namespace selvedge
