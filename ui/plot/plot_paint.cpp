// How a plot is drawn.

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/parts/type.h"
#include "ui/plot/decimate.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"

namespace selvedge {

namespace {

constexpr int kSample = 14;

QPen linePen(const PlotSeries& series, double width) {
    QPen pen(themed(series.ink), width, series.style, Qt::FlatCap, Qt::RoundJoin);
    if (series.style == Qt::DashLine)
        pen.setDashPattern({4, 3});
    else if (series.style == Qt::DotLine)
        pen.setDashPattern({1, 2});
    return pen;
}

}  // namespace

QImage PlotView::picture() {
    renderStatic();
    return m_static.toImage();
}

void PlotView::paintEvent(QPaintEvent*) {
    renderStatic();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_static);
    if (m_pressed && std::abs(m_pointer.x() - m_pressed->x()) >= 5) {
        QColor band = themed(Token::Accent);
        painter.setPen(band);
        band.setAlpha(50);
        painter.setBrush(band);
        const auto [left, right] = std::minmax({m_pressed->x(), m_pointer.x()});
        painter.drawRect(QRectF(left, m_layout.area.top(), right - left, m_layout.area.height())
                             .intersected(QRectF(m_layout.area)));
    }
    if (m_crosshair)
        paintCrosshair(painter);
    if (hasFocus()) {
        painter.setPen(QPen(themed(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void PlotView::renderStatic() {
    const double ratio = devicePixelRatioF();
    if (!m_dirty && m_static.size() == size() * ratio && m_static.devicePixelRatio() == ratio)
        return;
    m_dirty = false;
    updateLayout();
    m_static = QPixmap(size() * ratio);
    m_static.setDevicePixelRatio(ratio);
    m_static.fill(palette().color(QPalette::Base));
    QPainter painter(&m_static);
    painter.setPen(themed(Token::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    painter.drawText(m_layout.title, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter.setFont(typeFont(-1));
    paintLegend(painter);
    if (isEmpty()) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect().adjusted(16, m_layout.title.bottom(), -16, -8),
                         Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    paintAxes(painter);
    paintLines(painter);
}

void PlotView::paintLegend(QPainter& painter) const {
    for (const PlotLayout::Entry& entry : m_layout.legend) {
        const auto series =
            std::find_if(m_series.begin(), m_series.end(),
                         [&](const PlotSeries& s) { return s.legend == entry.legend; });
        const bool shown = isShown(entry.legend);
        const int middle = entry.place.center().y();
        if (series != m_series.end()) {
            QPen pen = linePen(*series, 2);
            if (series->style == Qt::DashLine)
                pen.setDashPattern({2.4, 1.2});  // two dashes in the sample
            if (!shown)
                pen.setColor(themed(Token::Line));
            painter.setPen(pen);
            painter.drawLine(entry.place.left(), middle, entry.place.left() + kSample, middle);
        }
        QFont words = painter.font();
        words.setStrikeOut(!shown);
        painter.save();
        painter.setFont(words);
        painter.setPen(themed(shown ? Token::Text2 : Token::Text3));
        painter.drawText(entry.place.adjusted(kSample + 6, 0, 8, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, entry.legend);
        painter.restore();
    }
}

void PlotView::paintAxes(QPainter& painter) const {
    const QRect& area = m_layout.area;
    const int height = painter.fontMetrics().height();
    for (const double tick : m_layout.yTicks.values) {
        const int y = int(std::lround(m_layout.y.toPixel(tick)));
        painter.setPen(themed(Token::Line));
        painter.drawLine(area.left(), y, area.right(), y);
        painter.setPen(themed(Token::Text2));
        const double step = m_scale == AxisScale::Log ? tick : m_layout.yTicks.step;
        painter.drawText(QRect(0, y - height / 2, area.left() - 6, height),
                         Qt::AlignRight | Qt::AlignVCenter, axisText(tick, step));
    }
    painter.setPen(themed(Token::Text3));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    for (const double tick : m_layout.xTicks.values) {
        const int x = int(std::lround(m_layout.x.toPixel(tick)));
        painter.setPen(themed(Token::Text3));
        painter.drawLine(x, area.bottom(), x, area.bottom() + 3);
        painter.setPen(themed(Token::Text2));
        const QString text = axisText(tick, m_layout.xTicks.step);
        const int width = painter.fontMetrics().horizontalAdvance(text);
        const int left = std::min(x - width / 2, rect().right() - width - 4);
        painter.drawText(left, area.bottom() + 4 + painter.fontMetrics().ascent(), text);
    }
}

void PlotView::paintLines(QPainter& painter) const {
    painter.save();
    painter.setClipRect(m_layout.area.adjusted(0, -2, 1, 2));
    for (const Mark& mark : m_marks) {
        painter.setPen(QPen(themed(Token::Accent), 1, mark.style));
        const int x = int(std::lround(m_layout.x.toPixel(mark.x)));
        painter.drawLine(x, m_layout.area.top(), x, m_layout.area.bottom());
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const auto draw = [&](const std::vector<QPointF>& points) {
        for (const QPolygonF& line : decimate(points, m_layout.x, m_layout.y)) {
            if (line.size() == 1)  // a point alone is still seen
                painter.drawEllipse(line.front(), 1.5, 1.5);
            else
                painter.drawPolyline(line);
        }
    };
    if (m_smoothing > 0) {
        for (const PlotSeries& series : m_series) {
            if (!isShown(series.legend) || series.background)
                continue;
            QPen ghost = linePen(series, 1);
            ghost.setStyle(Qt::SolidLine);
            QColor faint = ghost.color();
            faint.setAlpha(80);
            ghost.setColor(faint);
            painter.setPen(ghost);
            draw(series.points);
        }
    }
    // The first line is the one that matters: drawn last.
    for (std::size_t i = m_series.size(); i-- > 0;) {
        if (!isShown(m_series[i].legend))
            continue;
        painter.setPen(linePen(m_series[i], m_series[i].background ? 1.1 : 1.6));
        draw(drawn(i));
    }
    painter.restore();
}

void PlotView::paintCrosshair(QPainter& painter) const {
    const double at = m_layout.x.toPixel(*m_crosshair);
    if (at < m_layout.area.left() - 1 || at > m_layout.area.right() + 1)
        return;
    QPen pen(themed(m_pinned == m_crosshair ? Token::Accent : Token::Text2), 1, Qt::DotLine);
    painter.setPen(pen);
    const int x = int(std::lround(at));
    painter.drawLine(x, m_layout.area.top(), x, m_layout.area.bottom());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(typeFont(-1));
    paintCard(painter, *m_crosshair);
}

// Name and value of each shown line that has a point here; raw values beside smoothed ones.
void PlotView::paintCard(QPainter& painter, double x) const {
    struct Row {
        std::size_t series;
        QString value, raw;
    };
    std::vector<Row> rows;
    const QFontMetrics metrics = painter.fontMetrics();
    const QString head = m_xName + " " + m_xText(x);
    int names = 0, values = 0, raws = 0;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto& points = m_series[i].points;
        if (points.empty() || !isShown(m_series[i].legend))
            continue;
        const std::size_t at = nearestPoint(points, x);
        if (points[at].x() != x)
            continue;
        Row row{i, m_valueText(drawn(i)[at].y()), {}};
        if (m_smoothing > 0)
            row.raw = m_valueText(points[at].y());
        names = std::max(names, metrics.horizontalAdvance(m_series[i].name));
        values = std::max(values, metrics.horizontalAdvance(row.value));
        raws = std::max(raws, metrics.horizontalAdvance(row.raw));
        rows.push_back(std::move(row));
        const QPointF point(m_layout.x.toPixel(x), m_layout.y.toPixel(drawn(i)[at].y()));
        if (std::isfinite(point.y()) && m_layout.area.contains(point.toPoint())) {
            painter.setPen(QPen(themed(Token::Well), 1));
            painter.setBrush(themed(m_series[i].ink));
            painter.drawEllipse(point, 3.5, 3.5);
        }
    }
    const int line = metrics.height() + 1;
    const int fit = std::max(1, (m_layout.area.height() - 12) / line - 1);
    const int more = int(rows.size()) - fit;
    if (more > 0)
        rows.resize(std::size_t(std::max(0, fit - 1)));
    const int inner = std::max(metrics.horizontalAdvance(head),
                               20 + names + 14 + values + (raws > 0 ? 10 + raws : 0));
    const int lines = 1 + int(rows.size()) + (more > 0 ? 1 : 0);
    QRect card(0, 0, inner + 16, lines * line + 10);
    // Beside the crosshair, on the side with more room.
    const double pixel = m_layout.x.toPixel(x);
    const bool right = pixel < m_layout.area.center().x();
    card.moveTop(m_layout.area.top() + 4);
    card.moveLeft(right ? int(pixel) + 12 : int(pixel) - 12 - card.width());
    card.moveLeft(std::clamp(card.left(), 2, std::max(2, width() - card.width() - 2)));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(themed(Token::Border));
    painter.setBrush(themed(Token::Raised));
    painter.drawRect(card);
    int top = card.top() + 5;
    painter.setPen(themed(Token::Text2));
    painter.drawText(QRect(card.left() + 8, top, inner, line), Qt::AlignVCenter, head);
    for (const Row& row : rows) {
        top += line;
        const PlotSeries& series = m_series[row.series];
        QPen sample = linePen(series, 2);
        if (series.style == Qt::DashLine)
            sample.setDashPattern({2.4, 1.2});
        painter.setPen(sample);
        painter.drawLine(card.left() + 8, top + line / 2, card.left() + 8 + kSample,
                         top + line / 2);
        painter.setPen(themed(Token::Text));
        painter.drawText(QRect(card.left() + 28, top, names + 4, line), Qt::AlignVCenter,
                         series.name);
        const int rawRoom = raws > 0 ? raws + 10 : 0;
        painter.drawText(QRect(card.left() + 8, top, inner - rawRoom, line),
                         Qt::AlignVCenter | Qt::AlignRight, row.value);
        painter.setPen(themed(Token::Text2));
        painter.drawText(QRect(card.left() + 8, top, inner, line),
                         Qt::AlignVCenter | Qt::AlignRight, row.raw);
    }
    if (more > 0) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(QRect(card.left() + 8, top + line, inner, line), Qt::AlignVCenter,
                         tr("and %1 more").arg(more + 1));
    }
}

}  // namespace selvedge
