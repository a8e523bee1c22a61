#include "ui/parts/tile_caption.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringList>

#include "ui/parts/scene_verdicts.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString said(const char* text) {
    return QCoreApplication::translate("Gallery", text);
}

}  // namespace

QString TileCaption::words() const {
    QStringList parts{name};
    if (!aside.isEmpty())
        parts += aside;
    for (const Count& count : verdicts)
        parts += count.number > 0 ? QString::number(count.number) + u' ' + verdictWord(count.kind)
                                  : verdictWord(count.kind);
    if (stars > 0)
        parts += countText(stars, "star");
    if (reviewed)
        parts += said("reviewed");
    return parts.join(QStringLiteral(", "));
}

void paintCaption(QPainter& painter, const QRect& line, const TileCaption& caption, bool selected) {
    constexpr int kGlyph = 12, kGap = 6;
    painter.setFont(typeFont(-1));
    const QColor quiet = themed(selected ? Token::Text : Token::Text2);
    double right = line.right() + 1;
    const double middle = line.center().y() + 0.5;
    if (caption.reviewed) {
        paintReviewed(painter, QRectF(right - 12, middle - 6, 12, 12), quiet);
        right -= kGlyph + kGap;
    }
    const auto number = [&](const QString& text) {
        const double width = tabularWidth(painter.font(), text);
        painter.setPen(quiet);
        drawTabular(painter, QRectF(right - width, line.top(), width, line.height()),
                    Qt::AlignRight | Qt::AlignVCenter, text);
        right -= width;
    };
    if (!caption.aside.isEmpty()) {
        number(caption.aside);
        right -= kGap;
    }
    for (auto count = caption.verdicts.rbegin(); count != caption.verdicts.rend(); ++count) {
        if (right - line.left() < line.width() / 4)
            break;  // the name must stay
        if (count->number > 0) {
            number(QString::number(count->number));
            right -= 4;
        }
        paintVerdict(painter, QRectF(right - 10, middle - 5, 10, 10), count->kind,
                     verdictColor(count->kind));
        right -= kGlyph + kGap;
    }
    double left = line.left();
    if (caption.swatch.isValid()) {
        painter.fillRect(QRectF(left, middle - 5.5, 11, 11), caption.swatch);
        left += 17;
    }
    painter.setPen(themed(Token::Text));
    const QRectF name(left, line.top(), right - left, line.height());
    painter.drawText(
        name, Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(caption.name, Qt::ElideMiddle, int(name.width())));
}

}  // namespace selvedge
