#pragma once

#include <QImage>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/parts/theme.h"
#include "ui/plot/axis.h"

namespace selvedge {

// One line between 0 and 1 in both directions.
struct CurveLine {
    QString name;  // in the legend: "IoU .50"
    Token ink = Token::Truth;
    Qt::PenStyle style = Qt::SolidLine;
    bool quiet = false;           // thinner: another run's
    std::vector<QPointF> points;  // in the order in which they are drawn
    bool operator==(const CurveLine&) const = default;
};

// Lines over a common x in [0, 1], and on the first of them a point to drag, the handle: with the
// mouse, or with the arrow keys from one of its points to the next, Home and End to its ends. A
// click anywhere opens what lies behind the curve's nearest point and moves nothing; Return, and
// the end of a drag, open what lies behind the handle. GUI thread.
class CurveView : public QWidget {
    Q_OBJECT

public:
    explicit CurveView(const QString& name, QWidget* parent = nullptr);
    void setLines(std::vector<CurveLine> lines);
    const std::vector<CurveLine>& lines() const { return m_lines; }
    void setAxisNames(const QString& x, const QString& y);
    void setEmptyText(const QString& text);
    void setStale(bool stale);
    // What stands beside point `index` of the first line: "score .50", "P .85, R .66".
    void setPointText(std::function<QStringList(int index)> text);
    // A point of the first line that is the handle; -1: none.
    void setHandle(int index);
    int handle() const { return m_handle; }
    // Another point of the first line, marked with a small ring: the best; -1: none.
    void setBest(int index);
    QPointF placeOf(int index) const;  // of a point of the first line, in the widget
    QImage picture(QSize size, double ratio, Theme::Name theme) const;

    QSize sizeHint() const override { return {420, 260}; }
    QSize minimumSizeHint() const override { return {220, 150}; }

Q_SIGNALS:
    void handleMoved(int index);   // by a person, while it moves
    void handleOpened(int index);  // what lies behind that point of the first line is to be shown

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Place {
        QRectF area;
        Axis x, y;
        QPointF of(const QPointF& point) const {
            return {x.toPixel(point.x()), y.toPixel(point.y())};
        }
    };
    Place place(QSize size) const;
    bool isEmpty() const { return m_lines.empty() || m_lines.front().points.empty(); }
    int nearest(QPointF widget) const;
    void move(int index);
    void describe();
    void paint(QPainter& painter, QSize size, Theme::Name theme) const;
    void paintAxes(QPainter& painter, const Place& place, Theme::Name theme) const;
    void paintLegend(QPainter& painter, QSize size, Theme::Name theme) const;
    void paintHandle(QPainter& painter, const Place& place, Theme::Name theme) const;

    std::vector<CurveLine> m_lines;
    QString m_xName, m_yName, m_emptyText;
    std::function<QStringList(int)> m_pointText;
    int m_handle = -1, m_best = -1;
    bool m_stale = false, m_dragging = false;
    std::optional<QPointF> m_pressed;  // where the button went down
    bool m_onHandle = false;           // there
};

}  // namespace selvedge
