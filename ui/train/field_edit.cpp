#include "ui/train/field_edit.h"

#include <QPainter>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

FieldEdit::FieldEdit(QWidget* parent) : QLineEdit(parent) {
    setTextMargins(4, 0, 4, 0);
}

void FieldEdit::setReference(const QString& text) {
    m_reference = text;
    m_hasReference = true;
    update();
}

void FieldEdit::setFaulty(bool faulty) {
    m_faulty = faulty;
    update();
}

QString FieldEdit::hint() const {
    if (!m_hasReference || m_reference.isEmpty())
        return {};
    return text() == m_reference ? tr("default") : tr("was %1").arg(m_reference);
}

void FieldEdit::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const QString words = hint();
    const QFont small = typeFont(-1);
    const int room = width() - 16 - fontMetrics().horizontalAdvance(text());
    if (!words.isEmpty() && QFontMetrics(small).horizontalAdvance(words) + 10 <= room) {
        painter.setFont(small);
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter, words);
    }
    if (m_faulty) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(themed(Token::Error), 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
}

}  // namespace selvedge
