#pragma once

#include <QColor>
#include <QPixmap>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/parts/theme.h"
#include "ui/plot/axis.h"
#include "ui/plot/plot_layout.h"

namespace selvedge {

// One line of a plot.
struct PlotSeries {
    QString id;    // unique in the plot
    QString name;  // in the value card: "mask", or "mask, r50-256" for another run
    // Lines of one legend entry are shown and hidden together.
    QString legend;
    Token ink = Token::Text;
    Qt::PenStyle style = Qt::SolidLine;
    std::vector<QPointF> points;  // ascending in x
    bool background = false;      // thinner, without a ghost: another run, for comparison
};

// Lines over a common x. The pointer or the arrow keys move a crosshair with a card of values; a
// click or Return pins it; dragging or the wheel zooms x (y always fits what is seen), a double
// click or Escape shows all again; legend entries switch lines on and off, by a click or by the key
// of their place (1 is the first). With smoothing the raw line stays behind as a ghost. One million
// points stay quick (decimation by pixel column).
class PlotView : public QWidget {
    Q_OBJECT

public:
    explicit PlotView(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    // Name of x in the card, e.g. "step", and how a value of it is written; countText() unless set.
    void setXName(const QString& name) { m_xName = name; }
    void setXText(std::function<QString(double)> text) { m_xText = std::move(text); }
    // Shown in the middle while there is no point.
    void setEmptyText(const QString& text);
    // How the card writes a value; valueText() unless set.
    void setValueText(std::function<QString(double)> text) { m_valueText = std::move(text); }

    void setSeries(std::vector<PlotSeries> series);
    const std::vector<PlotSeries>& series() const { return m_series; }
    // Adds points behind those of series `id`; an unknown id is ignored.
    void append(const QString& id, const std::vector<QPointF>& points);
    // Vertical lines at places of x, e.g. of thresholds in use.
    struct Mark {
        double x = 0;
        Qt::PenStyle style = Qt::SolidLine;
    };
    void setMarks(std::vector<Mark> marks);
    bool isEmpty() const;

    void setScale(AxisScale scale);
    AxisScale scale() const { return m_scale; }
    // Linear axes of values that are never negative begin at 0 unless told not to.
    void setFromZero(bool fromZero);
    void setSmoothing(double weight);  // [0, 1), see smooth()
    bool isShown(const QString& legend) const { return !m_hidden.contains(legend); }
    void setShown(const QString& legend, bool shown);

    // What x is seen; nothing: all of it.
    std::optional<PlotRange> zoom() const { return m_zoom; }
    void setZoom(std::optional<PlotRange> range);
    // Another plot's crosshair, or none.
    void setCrosshair(std::optional<double> x);
    std::optional<double> crosshair() const { return m_crosshair; }

    const Axis& xAxis() const { return m_layout.x; }
    const Axis& yAxis() const { return m_layout.y; }
    // The plot as a picture at the screen's pixel ratio, without crosshair.
    QImage picture();
    void copyPicture();
    void savePicture();
    // Asks for a file name to save the picture to; empty: given up. Tests put their own in.
    std::function<QString()> chooseFile;

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

Q_SIGNALS:
    void crosshairMoved(std::optional<double> x);
    void zoomChanged(std::optional<selvedge::PlotRange> range);

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Line {
        std::vector<QPointF> smoothed;  // as many as the series has points; empty without smoothing
    };

    void invalidate();
    void updateLayout();
    PlotRange dataRange() const;
    PlotRange valueRange(const PlotRange& x) const;
    const std::vector<QPointF>& drawn(std::size_t series) const;
    std::optional<double> nearestX(double x) const;
    void moveCrosshair(std::optional<double> x);
    void zoomTo(double lo, double hi);
    void describe();

    void renderStatic();
    void paintAxes(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;
    void paintCard(QPainter& painter, double x) const;

    QString m_title, m_xName, m_emptyText;
    std::function<QString(double)> m_xText, m_valueText;
    std::vector<PlotSeries> m_series;
    std::vector<Line> m_lines;
    std::vector<Mark> m_marks;
    QStringList m_hidden;  // legend entries
    AxisScale m_scale = AxisScale::Linear;
    double m_smoothing = 0;
    bool m_fromZero = true;
    std::optional<PlotRange> m_zoom;
    std::optional<double> m_crosshair, m_pinned;
    std::optional<QPointF> m_pressed;  // where, while a button is down in the area
    QPointF m_pointer;
    PlotLayout m_layout;
    QPixmap m_static;  // all but the crosshair
    bool m_dirty = true;
};

// Gives plots of one x a common crosshair and zoom.
void linkPlots(const std::vector<PlotView*>& plots);

}  // namespace selvedge
