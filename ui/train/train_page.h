#pragma once

#include <QPointer>
#include <QWidget>
#include <map>

#include "app/session/session.h"

class QPushButton;

namespace selvedge {

class RunsPanel;
class TintedLabel;
class TrainForm;
class TrainPlots;

// The Train workspace: settings left, curves in the middle, runs right.
class TrainPage : public QWidget {
    Q_OBJECT

public:
    explicit TrainPage(Session& session, QWidget* parent = nullptr);

    TrainForm* form() const { return m_form; }
    TrainPlots* plots() const { return m_plots; }
    RunsPanel* runs() const { return m_runs; }
    QPushButton* startButton() const { return m_start; }

Q_SIGNALS:
    void browseWanted();  // show the Browse workspace

private:
    QWidget* makeLeft();
    void startOrStop();
    void showState();
    void showRuns();
    void showCurves();
    void showSurroundings();
    QStringList takenNames() const;
    const std::vector<StepMetrics>& curveOf(const QString& run);

    Session& m_session;
    TrainForm* m_form;
    TrainPlots* m_plots;
    RunsPanel* m_runs;
    QPushButton* m_start;
    TintedLabel* m_state;
    QPointer<Job> m_job;  // the training, also for a moment after its end
    QString m_outcome;    // of the last training
    // What was read of a run's folder, while its state and step stay the same.
    struct ReadCurve {
        QString state;
        int step = 0;
        std::vector<StepMetrics> steps;
    };
    std::map<QString, ReadCurve> m_curves;
};

}  // namespace selvedge
