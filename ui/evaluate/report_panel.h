#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "model/evaluation/evaluate.h"
#include "ui/evaluate/metric_strip.h"
#include "ui/parts/overlay_palette.h"

class QBoxLayout;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace selvedge {

class CategoryTableModel;
class MetricTableModel;
class PlotView;
class Segments;
class TintedLabel;

// All of one evaluation: figures, the complete table, categories, precision over recall of the
// chosen category. Masks or boxes, by a switch. Takes plain data.
class ReportPanel : public QWidget {
    Q_OBJECT

public:
    explicit ReportPanel(QWidget* parent = nullptr);

    void setReports(const std::optional<Report>& mask, const std::optional<Report>& box,
                    std::shared_ptr<const Catalog> catalog);
    // New figures are on their way; the old ones stay in grey.
    void setStale(bool stale);
    // All tables as text with tabs, for a spreadsheet.
    QString tableText() const;
    // The report that the switch shows; nothing without one.
    const std::optional<Report>& shown() const;
    std::shared_ptr<const Catalog> catalog() const { return m_catalog; }

    MetricStrip* strip() const { return m_strip; }
    Segments* typeSwitch() const { return m_type; }
    MetricTableModel* metrics() const { return m_metrics; }
    QTableView* categoryTable() const { return m_categoryTable; }
    PlotView* curve() const { return m_curve; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeCategories();
    QWidget* makeRight();
    void showReport();
    void showCurve();

    std::optional<Report> m_mask, m_box;
    std::shared_ptr<const Catalog> m_catalog;
    OverlayPalette m_palette;
    MetricStrip* m_strip;
    Segments* m_type;
    MetricTableModel* m_metrics;
    CategoryTableModel* m_categories;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_categoryTable;
    QLineEdit* m_filter;
    PlotView* m_curve;
    QBoxLayout* m_right;  // table and curve: side by side where there is room
    TintedLabel* m_counts;
    TintedLabel* m_point;
};

// An operating point in words.
QString operatingPointText(const OperatingPoint& point);
// The figures of a report for a strip; `reference` gives the deltas.
std::vector<MetricTile> tilesOf(const Report& report, const Report* reference);

}  // namespace selvedge
