#include "ui/parts/bar_delegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kBar = 8, kGlyph = 20, kText = 46;

}  // namespace

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const QVariant bar = index.data(BarRole), glyph = index.data(GlyphRole);
    if (!bar.isValid() && !glyph.isValid())
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem own = option;
    initStyleOption(&own, index);
    const QString text = own.text;
    own.text.clear();
    const QStyle* style = own.widget ? own.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &own, painter, own.widget);
    painter->save();
    painter->setFont(own.font);
    const QVariant ink = index.data(Qt::ForegroundRole);
    painter->setPen(ink.isValid() ? qvariant_cast<QBrush>(ink).color() : themed(Token::Text));
    QRect rest = own.rect.adjusted(6, 0, -6, 0);
    if (glyph.isValid()) {
        const auto kind = Verdict::Kind(glyph.toInt());
        painter->setRenderHint(QPainter::Antialiasing);
        paintVerdict(*painter, QRectF(rest.left(), rest.top(), 14, rest.height()), kind,
                     verdictColor(kind));
        rest.setLeft(rest.left() + kGlyph);
        painter->setPen(themed(Token::Text));
    }
    if (!bar.isValid()) {
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                          own.fontMetrics.elidedText(text, Qt::ElideMiddle, rest.width()));
        painter->restore();
        return;
    }
    if (!text.isEmpty()) {
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, text);
        rest.setLeft(rest.left() + std::max(kText, own.fontMetrics.horizontalAdvance(text) + 8));
    }
    const double share = std::clamp(bar.toDouble(), 0.0, 1.0);
    const QVariant color = index.data(InkRole);
    painter->fillRect(QRect(rest.left(), rest.center().y() - kBar / 2 + 1,
                            share > 0 ? std::max(1, int(share * rest.width())) : 0, kBar),
                      color.isValid() ? qvariant_cast<QColor>(color) : themed(Token::Text3));
    painter->restore();
}

}  // namespace selvedge
