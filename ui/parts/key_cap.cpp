#include "ui/parts/key_cap.h"

#include <QAction>
#include <QFontMetrics>
#include <QPainter>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

KeyCap::KeyCap(const QAction* action, QWidget* parent) : QWidget(parent), m_action(action) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(action, &QAction::changed, this, &KeyCap::refresh);
    refresh();
}

void KeyCap::refresh() {
    m_text = m_action->shortcut().toString(QKeySequence::NativeText);
    setVisible(!m_text.isEmpty());
    setToolTip(m_action->toolTip());
    setAccessibleName(m_text);
    updateGeometry();
    update();
}

QSize KeyCap::sizeHint() const {
    const QFontMetrics metrics(typeFont(-2));
    return {qMax(metrics.horizontalAdvance(m_text) + 10, metrics.height() + 4),
            metrics.height() + 4};
}

void KeyCap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(themed(Token::Border));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 3, 3);
    painter.setFont(typeFont(-2));
    painter.setPen(themed(Token::Text2));
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

}  // namespace selvedge
