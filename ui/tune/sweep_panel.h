#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "model/evaluation/sweep.h"
#include "ui/plot/heatmap_view.h"

class QComboBox;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace selvedge {

class PlotView;
class Segments;
class SweepTableModel;
class TintedLabel;

// A sweep as map and as table: the headline, overlap alone, or one category; the whole grid or the
// paper's. The best cell is marked, the point in use lies on a cross that can be dragged; below,
// the two cuts through it. Takes plain data; tells which thresholds were chosen.
class SweepPanel : public QWidget {
    Q_OBJECT

public:
    explicit SweepPanel(QWidget* parent = nullptr);

    // `catalog`: of the sweep's categories.
    void setSweep(const std::optional<Sweep>& sweep, std::shared_ptr<const Catalog> catalog = {});
    void setPoint(const OperatingPoint& point);
    void setPins(const std::vector<std::pair<QString, OperatingPoint>>& pins);
    // Less room between things, for small windows.
    void setLow(bool low);
    // `enabled`: there are predictions to sweep. `running`: the button stops it, `state` says how
    // far it is.
    void setState(bool enabled, bool running, const QString& state);
    // Without a sweep: there was one of these predictions, and what it was of has changed. Before
    // setState().
    void setOutdated(bool outdated) { m_outdated = outdated; }

    HeatmapView* map() const { return m_map; }
    SweepTableModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    QComboBox* figure() const { return m_figure; }
    QComboBox* grid() const { return m_grid; }
    Segments* form() const { return m_form; }
    QPushButton* sweepButton() const { return m_sweepButton; }
    QPushButton* bestButton() const { return m_bestButton; }
    void useBest();  // chooses the best cell of the shown figure, if there is one
    // The two cuts through the cross.
    PlotView* cuts() const { return m_cuts; }

Q_SIGNALS:
    void pointChosen(double scoreThreshold, double attributeThreshold);
    void dragStarted();
    void dragEnded();
    void sweepWanted();
    void stopWanted();

private:
    // What the figure's list chooses, of the cells of a sweep.
    double valueOf(const SweepCell& cell) const;
    void fillFigures();
    HeatmapData cellsOf(const Sweep& sweep) const;
    void showSweep();
    void showPoint();
    void showCuts();
    void chooseCell(HeatmapCell cell);

    std::optional<Sweep> m_sweep;
    std::shared_ptr<const Catalog> m_catalog;
    OperatingPoint m_point = kDefaultOperatingPoint;
    std::optional<HeatmapCell> m_best;
    bool m_enabled = false, m_running = false, m_outdated = false;
    QString m_state;  // of the running sweep
    TintedLabel* m_note;
    QComboBox* m_figure;
    QComboBox* m_grid;
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
