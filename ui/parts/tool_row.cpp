#include "ui/parts/tool_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "ui/parts/icons.h"
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

void ToolRow::setFolding(QList<Folding> folding) {
    m_folding = std::move(folding);
    m_menu = new QMenu(this);
    connect(m_menu, &QMenu::aboutToShow, this, &ToolRow::fillMenu);
    m_more = new QToolButton;
    m_more->setIcon(themedIcon(QStringLiteral("overflow-menu")));
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(tr("What there is no room for"));
    m_more->setAutoRaise(true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_menu);
    m_layout->addWidget(m_more);
    fold();
}

// What does not fit now.
void ToolRow::fillMenu() {
    m_menu->clear();
    for (const Folding& one : std::as_const(m_folding)) {
        if (one.commands.isEmpty() || !one.widget->isHidden() || m_useless.contains(one.widget))
            continue;
        if (!m_menu->isEmpty())
            m_menu->addSeparator();
        m_menu->addActions(one.commands);
    }
}

void ToolRow::setUseful(QWidget* widget, bool useful) {
    m_useless.removeAll(widget);
    if (!useful)
        m_useless += widget;
    const bool folds = std::any_of(m_folding.begin(), m_folding.end(),
                                   [widget](const Folding& one) { return one.widget == widget; });
    if (!folds)
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
    QList<QWidget*> all;
    for (const Folding& one : m_folding)
        all += one.widget;
    return {all.isEmpty() ? QWidget::minimumSizeHint().width() : widthWith(all), kHeight};
}

void ToolRow::fold() {
    if (!m_more)
        return;
    // The menu's button takes room as soon as there is something in it.
    QList<QWidget*> folded{m_more};
    bool commands = false;
    for (const Folding& one : std::as_const(m_folding)) {
        if (widthWith(folded) <= width())
            break;
        folded += one.widget;
        if (!one.commands.isEmpty() && !m_useless.contains(one.widget)) {
            commands = true;
            folded.removeAll(m_more);
        }
    }
    const auto show = [](QWidget* widget, bool shown) {
        if (widget->isHidden() == shown)
            widget->setVisible(shown);
    };
    for (const Folding& one : std::as_const(m_folding))
        show(one.widget, !folded.contains(one.widget) && !m_useless.contains(one.widget));
    show(m_more, commands);
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
