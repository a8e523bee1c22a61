#include "ui/parts/tool_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

ToolRow::ToolRow(const QString& accessibleName, QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)) {
    setAccessibleName(accessibleName);
    setFixedHeight(kHeight);
    m_layout->setContentsMargins(12, 0, 12, 1);
    m_layout->setSpacing(8);
}

void ToolRow::add(QWidget* widget) {
    m_layout->addWidget(widget);
}

void ToolRow::addStretch() {
    m_layout->addStretch(1);
}

void ToolRow::addGap(int pixels) {
    m_layout->addSpacing(pixels);
}

QLabel* ToolRow::addLabel(bool strong) {
    auto* label = new QLabel;
    label->setFont(typeFont(0, strong));
    if (!strong)
        label->setForegroundRole(QPalette::PlaceholderText);
    m_layout->addWidget(label);
    return label;
}

void ToolRow::setFolding(QList<QWidget*> widgets) {
    m_folding = std::move(widgets);
    fold();
}

void ToolRow::setUseful(QWidget* widget, bool useful) {
    m_useless.removeAll(widget);
    if (!useful)
        m_useless += widget;
    if (!m_folding.contains(widget))
        widget->setVisible(useful);
    fold();
}

// What the row needs when these are hidden and all others are not.
int ToolRow::widthWith(const QList<QWidget*>& folded) const {
    const QMargins margins = m_layout->contentsMargins();
    int width = margins.left() + margins.right();
    bool first = true;
    for (int i = 0; i < m_layout->count(); ++i) {
        QLayoutItem* item = m_layout->itemAt(i);
        QWidget* widget = item->widget();
        if (!widget) {
            width += item->minimumSize().width();
            continue;
        }
        if (m_useless.contains(widget) || folded.contains(widget))
            continue;
        // Labels may be elided, the words of controls may not.
        const QSize hint =
            qobject_cast<QLabel*>(widget) ? widget->minimumSizeHint() : widget->sizeHint();
        width += std::clamp(hint.width(), widget->minimumWidth(), widget->maximumWidth()) +
                 (first ? 0 : m_layout->spacing());
        first = false;
    }
    return width;
}

QSize ToolRow::minimumSizeHint() const {
    return {m_folding.isEmpty() ? QWidget::minimumSizeHint().width() : widthWith(m_folding),
            kHeight};
}

void ToolRow::fold() {
    QList<QWidget*> folded;
    for (QWidget* widget : std::as_const(m_folding)) {
        if (widthWith(folded) <= width())
            break;
        folded += widget;
    }
    for (QWidget* widget : std::as_const(m_folding)) {
        const bool shown = !folded.contains(widget) && !m_useless.contains(widget);
        if (widget->isHidden() == shown)
            widget->setVisible(shown);
    }
}

void ToolRow::resizeEvent(QResizeEvent*) {
    fold();
}

bool ToolRow::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest)
        fold();  // a text has become longer
    return QWidget::event(event);
}

void ToolRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Panel));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

}  // namespace selvedge
