#include "ui/parts/dock_bar.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QPushButton>
#include <QToolButton>
#include <utility>

#include "ui/parts/icons.h"
#include "ui/parts/table_look.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kLeastRows = 5;  // below their heads

}  // namespace

DockBar::DockBar(QDockWidget* dock, const QString& name, const QString& hideTip)
    : m_layout(new QHBoxLayout(this)), m_summary(new QLabel) {
    dock->setWindowTitle(name);
    dock->setAccessibleName(name);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    m_layout->setContentsMargins(12, 2, 8, 2);
    auto* title = new QLabel(name);
    title->setFont(typeFont(0, true));
    m_summary->setFont(typeFont(-1));
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    auto* hide = new QToolButton;
    hide->setIcon(themedIcon(QStringLiteral("window-close")));
    hide->setAccessibleName(hideTip);
    hide->setToolTip(hideTip);
    hide->setAutoRaise(true);
    connect(hide, &QToolButton::clicked, this, [this, dock] {
        dock->hide();
        Q_EMIT putAway();
    });
    // Laid out only then.
    connect(
        dock, &QDockWidget::visibilityChanged, this,
        [this, dock](bool visible) {
            if (visible && !std::exchange(m_wasShown, true))
                growToRows(dock);
        },
        Qt::QueuedConnection);
    m_layout->addWidget(title);
    m_layout->addWidget(m_summary);
    m_layout->addStretch();
    m_layout->addWidget(hide);
    dock->setTitleBarWidget(this);
}

void DockBar::growToRows(QDockWidget* dock) {
    auto* window = qobject_cast<QMainWindow*>(dock->parentWidget());
    const int least = sizeHint().height() + (kLeastRows + 1) * kTableRowHeight;
    if (window && dock->height() < least)
        window->resizeDocks({dock}, {least}, Qt::Vertical);
}

QString DockBar::summary() const {
    return m_summary->text();
}

void DockBar::setSummary(const QString& text) {
    m_summary->setText(text);
}

QPushButton* DockBar::addButton(const QString& text, const QString& tip) {
    auto* button = new QPushButton(text);
    button->setFlat(true);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    m_layout->insertWidget(m_layout->count() - 1, button);  // before the cross
    return button;
}

}  // namespace selvedge
