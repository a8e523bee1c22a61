#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/plot/pin_labels.h"

namespace selvedge {

struct HeatmapData {
    // Values of columns (left to right) and rows (bottom to top), ascending.
    std::vector<double> columns, rows;
    std::vector<double> values;   // [row][column]; below 0 or not finite: nothing to show
    QString columnName, rowName;  // of the axes
    QString valueName;            // "f1AP"

    double at(int column, int row) const {
        return values[std::size_t(row) * columns.size() + std::size_t(column)];
    }
    bool operator==(const HeatmapData&) const = default;
};

struct HeatmapContour;

// A point to compare with: a small ring and its name.
struct HeatmapPin {
    QPointF at;  // in the axes' values
    QString name;
    bool operator==(const HeatmapPin&) const = default;
};

struct HeatmapCell {
    int column = 0, row = 0;
    bool operator==(const HeatmapCell&) const = default;
};

// Cells as computed, in the indigo ramp, with a scale below and, where cells are many, lines of
// equal value. A small + marks the best cell, a ring on a dotted cross the point in use. Click or
// drag chooses a cell, or the point itself where it is free to lie between them; the arrow keys
// choose cells. The pointer shows the value of its cell.
class HeatmapView : public QWidget {
    Q_OBJECT

public:
    explicit HeatmapView(QWidget* parent = nullptr);
    ~HeatmapView() override;

    void setData(HeatmapData data);
    const HeatmapData& data() const { return m_data; }
    void setEmptyText(const QString& text);
    void setBest(std::optional<HeatmapCell> cell);
    // In the axes' values; it may lie between cells.
    void setPoint(std::optional<QPointF> point);
    // Points to compare with, smaller rings.
    void setPins(std::vector<HeatmapPin> pins);
    const std::vector<HeatmapPin>& pins() const { return m_pins; }
    std::vector<PinLabel> pinLabels() const;  // of the pins, where their names stand now
    // The mouse drags the point in steps of .01, by pointDragged, instead of choosing cells.
    void setFreePoint(bool isFree) { m_freePoint = isFree; }

    bool isEmpty() const { return m_data.values.empty(); }
    // The cell at a widget position; nothing outside the map.
    std::optional<HeatmapCell> cellAt(const QPointF& position) const;
    // Place of a cell in the widget.
    QRect cellRect(HeatmapCell cell) const;
    // The cell nearest to a point in the axes' values.
    HeatmapCell nearestCell(const QPointF& point) const;
    // Least and highest value of the map; nothing without any.
    std::optional<std::pair<double, double>> valueRange() const;

    QSize sizeHint() const override { return {480, 460}; }
    QSize minimumSizeHint() const override { return {220, 200}; }

Q_SIGNALS:
    void cellChosen(int column, int row);
    void dragStarted();
    void pointDragged(QPointF point);  // in the axes' values
    void dragEnded();

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRect mapRect() const;
    QPointF place(const QPointF& point) const;         // widget position of a point of the axes
    QPointF placeOfCells(const QPointF& cells) const;  // of a point in cells
    QPointF pointAt(const QPointF& position) const;    // of the axes, by hundredths; inside the map
    double share(double value) const;                  // of the ramp
    void choose(HeatmapCell cell);
    void describe();
    void paintCells(QPainter& painter) const;
    void paintContours(QPainter& painter) const;
    void paintCross(QPainter& painter) const;
    void paintNames(QPainter& painter) const;
    void paintWords(QPainter& painter) const;
    bool showsWords() const;
    void paintAxes(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintHover(QPainter& painter) const;

    HeatmapData m_data;
    QString m_emptyText;
    std::optional<HeatmapCell> m_best, m_hovered, m_chosen;
    std::optional<QPointF> m_point;
    std::vector<HeatmapPin> m_pins;
    std::vector<HeatmapContour> m_contours;
    bool m_freePoint = false, m_dragging = false;
    std::optional<std::pair<double, double>> m_range;
};

}  // namespace selvedge
