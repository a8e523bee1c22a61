#pragma once

#include <QWidget>
#include <functional>

#include "app/session/session.h"

class QAction;
class QPushButton;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class EmptyState;
class ReportPanel;
class TintedLabel;

// The Evaluate workspace: how good the current run's predictions are at the operating point. Once
// evaluated, the figures follow the thresholds by themselves.
class EvaluatePage : public QWidget {
    Q_OBJECT

public:
    EvaluatePage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);

    ReportPanel* panel() const { return m_panel; }
    EmptyState* empty() const { return m_empty; }
    QPushButton* saveButton() const { return m_save; }
    // Asks where to save the report, given a proposed name; empty: given up. Tests put their own
    // in.
    std::function<QString(const QString& proposed)> chooseFile;

Q_SIGNALS:
    void trainWanted();  // show the Train workspace

private:
    void refresh();
    void act();  // the empty page's button
    void copyTable();
    void saveReport();

    Session& m_session;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    ReportPanel* m_panel;
    TintedLabel* m_run;
    QAction* m_copyAction;
    QAction* m_saveAction;
    QPushButton* m_save;
};

}  // namespace selvedge
