#include "ui/plot/plot_layout.h"

#include <algorithm>

#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kPadding = 10;
constexpr int kSample = 14;  // of a legend's line
constexpr int kGap = 12;

}  // namespace

PlotLayout layOutPlot(const QSize& size, const QString& title, const QStringList& legend,
                      const QFontMetrics& titleFont, const QFontMetrics& labelFont, PlotRange x,
                      PlotRange y, AxisScale scale) {
    PlotLayout layout;
    const int row = std::max(titleFont.height(), labelFont.height()) + 6;
    layout.title =
        QRect(kPadding, 4, std::min(titleFont.horizontalAdvance(title), size.width() - 20), row);

    // Legend: right-aligned beside the title when all fits, else lines below it.
    int total = 0;
    std::vector<int> widths;
    for (const QString& entry : legend) {
        widths.push_back(kSample + 6 + labelFont.horizontalAdvance(entry));
        total += widths.back() + kGap;
    }
    const bool beside = layout.title.right() + kGap + total <= size.width() - kPadding + kGap;
    int top = layout.title.top();
    if (!legend.isEmpty()) {
        int left = beside ? size.width() - kPadding - total + kGap : kPadding;
        if (!beside)
            top += row;
        for (qsizetype i = 0; i < legend.size(); ++i) {
            if (left > kPadding && left + widths[i] > size.width() - kPadding) {
                left = kPadding;
                top += row - 4;
            }
            layout.legend.push_back({QRect(left, top, widths[i], row), legend[i]});
            left += widths[i] + kGap;
        }
    }
    top += row + 4;

    const int labelHeight = labelFont.height();
    const int bottom = size.height() - labelHeight - 8;
    const int rows = std::max(2, (bottom - top) / (labelHeight * 2));
    layout.yTicks = scale == AxisScale::Log ? logTicks(y.lo, y.hi, std::max(3, rows + 2))
                                            : linearTicks(y.lo, y.hi, rows);
    int labels = 0;
    for (const double tick : layout.yTicks.values) {
        const double step = scale == AxisScale::Log ? tick : layout.yTicks.step;
        labels = std::max(labels, labelFont.horizontalAdvance(axisText(tick, step)));
    }
    const int left = kPadding + labels + 6;
    layout.area = QRect(QPoint(left, top), QPoint(size.width() - kPadding - 6, bottom));
    layout.xTicks = linearTicks(
        x.lo, x.hi, std::max(3, layout.area.width() / (labelFont.horizontalAdvance("00000") * 2)));
    layout.x = {AxisScale::Linear, x.lo, x.hi, double(layout.area.left()),
                double(layout.area.right())};
    layout.y = {scale, y.lo, y.hi, double(layout.area.bottom()), double(layout.area.top())};
    return layout;
}

}  // namespace selvedge
