#pragma once

#include <QWidget>
#include <vector>

#include "model/engine.h"

class QSlider;

namespace selvedge {

class PlotView;
class Segments;
class TintedLabel;

// What one run told of its steps.
struct RunCurve {
    QString run;
    std::vector<StepMetrics> steps;
};

// The curves of a run: its losses, and below them rate, speed and waiting for data. Other runs lie
// over it with broken lines. All plots share crosshair and zoom.
class TrainPlots : public QWidget {
    Q_OBJECT

public:
    explicit TrainPlots(QWidget* parent = nullptr);

    // The first run's lines are solid. Empty: the plots say what to do.
    void setRuns(const std::vector<RunCurve>& runs);
    // New steps of a shown run; others are ignored.
    void append(const QString& run, const std::vector<StepMetrics>& batch);

    PlotView* losses() const { return m_losses; }
    PlotView* rate() const { return m_rate; }
    PlotView* speed() const { return m_speed; }
    PlotView* wait() const { return m_wait; }
    Segments* scaleSwitch() const { return m_scale; }
    QSlider* smoothing() const { return m_smoothing; }

private:
    void applySmoothing();

    QStringList m_runs;
    TintedLabel* m_shown;
    TintedLabel* m_smoothingValue;
    QSlider* m_smoothing;
    Segments* m_scale;
    PlotView* m_losses;
    PlotView* m_rate;
    PlotView* m_speed;
    PlotView* m_wait;
};

}  // namespace selvedge
