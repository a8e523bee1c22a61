#include "ui/parts/verdict_glyph.h"

#include <QPainter>

#include "ui/parts/theme.h"

namespace selvedge {

namespace {

Token tokenOf(Verdict::Kind kind) {
    switch (kind) {
        case Verdict::Kind::Right:
            return Token::Right;
        case Verdict::Kind::AttributeError:
            return Token::Attribute;
        case Verdict::Kind::Missed:
            return Token::Missed;
        case Verdict::Kind::False:
            return Token::False;
        case Verdict::Kind::Ignored:
        case Verdict::Kind::Hidden:
            break;
    }
    return Token::Text2;
}

}  // namespace

bool hasGlyph(Verdict::Kind kind) {
    return kind != Verdict::Kind::Ignored && kind != Verdict::Kind::Hidden;
}

QColor verdictColor(Verdict::Kind kind) {
    return themed(tokenOf(kind));
}

QColor verdictColorOverPhoto(Verdict::Kind kind) {
    return overPhoto(tokenOf(kind));
}

void paintReviewed(QPainter& painter, const QRectF& cell, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.translate(cell.center());
    painter.setPen(QPen(color, 1));
    painter.drawRoundedRect(QRectF(-5, -5, 10, 10), 2, 2);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tick[] = {{-2.6, 0.2}, {-0.7, 2.2}, {2.7, -2.4}};
    painter.drawPolyline(tick, 3);
    painter.restore();
}

void paintVerdict(QPainter& painter, const QRectF& cell, Verdict::Kind kind, const QColor& color) {
    if (!hasGlyph(kind))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.translate(cell.center());
    switch (kind) {
        case Verdict::Kind::Right: {
            const QPointF tick[] = {{-4, 0}, {-1.2, 3}, {4, -3.5}};
            painter.drawPolyline(tick, 3);
            break;
        }
        case Verdict::Kind::False:
            painter.drawLine(QPointF(-4, 0), QPointF(4, 0));
            painter.drawLine(QPointF(0, -4), QPointF(0, 4));
            break;
        case Verdict::Kind::Missed:
            painter.drawEllipse(QPointF(), 3.5, 3.5);
            break;
        case Verdict::Kind::AttributeError:
            painter.drawLine(QPointF(-4, -1.75), QPointF(4, -1.75));
            painter.drawLine(QPointF(-4, 1.75), QPointF(4, 1.75));
            painter.drawLine(QPointF(-2, 4.5), QPointF(2, -4.5));
            break;
        case Verdict::Kind::Ignored:
        case Verdict::Kind::Hidden:
            break;
    }
    painter.restore();
}

}  // namespace selvedge
