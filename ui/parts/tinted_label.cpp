#include "ui/parts/tinted_label.h"

#include <QEvent>
#include <QPainter>

#include "ui/parts/type.h"

namespace selvedge {

TintedLabel::TintedLabel(Token token, int offset, bool strong, QWidget* parent)
    : QLabel(parent), m_token(token) {
    setFont(typeFont(offset, strong));
    setTextInteractionFlags(Qt::NoTextInteraction);
    tint();
}

void TintedLabel::setToken(Token token) {
    m_token = token;
    tint();
}

void TintedLabel::tint() {
    m_tinting = true;
    QPalette colors = palette();
    for (const auto group : {QPalette::Active, QPalette::Inactive})
        colors.setColor(group, QPalette::WindowText, themed(m_token));
    colors.setColor(QPalette::Disabled, QPalette::WindowText, themed(Token::Text3));
    setPalette(colors);
    m_tinting = false;
}

void TintedLabel::setElided(bool elided) {
    m_elided = elided;
    updateGeometry();
}

QSize TintedLabel::minimumSizeHint() const {
    const QSize whole = QLabel::minimumSizeHint();
    return m_elided ? QSize(fontMetrics().averageCharWidth() * 4, whole.height()) : whole;
}

void TintedLabel::paintEvent(QPaintEvent* event) {
    if (!m_elided || fontMetrics().horizontalAdvance(text()) <= contentsRect().width()) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), int(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideMiddle, contentsRect().width()));
}

void TintedLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    // The program's palette changed: another theme.
    if (event->type() == QEvent::PaletteChange && !m_tinting)
        tint();
}

}  // namespace selvedge
