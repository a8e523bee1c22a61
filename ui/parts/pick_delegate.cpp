#include "ui/parts/pick_delegate.h"

#include <QPainter>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

void PickDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    painter->save();
    const bool canBeChosen = index.flags() & Qt::ItemIsSelectable;
    const bool selected = canBeChosen && option.state & QStyle::State_Selected;
    if (selected || (canBeChosen && option.state & QStyle::State_MouseOver))
        painter->fillRect(option.rect, themed(selected ? Token::Select : Token::Hover));
    paintRow(*painter, option.rect.adjusted(8, 0, -8, 0), selected, index);
    painter->restore();
}

void PickDelegate::paintTexts(QPainter& painter, const QRect& rect, bool selected, bool strong,
                              const QString& name, const QString& aside) {
    painter.setFont(typeFont(0, strong));
    painter.setPen(themed(Token::Text));
    const QString shown =
        painter.fontMetrics().elidedText(name, Qt::ElideMiddle, rect.width() * 2 / 3);
    const int width = painter.fontMetrics().horizontalAdvance(shown);
    painter.drawText(rect, Qt::AlignVCenter | Qt::TextSingleLine, shown);
    painter.setFont(typeFont(-1));
    painter.setPen(themed(selected ? Token::Text : Token::Text2));
    const QRect rest = rect.adjusted(width + 12, 0, 0, 0);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(aside, Qt::ElideMiddle, rest.width()));
}

}  // namespace selvedge
