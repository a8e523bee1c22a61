#pragma once

#include <QWidget>

#include "ui/evaluate/evaluate_state.h"
#include "ui/evaluate/protocol_choices.h"

class QAction;

namespace selvedge {

class ExplainedChoice;

// The thresholds that stand in the list: two of the program and those that the project keeps.
struct NamedPoint {
    QString name, explanation;
    OperatingPoint point;
};
// `project`: null, or an open one. Any thread. Throws Error where it cannot be read.
std::vector<NamedPoint> namedPoints(const Project* project);
// The name of a point; where it has none, its thresholds.
QString pointName(const OperatingPoint& point, const std::vector<NamedPoint>& points);

// What is measured, and how: run, the run it is compared with, protocol, kind of overlap, split and
// thresholds; and what comes out of it.
class ChoicesRow : public QWidget {
    Q_OBJECT

public:
    ChoicesRow(EvaluateState& state, QAction* report, QAction* submission,
               QWidget* parent = nullptr);
    ExplainedChoice* run() const { return m_run; }
    ExplainedChoice* against() const { return m_against; }
    ExplainedChoice* protocol() const;
    ExplainedChoice* split() const;
    ExplainedChoice* thresholds() const { return m_thresholds; }
    ExplainedChoice* measuredOn() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refreshRuns();
    void readThresholds();
    void refreshThresholds();
    void chooseThresholds(const QString& name);

    EvaluateState& m_state;
    std::vector<NamedPoint> m_points;
    ExplainedChoice* m_run;
    ExplainedChoice* m_against;
    ProtocolChoices* m_measured;
    ExplainedChoice* m_thresholds;
};

}  // namespace selvedge
