#pragma once

#include <QDockWidget>

#include "app/session/problems.h"

class QPushButton;
class QStackedWidget;
class QTableView;

namespace selvedge {

class DockBar;
class EmptyState;
class ExampleModel;
class FindingModel;
class TintedLabel;

// What is wrong with the data: findings on the left, errors first; the places of the chosen one and
// its repair on the right. A place clicked is shown in Browse.
class ProblemsDock : public QDockWidget {
    Q_OBJECT

public:
    ProblemsDock(Session& session, Problems& problems, QWidget* parent = nullptr);
    QTableView* findings() const { return m_findings; }
    QTableView* examples() const { return m_examples; }
    QPushButton* repairButton() const { return m_repair; }
    QPushButton* undoButton() const { return m_undo; }
    QPushButton* examineButton() const { return m_examine; }
    EmptyState* empty() const { return m_empty; }
    QString summary() const;

Q_SIGNALS:
    // The session's selection is there already, where there is an image.
    void placeChosen();

private:
    void makeBar();
    QWidget* makeTables();
    void refresh();
    void refreshSummary();
    void showFinding();
    void choose(const QModelIndex& index);

    Session& m_session;
    Problems& m_problems;
    FindingModel* m_findingModel;
    ExampleModel* m_exampleModel;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QTableView* m_findings;
    QTableView* m_examples;
    DockBar* m_bar;
    TintedLabel* m_title;
    TintedLabel* m_repairText;
    QPushButton* m_repair;
    QPushButton* m_repairAll;
    QPushButton* m_undo;
    QPushButton* m_examine;  // or stop
    std::shared_ptr<const doctor::Report> m_shown;
};

}  // namespace selvedge
