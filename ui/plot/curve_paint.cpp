#include "ui/plot/curve_paint.h"

#include <QPainterPath>
#include <algorithm>

#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kSample = 18, kMargin = 10;
constexpr double kHandle = 5.5;

void paintAxes(QPainter& painter, const CurvePlot& plot, const CurvePlace& where,
               Theme::Name theme) {
    painter.setFont(typeFont(-2));
    const int line = painter.fontMetrics().height();
    for (int i = 0; i <= 5; ++i) {
        const double value = i / 5.0;
        const int x = qRound(where.x.toPixel(value)), y = qRound(where.y.toPixel(value));
        painter.setPen(Theme::color(i == 0 ? Token::Border : Token::Line, theme));
        painter.drawLine(int(where.area.left()), y, int(where.area.right()), y);
        painter.setPen(Theme::color(Token::Text2, theme));
        painter.drawText(QRectF(0, y - line / 2.0, where.area.left() - 6, line),
                         Qt::AlignRight | Qt::AlignVCenter, axisText(value, .2));
        painter.drawText(QRectF(x - 30, where.area.bottom() + 4, 60, line), Qt::AlignCenter,
                         axisText(value, .2));
    }
    painter.drawText(
        QRectF(where.area.left(), where.area.bottom() - line - 2, where.area.width(), line),
        Qt::AlignRight | Qt::AlignVCenter, plot.xName);
}

void paintLegend(QPainter& painter, const CurvePlot& plot, QSize size, Theme::Name theme) {
    painter.setFont(typeFont(-1));
    const QFontMetrics metrics = painter.fontMetrics();
    int left = kMargin;
    const int middle = kMargin + metrics.height() / 2;
    for (const CurveLine& line : plot.lines) {
        QPen pen(Theme::color(line.quiet ? Token::Text3 : line.ink, theme), 2, line.style,
                 Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(left, middle, left + kSample, middle);
        painter.setPen(Theme::color(Token::Text2, theme));
        painter.drawText(left + kSample + 5, kMargin + metrics.ascent(), line.name);
        left += kSample + 5 + metrics.horizontalAdvance(line.name) + 14;
    }
    painter.drawText(QRect(0, kMargin, size.width() - kMargin, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, plot.yName);
}

void paintHandle(QPainter& painter, const CurvePlot& plot, const CurvePlace& where,
                 Theme::Name theme) {
    const auto& points = plot.lines.front().points;
    if (plot.best >= 0 && plot.best != plot.handle) {
        painter.setPen(QPen(Theme::color(Token::Text, theme), 1.5));
        painter.setBrush(Theme::color(Token::Raised, theme));
        painter.drawEllipse(where.of(points[std::size_t(plot.best)]), 3.5, 3.5);
    }
    if (plot.handle < 0)
        return;
    const QPointF at = where.of(points[std::size_t(plot.handle)]);
    painter.setPen(QPen(Theme::color(Token::Accent, theme), 2.2));
    painter.setBrush(Theme::color(Token::Raised, theme));
    painter.drawEllipse(at, kHandle, kHandle);
    painter.setFont(typeFont(-2));
    const QStringList text = plot.handleText;
    const QFontMetrics metrics = painter.fontMetrics();
    int widest = 0;
    for (const QString& row : text)
        widest = std::max(widest, metrics.horizontalAdvance(row));
    QRectF card(at.x() + 12, at.y() - 12 - metrics.height() * text.size(), widest + 8,
                metrics.height() * double(text.size()) + 4);
    // Where there is room: above right of the point, else left of it or below it.
    if (card.right() > where.area.right())
        card.moveRight(at.x() - 12);
    if (card.left() < where.area.left())
        card.moveLeft(where.area.left() + 2);
    if (card.top() < where.area.top())
        card.moveTop(at.y() + 12);
    QColor ground = Theme::color(Token::Raised, theme);
    ground.setAlphaF(.9f);
    painter.fillRect(card, ground);
    painter.setPen(Theme::color(Token::Text, theme));
    painter.drawText(card.adjusted(4, 2, -4, -2), Qt::AlignLeft | Qt::AlignTop, text.join(u'\n'));
}

}  // namespace

CurvePlace::CurvePlace(QSize size) {
    const QFontMetrics metrics(typeFont(-2));
    const int line = metrics.height();
    const QRect box(kMargin + metrics.horizontalAdvance(QStringLiteral(".8")) + 6,
                    kMargin + line + 8,
                    size.width() - 2 * kMargin - metrics.horizontalAdvance(".8") - 6,
                    size.height() - 2 * kMargin - 2 * line - 12);
    area = box;
    x = {AxisScale::Linear, 0, 1, double(box.left()), double(box.right())};
    y = {AxisScale::Linear, 0, 1, double(box.bottom()), double(box.top())};
}

void paintCurves(QPainter& painter, const CurvePlot& plot, QSize size, Theme::Name theme) {
    const CurvePlace where(size);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintLegend(painter, plot, size, theme);
    paintAxes(painter, plot, where, theme);
    painter.setRenderHint(QPainter::Antialiasing);
    // The first line lies on top.
    for (auto line = plot.lines.rbegin(); line != plot.lines.rend(); ++line) {
        if (line->points.empty())
            continue;
        QPainterPath path(where.of(line->points.front()));
        for (const QPointF& point : line->points)
            path.lineTo(where.of(point));
        QPen pen(Theme::color(line->quiet ? Token::Text3 : line->ink, theme),
                 line->quiet ? 1.2 : 1.8, line->style);
        pen.setJoinStyle(Qt::RoundJoin);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
    if (!plot.isEmpty())
        paintHandle(painter, plot, where, theme);
}

QImage curvePicture(const CurvePlot& plot, QSize size, double ratio, Theme::Name theme) {
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Theme::color(Token::Raised, theme));
    QPainter painter(&image);
    paintCurves(painter, plot, size, theme);
    return image;
}

}  // namespace selvedge
