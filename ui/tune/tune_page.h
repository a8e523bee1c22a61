#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "app/session/pins.h"
#include "app/session/tuning_flips.h"
#include "app/session/tuning_history.h"

class QAction;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class CountsStrip;
class EmptyState;
class FlipsPanel;
class HistogramSlider;
class MetricStrip;
class PinBar;
class SweepPanel;
class ThresholdPanel;
struct ThresholdRow;

// The Tune workspace: above the official figures with what they differ from a pin by, the verdicts'
// counts and the pins; at the left all thresholds, in the middle the sweep over both global ones,
// at the right the objects whose verdict changes. All follow each change of a threshold.
class TunePage : public QWidget {
    Q_OBJECT

public:
    TunePage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);
    ~TunePage() override;

    HistogramSlider* score() const;
    HistogramSlider* attribute() const;
    ThresholdPanel* thresholds() const { return m_thresholds; }
    SweepPanel* sweepPanel() const { return m_sweep; }
    FlipsPanel* flipsPanel() const { return m_flipsPanel; }
    MetricStrip* strip() const { return m_strip; }
    CountsStrip* counts() const { return m_counts; }
    PinBar* pinBar() const { return m_pinBar; }
    EmptyState* empty() const { return m_empty; }
    Pins& pins() { return m_pins; }
    TuningFlips& flips() { return m_flips; }
    TuningHistory& history() { return m_history; }
    void switchTo(std::size_t pin);
    // Asks for a name, with a proposal; empty: given up. Tests put their own in.
    std::function<QString(const QString& proposal)> askName;

Q_SIGNALS:
    void trainWanted();
    void importWanted();  // of predictions

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTop();
    void makeActions(ActionRegistry& registry);
    void connectSweep();
    void connectPins();
    void takePredictions();
    void showReport();
    void setStale(bool stale);
    void showPins();
    void showChosen();
    void showSweepState();
    void sweepOnce();
    void pin();
    void withChosen(const std::function<void(const ThresholdRow&)>& what);

    Session& m_session;
    TuningHistory m_history;
    Pins m_pins;
    TuningFlips m_flips;
    QList<QAction*> m_pinKeys;
    QList<QAction*> m_rowActions;
    QAction* m_pinAction = nullptr;
    QAction* m_bestAction = nullptr;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QStackedWidget* m_top = nullptr;
    MetricStrip* m_strip;
    CountsStrip* m_counts;
    QPushButton* m_evaluate = nullptr;
    QPushButton* m_pin = nullptr;
    PinBar* m_pinBar = nullptr;
    ThresholdPanel* m_thresholds;
    SweepPanel* m_sweep;
    FlipsPanel* m_flipsPanel;
    QSplitter* m_body;
    // The predictions that were swept without being asked, once.
    std::shared_ptr<const PredictionSet> m_swept;
    std::shared_ptr<const PredictionSet> m_hadSweep;  // of which there was a sweep
    QTimer m_staleTimer;
    std::optional<OperatingPoint> m_shownPoint;  // that the figures are of
    bool m_ofOther = false;  // the figures are of another protocol or split than is asked for
};

}  // namespace selvedge
