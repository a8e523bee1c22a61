#include "ui/parts/tool_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

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

void ToolRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Panel));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

}  // namespace selvedge
