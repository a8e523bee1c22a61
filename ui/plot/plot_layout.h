#pragma once

#include <QFontMetrics>
#include <QRect>
#include <QString>
#include <QStringList>
#include <vector>

#include "ui/plot/axis.h"

namespace selvedge {

struct PlotRange {
    double lo = 0, hi = 1;
    bool operator==(const PlotRange&) const = default;
};

// Where the parts of a plot stand in its widget, in widget pixels.
struct PlotLayout {
    struct Entry {
        QRect place;  // line sample and word
        QString legend;
    };
    QRect title;
    std::vector<Entry> legend;
    QRect area;  // of the lines
    Axis x, y;
    Ticks xTicks, yTicks;
};

// The title left, legend entries right of it, on lines of their own where they do not fit; below
// them the area with room for tick labels.
PlotLayout layOutPlot(const QSize& size, const QString& title, const QStringList& legend,
                      const QFontMetrics& titleFont, const QFontMetrics& labelFont, PlotRange x,
                      PlotRange y, AxisScale scale);

}  // namespace selvedge
