#pragma once

#include <QWidget>
#include <optional>

#include "app/session/session.h"

class QAction;
class QPushButton;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class EmptyState;
class HistogramSlider;
class MetricStrip;
class SweepPanel;

// The Tune workspace: two thresholds that filter what every page shows, the official figures that
// follow them, and the sweep over both.
class TunePage : public QWidget {
    Q_OBJECT

public:
    TunePage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);

    HistogramSlider* score() const { return m_score; }
    HistogramSlider* attribute() const { return m_attribute; }
    SweepPanel* sweepPanel() const { return m_sweep; }
    MetricStrip* strip() const { return m_strip; }
    EmptyState* empty() const { return m_empty; }

Q_SIGNALS:
    void trainWanted();

private:
    QWidget* makeTop();
    QWidget* makeLeft();
    void takePredictions();
    void showReport();
    void showPoint();
    void showNotes();
    void showSweep();
    void showSweepState();
    void pin();

    Session& m_session;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QStackedWidget* m_top;
    MetricStrip* m_strip;
    QPushButton* m_evaluate;
    QPushButton* m_pin;
    QAction* m_pinAction;
    QAction* m_bestAction;
    HistogramSlider* m_score;
    HistogramSlider* m_attribute;
    SweepPanel* m_sweep;
    std::optional<Report> m_pinned;
    std::shared_ptr<const PredictionSet> m_shown;  // whose evidence the sliders have or will get
};

}  // namespace selvedge
