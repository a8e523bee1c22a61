#include "ui/parts/card_button.h"

#include <QPainter>

#include "ui/parts/icons.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

CardButton::CardButton(const QString& iconName, const QString& name, const QString& note,
                       const QString& aside, bool framed, QWidget* parent)
    : QAbstractButton(parent), m_icon(iconName), m_note(note), m_aside(aside), m_framed(framed) {
    setText(name);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(name);
    setAccessibleDescription(note);
}

void CardButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool hot = underMouse() && isEnabled();
    if (m_framed) {
        drawBevel(painter, rect(), themed(hot ? Token::Hover : Token::Raised),
                  themed(Token::Border), false);
    } else {
        if (hot)
            painter.fillRect(rect(), themed(Token::Hover));
        painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
    const Token strong = isEnabled() ? Token::Text : Token::Text3;
    const Token weak = isEnabled() ? Token::Text2 : Token::Text3;
    painter.drawPixmap(18, (height() - 16) / 2,
                       iconPixmap(m_icon, 16, themed(weak), devicePixelRatioF()));
    painter.setFont(typeFont(-1));
    const int aside = m_aside.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(m_aside) + 12;
    painter.setPen(themed(weak));
    painter.drawText(rect().adjusted(0, 0, -14, 0), Qt::AlignRight | Qt::AlignVCenter, m_aside);
    const QRect text = rect().adjusted(52, 10, -14 - aside, -10);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                     painter.fontMetrics().elidedText(m_note, Qt::ElideMiddle, text.width()));
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(strong));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop,
                     painter.fontMetrics().elidedText(this->text(), Qt::ElideMiddle, text.width()));
}

}  // namespace selvedge
