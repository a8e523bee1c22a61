#pragma once

#include <QWidget>
#include <map>

#include "app/session/session.h"

class QAction;
class QPushButton;

namespace selvedge {

class ActionRegistry;
class RunsPanel;
class TintedLabel;
class TrainForm;
class TrainPlots;

// The Train workspace: settings left, curves in the middle, runs right.
class TrainPage : public QWidget {
    Q_OBJECT

public:
    TrainPage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);

    TrainForm* form() const { return m_form; }
    TrainPlots* plots() const { return m_plots; }
    RunsPanel* runs() const { return m_runs; }
    QPushButton* startButton() const { return m_start; }

Q_SIGNALS:
    void browseWanted();  // show the Browse workspace

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeLeft();
    void start();
    void stop();
    void showState();
    void showRuns();
    void showCurves();
    void showSurroundings();
    QStringList takenNames() const;
    const std::vector<StepMetrics>& curveOf(const QString& run);
    void readCurve(const QString& run, std::uint64_t generation);

    Session& m_session;
    TrainForm* m_form;
    TrainPlots* m_plots;
    RunsPanel* m_runs;
    QPushButton* m_start;
    TintedLabel* m_state;
    QAction* m_startAction;
    QAction* m_stopAction;
    QString m_outcome;                      // of the last training
    std::vector<BackboneInfo> m_backbones;  // the engine's, asked when the page is first shown
    bool m_backbonesAsked = false;
    // What was read of a run's folder, for as long as its state and step stay the same. Read on a
    // worker: the steps come later, those of an earlier reading stay until then.
    struct ReadCurve {
        QString state;
        int step = 0;
        std::uint64_t generation = 0;  // of the reading whose answer counts
        std::vector<StepMetrics> steps;
    };
    std::map<QString, ReadCurve> m_curves;
    std::uint64_t m_generation = 0;
};

}  // namespace selvedge
