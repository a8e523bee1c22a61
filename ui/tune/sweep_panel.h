#pragma once

#include <QWidget>
#include <optional>

#include "model/evaluation/sweep.h"
#include "ui/plot/heatmap_view.h"

class QPushButton;
class QStackedWidget;
class QTableView;

namespace selvedge {

class PlotView;
class Segments;
class SweepTableModel;
class TintedLabel;

// A sweep as map and as table, with or without attributes, the best cell marked, the point in use
// on a cross. Takes plain data; tells which thresholds were chosen.
class SweepPanel : public QWidget {
    Q_OBJECT

public:
    explicit SweepPanel(QWidget* parent = nullptr);

    void setSweep(const std::optional<Sweep>& sweep);
    void setPoint(const OperatingPoint& point);
    void setPinned(const std::optional<OperatingPoint>& point);
    // `enabled`: there are predictions to sweep. `running`: the button stops it, `state` says how
    // far it is.
    void setState(bool enabled, bool running, const QString& state);

    HeatmapView* map() const { return m_map; }
    SweepTableModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    Segments* measure() const { return m_measure; }
    Segments* form() const { return m_form; }
    QPushButton* sweepButton() const { return m_sweepButton; }
    QPushButton* bestButton() const { return m_bestButton; }
    void useBest();  // chooses the best cell of the shown figure, if there is one
    // The two cuts through the cross, to be placed by the page.
    PlotView* cuts() const { return m_cuts; }

Q_SIGNALS:
    void pointChosen(double scoreThreshold, double attributeThreshold);
    void sweepWanted();
    void stopWanted();

private:
    void showSweep();
    void showPoint();
    void chooseCell(HeatmapCell cell);

    std::optional<Sweep> m_sweep;
    OperatingPoint m_point = kDefaultOperatingPoint;
    std::optional<HeatmapCell> m_best;
    bool m_enabled = false, m_running = false;
    QString m_state;  // of the running sweep
    TintedLabel* m_note;
    Segments* m_measure;
    Segments* m_form;
    QPushButton* m_bestButton;
    QPushButton* m_sweepButton;
    QStackedWidget* m_stack;
    HeatmapView* m_map;
    QTableView* m_table;
    SweepTableModel* m_model;
    PlotView* m_cuts;
};

}  // namespace selvedge
