#include "ui/plot/plot_view.h"

#include <QEvent>
#include <QFileDialog>
#include <QResizeEvent>
#include <algorithm>
#include <cmath>

#include "ui/parts/type.h"
#include "ui/plot/decimate.h"
#include "ui/plot/number_text.h"

namespace selvedge {

PlotView::PlotView(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(title), m_xName(tr("step")) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setAccessibleName(title);
    m_xText = [](double x) { return countText(std::llround(x)); };
    m_valueText = [](double value) { return valueText(value); };
    chooseFile = [this] {
        return QFileDialog::getSaveFileName(this, tr("Save picture"), m_title + ".png",
                                            tr("PNG pictures (*.png)"));
    };
    describe();
}

void PlotView::setTitle(const QString& title) {
    m_title = title;
    setAccessibleName(title);
    invalidate();
}

void PlotView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    invalidate();
}

void PlotView::setSeries(std::vector<PlotSeries> series) {
    m_series = std::move(series);
    m_lines.assign(m_series.size(), {});
    if (m_smoothing > 0) {
        for (std::size_t i = 0; i < m_series.size(); ++i)
            smooth(m_series[i].points, m_smoothing, m_lines[i].smoothed);
    }
    if (isEmpty()) {
        m_crosshair.reset();
        m_pinned.reset();
    }
    describe();
    invalidate();
}

void PlotView::append(const QString& id, const std::vector<QPointF>& points) {
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        if (m_series[i].id != id)
            continue;
        auto& all = m_series[i].points;
        all.insert(all.end(), points.begin(), points.end());
        if (m_smoothing > 0)
            smooth(all, m_smoothing, m_lines[i].smoothed);
        describe();
        invalidate();
        return;
    }
}

void PlotView::setMarks(std::vector<Mark> marks) {
    m_marks = std::move(marks);
    invalidate();
}

bool PlotView::isEmpty() const {
    return std::all_of(m_series.begin(), m_series.end(),
                       [](const PlotSeries& series) { return series.points.empty(); });
}

void PlotView::setScale(AxisScale scale) {
    m_scale = scale;
    invalidate();
}

void PlotView::setFromZero(bool fromZero) {
    m_fromZero = fromZero;
    invalidate();
}

void PlotView::setSmoothing(double weight) {
    weight = std::clamp(weight, 0.0, 0.999);
    if (weight == m_smoothing)
        return;
    m_smoothing = weight;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        m_lines[i].smoothed.clear();
        if (weight > 0)
            smooth(m_series[i].points, weight, m_lines[i].smoothed);
    }
    invalidate();
}

void PlotView::setShown(const QString& legend, bool shown) {
    if (shown)
        m_hidden.removeAll(legend);
    else if (!m_hidden.contains(legend))
        m_hidden.append(legend);
    describe();
    invalidate();
}

void PlotView::setZoom(std::optional<PlotRange> range) {
    if (range == m_zoom)
        return;
    m_zoom = range;
    invalidate();
    Q_EMIT zoomChanged(m_zoom);
}

void PlotView::setCrosshair(std::optional<double> x) {
    m_crosshair = x ? nearestX(*x) : std::nullopt;
    update();
}

const std::vector<QPointF>& PlotView::drawn(std::size_t series) const {
    return m_smoothing > 0 ? m_lines[series].smoothed : m_series[series].points;
}

PlotRange PlotView::dataRange() const {
    PlotRange range{HUGE_VAL, -HUGE_VAL};
    for (const PlotSeries& series : m_series) {
        if (series.points.empty() || !isShown(series.legend))
            continue;
        range.lo = std::min(range.lo, series.points.front().x());
        range.hi = std::max(range.hi, series.points.back().x());
    }
    if (!(range.lo <= range.hi))
        return {0, 1};
    if (range.lo == range.hi)
        return {range.lo - 0.5, range.hi + 0.5};
    return range;
}

// What y must show of the points within `x`, with a little room.
PlotRange PlotView::valueRange(const PlotRange& x) const {
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    for (const PlotSeries& series : m_series) {
        if (!isShown(series.legend))
            continue;
        const auto before = [](const QPointF& point, double value) { return point.x() < value; };
        auto it = std::lower_bound(series.points.begin(), series.points.end(), x.lo, before);
        for (; it != series.points.end() && it->x() <= x.hi; ++it) {
            const double value = it->y();
            if (!std::isfinite(value) || (m_scale == AxisScale::Log && value <= 0))
                continue;
            lo = std::min(lo, value);
            hi = std::max(hi, value);
        }
    }
    if (!(lo <= hi))
        return m_scale == AxisScale::Log ? PlotRange{0.1, 1} : PlotRange{0, 1};
    if (m_scale == AxisScale::Log) {
        const double room = std::max(1.1, std::pow(hi / lo, 0.05));
        return {lo / room, hi * room};
    }
    if (lo >= 0 && m_fromZero)
        return {0, hi > 0 ? hi * 1.06 : 1};
    const double room = (hi - lo) * 0.06 + (hi == lo ? 1 : 0);
    return {lo - room, hi + room};
}

// The x of a point of a shown line nearest to `x`; nothing without points.
std::optional<double> PlotView::nearestX(double x) const {
    std::optional<double> best;
    for (const PlotSeries& series : m_series) {
        if (series.points.empty() || !isShown(series.legend))
            continue;
        const double candidate = series.points[nearestPoint(series.points, x)].x();
        if (!best || std::abs(candidate - x) < std::abs(*best - x))
            best = candidate;
    }
    return best;
}

void PlotView::invalidate() {
    m_dirty = true;
    update();
}

void PlotView::updateLayout() {
    QStringList legend;
    for (const PlotSeries& series : m_series) {
        if (!isEmpty() && !series.legend.isEmpty() && !legend.contains(series.legend))
            legend.append(series.legend);
    }
    const PlotRange x = m_zoom.value_or(dataRange());
    m_layout = layOutPlot(size(), m_title, legend, QFontMetrics(typeFont(0, true)),
                          QFontMetrics(typeFont(-1)), x, valueRange(x), m_scale);
}

void PlotView::describe() {
    if (isEmpty()) {
        setAccessibleDescription(m_emptyText);
        return;
    }
    QStringList parts;
    for (const PlotSeries& series : m_series) {
        if (!series.points.empty() && isShown(series.legend))
            parts += tr("%1 now %2").arg(series.name, m_valueText(series.points.back().y()));
    }
    const PlotRange range = dataRange();
    setAccessibleDescription(
        tr("%1 %2 to %3: %4")
            .arg(m_xName, m_xText(range.lo), m_xText(range.hi), parts.join(u", ")));
}

void PlotView::resizeEvent(QResizeEvent*) {
    invalidate();
}

void PlotView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        invalidate();
    QWidget::changeEvent(event);
}

}  // namespace selvedge
