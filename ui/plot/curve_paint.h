#pragma once

#include <QImage>
#include <QPainter>
#include <QStringList>
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

// Lines over a common x in [0, 1], the first on top, and two points of the first.
struct CurvePlot {
    std::vector<CurveLine> lines;
    QString xName, yName;
    int handle = -1;         // with a ring and words beside it; -1: none
    QStringList handleText;  // "score .50", "P .85, R .66"
    int best = -1;           // with a small ring; -1: none

    bool isEmpty() const { return lines.empty() || lines.front().points.empty(); }
};

// Where points of [0, 1] x [0, 1] stand in a picture of this size.
struct CurvePlace {
    explicit CurvePlace(QSize size);
    QRectF area;
    Axis x, y;
    QPointF of(const QPointF& point) const { return {x.toPixel(point.x()), y.toPixel(point.y())}; }
};

// Any thread, here and below.
void paintCurves(QPainter& painter, const CurvePlot& plot, QSize size, Theme::Name theme);
// With the theme's colours, for a report.
QImage curvePicture(const CurvePlot& plot, QSize size, double ratio, Theme::Name theme);

}  // namespace selvedge
