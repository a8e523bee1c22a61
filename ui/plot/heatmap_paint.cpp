// How a heat map is drawn.

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/heatmap_contours.h"
#include "ui/plot/heatmap_view.h"
#include "ui/plot/number_text.h"
#include "ui/plot/ramp.h"

namespace selvedge {

namespace {

constexpr int kScaleWidth = 200, kScaleHeight = 8;

// White over black: readable on every shade of the ramp.
void drawRing(QPainter& painter, const QPointF& at, double radius) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 4));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(Qt::white, 2));
    painter.drawEllipse(at, radius, radius);
}

}  // namespace

void HeatmapView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(typeFont(-1));
    if (isEmpty()) {
        painter.setPen(themed(Token::Text2));
        painter.setFont(font());
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    paintCells(painter);
    paintContours(painter);
    paintCross(painter);
    paintWords(painter);
    paintAxes(painter);
    paintScale(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintMarks(painter);
    paintHover(painter);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(themed(Token::Accent), 2));
        painter.drawRect(mapRect().adjusted(-3, -3, 3, 3));
    }
}

void HeatmapView::paintCells(QPainter& painter) const {
    const bool dark = Theme::instance().isDark();
    for (int row = 0; row < int(m_data.rows.size()); ++row) {
        for (int column = 0; column < int(m_data.columns.size()); ++column) {
            const double value = m_data.at(column, row);
            const QRect place = cellRect({column, row});
            if (!std::isfinite(value) || value < 0)
                painter.fillRect(place, QBrush(themed(Token::Line), Qt::BDiagPattern));
            else
                painter.fillRect(place, rampColor(share(value), dark));
        }
    }
}

// Where there are lines of equal value, these say the numbers.
bool HeatmapView::showsWords() const {
    if (!m_contours.empty())
        return false;
    const QFontMetrics metrics(typeFont(-1));
    const QRect cell = cellRect({0, 0});
    return cell.width() >= metrics.horizontalAdvance(QStringLiteral(".000")) + 6 &&
           cell.height() >= metrics.height();
}

// Values on patches of their own shade, so that the cross runs behind them. Cells under a ring
// have none: the ring tells where, the pointer what.
void HeatmapView::paintWords(QPainter& painter) const {
    if (!showsWords())
        return;
    const bool dark = Theme::instance().isDark();
    const QSize patch(painter.fontMetrics().horizontalAdvance(QStringLiteral(".000")) + 2,
                      painter.fontMetrics().height() - 2);
    for (int row = 0; row < int(m_data.rows.size()); ++row) {
        for (int column = 0; column < int(m_data.columns.size()); ++column) {
            const HeatmapCell cell{column, row};
            const double value = m_data.at(column, row);
            if (!std::isfinite(value) || value < 0 || (m_point && nearestCell(*m_point) == cell) ||
                std::any_of(m_pins.begin(), m_pins.end(),
                            [&](const HeatmapPin& pin) { return nearestCell(pin.at) == cell; }))
                continue;
            const QRect place = cellRect(cell);
            const QColor ground = rampColor(share(value), dark);
            QRect words(QPoint(), patch);
            words.moveCenter(place.center());
            painter.fillRect(words, ground);
            painter.setPen(textOn(ground));
            painter.drawText(place, Qt::AlignCenter, metricText(value, 3));
        }
    }
}

void HeatmapView::paintAxes(QPainter& painter) const {
    const QRect map = mapRect();
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.height();
    painter.setPen(themed(Token::Text2));
    const int everyColumn = std::max(
        1, int(std::ceil((metrics.horizontalAdvance(".00") + 8.0) / cellRect({0, 0}).width())));
    const int everyRow = std::max(1, int(std::ceil((line + 2.0) / cellRect({0, 0}).height())));
    for (int i = everyColumn - 1; i < int(m_data.columns.size()); i += everyColumn) {
        const QRect cell = cellRect({i, 0});
        const QRect label(cell.center().x() - 40, map.bottom() + 4, 80, line);
        painter.drawText(label, Qt::AlignCenter, metricText(m_data.columns[std::size_t(i)], 2));
    }
    for (int i = everyRow - 1; i < int(m_data.rows.size()); i += everyRow) {
        const QRect cell = cellRect({0, i});
        const QRect label(0, cell.center().y() - line / 2, map.left() - 6, line);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                         metricText(m_data.rows[std::size_t(i)], 2));
    }
    painter.drawText(QRect(map.left(), map.bottom() + 6 + line, map.width(), line), Qt::AlignCenter,
                     m_data.columnName);
    painter.save();
    painter.translate(0, map.bottom());
    painter.rotate(-90);
    painter.drawText(QRect(0, 0, map.height(), line + 2), Qt::AlignCenter, m_data.rowName);
    painter.restore();
}

void HeatmapView::paintScale(QPainter& painter) const {
    if (!m_range)
        return;
    const QRect map = mapRect();
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.height();
    const int top = map.bottom() + 14 + 2 * line;
    const QString low = metricText(m_range->first, 3), high = metricText(m_range->second, 3);
    int left = map.left();
    painter.setPen(themed(Token::Text2));
    painter.drawText(left, top + metrics.ascent(), low);
    left += metrics.horizontalAdvance(low) + 8;
    const int width = std::min(kScaleWidth, map.width() / 2);
    for (int x = 0; x < width; ++x)
        painter.fillRect(left + x, top + (line - kScaleHeight) / 2, 1, kScaleHeight,
                         rampColor(double(x) / (width - 1), Theme::instance().isDark()));
    painter.drawText(left + width + 8, top + metrics.ascent(), high);
    if (m_best) {
        const QString best = tr("%1 best of grid %2 at %3, %4")
                                 .arg(showsWords() ? QStringLiteral("\u25a1") : QStringLiteral("+"),
                                      metricText(m_data.at(m_best->column, m_best->row)),
                                      metricText(m_data.columns[std::size_t(m_best->column)], 2),
                                      metricText(m_data.rows[std::size_t(m_best->row)], 2));
        const int room = map.right() - (left + width + 16 + metrics.horizontalAdvance(high));
        if (metrics.horizontalAdvance(best) <= room)
            painter.drawText(QRect(map.left(), top, map.width(), line), Qt::AlignRight, best);
    }
}

// White on dark cells, black on light ones; the value stands in the line, once a level.
void HeatmapView::paintContours(QPainter& painter) const {
    if (m_contours.empty())
        return;
    const bool dark = Theme::instance().isDark();
    painter.save();
    painter.setClipRect(mapRect());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QRectF words;
    for (const HeatmapContour& contour : m_contours) {
        const QColor ground = rampColor(share(contour.level), dark);
        const QColor ink = textOn(ground);
        painter.setPen(QPen(ink, 1.2));
        const QPolygonF* longest = nullptr;
        for (const QPolygonF& line : contour.lines) {
            QPolygonF placed;
            for (const QPointF& point : line)
                placed << placeOfCells(point);
            painter.drawPolyline(placed);
            if (!longest || line.size() > longest->size())
                longest = &line;
        }
        // To the lower right, where pins seldom are.
        QPointF at = placeOfCells(longest->front());
        for (const QPointF& point : *longest) {
            const QPointF placed = placeOfCells(point);
            if (placed.x() + placed.y() > at.x() + at.y())
                at = placed;
        }
        const double hundredths = contour.level * 100;
        const int digits = std::abs(hundredths - std::round(hundredths)) < 1e-6 ? 2 : 3;
        const QString value = metricText(contour.level, digits);
        QRectF label(0, 0, painter.fontMetrics().horizontalAdvance(value) + 4,
                     painter.fontMetrics().height() - 2);
        label.moveCenter(at);
        const QRectF map = mapRect();
        label.moveLeft(std::clamp(label.left(), map.left(), map.right() - label.width()));
        label.moveTop(std::clamp(label.top(), map.top(), map.bottom() - label.height()));
        if (label.intersects(words))
            continue;
        words = label;
        painter.fillRect(label, ground);
        painter.setPen(ink);
        painter.drawText(label, Qt::AlignCenter, value);
    }
    painter.restore();
}

std::vector<PinLabel> HeatmapView::pinLabels() const {
    const QFontMetricsF metrics(typeFont(-1));
    constexpr double kRing = 8;
    std::vector<std::pair<QPointF, QString>> points;
    std::vector<QRectF> rings, values;
    const auto ring = [&](const QPointF& at) {
        rings.push_back(QRectF(at.x() - kRing, at.y() - kRing, 2 * kRing, 2 * kRing));
    };
    for (const HeatmapPin& pin : m_pins) {
        points.emplace_back(place(pin.at), pin.name);
        ring(place(pin.at));
    }
    if (m_point)
        ring(place(*m_point));
    if (m_best && !showsWords())
        ring(QRectF(cellRect(*m_best)).center());
    if (showsWords()) {
        QRectF patch(0, 0, metrics.horizontalAdvance(QStringLiteral(".000")) + 2,
                     metrics.height() - 2);
        for (int row = 0; row < int(m_data.rows.size()); ++row)
            for (int column = 0; column < int(m_data.columns.size()); ++column) {
                patch.moveCenter(QRectF(cellRect({column, row})).center());
                values.push_back(patch);
            }
    }
    return placePinLabels(points, rings, values, mapRect(), [&](const QString& text) {
        return QSizeF(metrics.horizontalAdvance(text) + 4, metrics.height());
    });
}

void HeatmapView::paintNames(QPainter& painter) const {
    for (const PinLabel& label : pinLabels()) {
        QPainterPath outline;
        outline.addText(label.place.left() + 2, label.place.top() + painter.fontMetrics().ascent(),
                        painter.font(), label.text);
        painter.strokePath(outline, QPen(Qt::black, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.fillPath(outline, Qt::white);
    }
}

void HeatmapView::paintCross(QPainter& painter) const {
    if (!m_point)
        return;
    const QRectF map = mapRect();
    const QPointF at = place(*m_point);
    for (const auto& [color, offset] :
         {std::pair(QColor(Qt::black), 0.0), std::pair(QColor(Qt::white), 2.0)}) {
        QPen pen(color, 1, Qt::CustomDashLine);
        pen.setDashPattern({2, 2});
        pen.setDashOffset(offset);
        painter.setPen(pen);
        painter.drawLine(QPointF(at.x(), map.top()), QPointF(at.x(), map.bottom()));
        painter.drawLine(QPointF(map.left(), at.y()), QPointF(map.right(), at.y()));
    }
}

void HeatmapView::paintMarks(QPainter& painter) const {
    if (m_best) {
        const QRectF cell = cellRect(*m_best);
        const QPointF at = cell.center();
        painter.setBrush(Qt::NoBrush);
        for (const auto& [color, width] :
             {std::pair(QColor(Qt::white), 4.0), std::pair(QColor(Qt::black), 2.0)}) {
            painter.setPen(QPen(color, width));
            if (showsWords()) {  // the middle is taken by the value
                painter.drawRect(cell.adjusted(1, 1, -1, -1));
            } else {
                painter.drawLine(at - QPointF(4, 0), at + QPointF(4, 0));
                painter.drawLine(at - QPointF(0, 4), at + QPointF(0, 4));
            }
        }
    }
    for (const HeatmapPin& pin : m_pins)
        drawRing(painter, place(pin.at), 4);
    if (m_point)
        drawRing(painter, place(*m_point), 6);
    paintNames(painter);
}

void HeatmapView::paintHover(QPainter& painter) const {
    if (!m_hovered)
        return;
    const QRect cell = cellRect(*m_hovered);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(themed(Token::Text));
    painter.drawRect(cell.adjusted(0, 0, -1, -1));
    const QString value =
        m_data.valueName + " " + metricText(m_data.at(m_hovered->column, m_hovered->row));
    const QString where =
        tr("%1 %2, %3 %4")
            .arg(m_data.columnName, metricText(m_data.columns[std::size_t(m_hovered->column)], 2),
                 m_data.rowName, metricText(m_data.rows[std::size_t(m_hovered->row)], 2));
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.height();
    QRect card(0, 0,
               16 + std::max(metrics.horizontalAdvance(value), metrics.horizontalAdvance(where)),
               2 * line + 10);
    // Beside the cell, never under the pointer.
    const QRect map = mapRect();
    card.moveLeft(cell.center().x() < map.center().x() ? cell.right() + 14
                                                       : cell.left() - 14 - card.width());
    card.moveTop(std::clamp(cell.center().y() - card.height() / 2, map.top(),
                            std::max(map.top(), map.bottom() - card.height())));
    painter.setPen(themed(Token::Border));
    painter.setBrush(themed(Token::Raised));
    painter.drawRect(card);
    painter.setPen(themed(Token::Text));
    painter.drawText(card.adjusted(8, 4, -8, 0), Qt::AlignLeft | Qt::AlignTop, value);
    painter.setPen(themed(Token::Text2));
    painter.drawText(card.adjusted(8, 4 + line, -8, 0), Qt::AlignLeft | Qt::AlignTop, where);
}

}  // namespace selvedge
