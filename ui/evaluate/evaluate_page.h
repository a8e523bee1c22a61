#pragma once

#include <QWidget>
#include <functional>

#include "app/session/session.h"

class QAction;
class QBoxLayout;
class QGridLayout;
class QScrollArea;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class AgreementPanel;
class ChoicesRow;
class ConfusionPanel;
class CurvePanel;
class EmptyState;
class EvaluateState;
class HeadlinePanel;
class MetricStrip;
class MistakesPanel;
class ObjectsPanel;
class ReliabilityPanel;
class ReportOut;
class TablesPanel;
class TintedLabel;

// The Evaluate workspace: how good the current run's predictions are at the operating point, of
// what that is made, and the objects behind every number. Once evaluated, the figures follow
// protocol, split and thresholds by themselves. Where the window is narrow, the parts right of the
// tables stand in two columns and scroll.
class EvaluatePage : public QWidget {
    Q_OBJECT

public:
    EvaluatePage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);
    ~EvaluatePage() override;

    EvaluateState& state() { return *m_state; }
    EmptyState* empty() const { return m_empty; }
    ChoicesRow* choices() const { return m_choices; }
    MetricStrip* strip() const { return m_strip; }
    TablesPanel* tables() const { return m_tables; }
    HeadlinePanel* headline() const { return m_headline; }
    CurvePanel* curves() const { return m_curves; }
    AgreementPanel* agreement() const { return m_agreement; }
    ReliabilityPanel* reliability() const { return m_reliability; }
    MistakesPanel* mistakes() const { return m_mistakes; }
    ConfusionPanel* confusion() const { return m_confusion; }
    ObjectsPanel* objects() const { return m_objects; }
    // Writes reports and submissions; tests put their file choosers in.
    ReportOut& out() { return *m_out; }
    // From this width on all parts stand side by side.
    static constexpr int kWideFrom = 1560;

Q_SIGNALS:
    void trainWanted();   // show the Train workspace
    void importWanted();  // of predictions

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addActions(ActionRegistry& registry);
    QWidget* makeResult();
    void arrange(bool wide);
    void refresh();
    void refreshStrip();
    void act(int way);  // the empty page's buttons
    void openTile(int index);
    void keepOneHighlight();
    void copyTable();
    void resetThresholds();

    Session& m_session;
    EvaluateState* m_state;
    ReportOut* m_out;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QAction* m_copyAction;
    QAction* m_reportAction;
    QAction* m_submissionAction;
    QAction* m_browseAction;
    QAction* m_resetAction;
    ChoicesRow* m_choices;
    MetricStrip* m_strip;
    TintedLabel* m_of;  // what the strip is of
    TablesPanel* m_tables;
    HeadlinePanel* m_headline;
    CurvePanel* m_curves;
    AgreementPanel* m_agreement;
    ReliabilityPanel* m_reliability;
    MistakesPanel* m_mistakes;
    ConfusionPanel* m_confusion;
    ObjectsPanel* m_objects;
    QScrollArea* m_scroll;
    QGridLayout* m_grid;   // of the parts right of the tables
    QBoxLayout* m_bottom;  // confusion, where there is room, and objects
    std::optional<bool> m_wide;
};

}  // namespace selvedge
