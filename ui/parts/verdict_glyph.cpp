#include "ui/parts/verdict_glyph.h"

#include <QPainter>

namespace selvedge {

Token verdictToken(Verdict::Kind kind) {
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

void drawVerdictGlyph(QPainter& painter, QPointF middle, Verdict::Kind kind, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const auto line = [&](double x0, double y0, double x1, double y1) {
        painter.drawLine(middle + QPointF(x0, y0), middle + QPointF(x1, y1));
    };
    switch (kind) {
        case Verdict::Kind::Right:
            line(-4, 0, -1.5, 3);
            line(-1.5, 3, 4, -3.5);
            break;
        case Verdict::Kind::AttributeError:
            line(-4, -1.75, 4, -1.75);
            line(-4, 1.75, 4, 1.75);
            line(-2, 4.5, 2, -4.5);
            break;
        case Verdict::Kind::Missed:
            painter.drawEllipse(middle, 3.5, 3.5);
            break;
        case Verdict::Kind::False:
            line(-4, 0, 4, 0);
            line(0, -4, 0, 4);
            break;
        case Verdict::Kind::Ignored:
        case Verdict::Kind::Hidden:
            break;
    }
    painter.restore();
}

}  // namespace selvedge
