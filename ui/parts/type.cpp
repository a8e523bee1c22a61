#include "ui/parts/type.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

namespace selvedge {

namespace {

// 0 when all digits are equally wide already.
qreal digitCell(const QFontMetricsF& metrics) {
    qreal widest = 0, narrowest = 1e9;
    for (char16_t c = u'0'; c <= u'9'; ++c) {
        const qreal width = metrics.horizontalAdvance(QChar(c));
        widest = std::max(widest, width);
        narrowest = std::min(narrowest, width);
    }
    return widest - narrowest < 0.01 ? 0 : widest;
}

}  // namespace

QFont typeFont(int offset, bool strong) {
    QFont font = QApplication::font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(6.0, font.pointSizeF() + offset));
    else
        font.setPixelSize(std::max(8, font.pixelSize() + offset * 4 / 3));
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

qreal tabularWidth(const QFont& font, const QString& text) {
    const QFontMetricsF metrics(font);
    const qreal cell = digitCell(metrics);
    if (cell == 0)
        return metrics.horizontalAdvance(text);
    qreal width = 0;
    for (const QChar c : text)
        width += c.isDigit() ? cell : metrics.horizontalAdvance(c);
    return width;
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                 const QString& text) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const qreal cell = digitCell(metrics);
    if (cell == 0) {
        painter.drawText(rect, int(alignment | Qt::TextSingleLine), text);
        return;
    }
    const qreal width = tabularWidth(painter.font(), text);
    qreal x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - width / 2;
    const qreal y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    for (const QChar c : text) {
        const qreal advance = metrics.horizontalAdvance(c);
        const qreal own = c.isDigit() ? cell : advance;
        painter.drawText(QPointF(x + (own - advance) / 2, y), QString(c));
        x += own;
    }
}

}  // namespace selvedge
