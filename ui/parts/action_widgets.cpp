#include "ui/parts/action_widgets.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStylePainter>
#include <QToolButton>

#include "ui/parts/action_registry.h"
#include "ui/parts/icons.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"

namespace selvedge {

void bindButton(QAbstractButton* button, QAction* action) {
    const bool ownTip = !button->toolTip().isEmpty();
    const auto follow = [button, action, ownTip] {
        button->setEnabled(action->isEnabled());
        button->setAccessibleName(action->text());
        if (!ownTip)
            button->setToolTip(action->toolTip());
    };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
}

void makeSearchField(QLineEdit& edit) {
    const auto nameNewest = [&edit](const QString& name) {
        edit.findChildren<QToolButton*>().last()->setAccessibleName(name);
    };
    edit.addAction(themedIcon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    nameNewest(QCoreApplication::translate("SearchField", "Search"));
    edit.setClearButtonEnabled(true);
    nameNewest(QCoreApplication::translate("SearchField", "Clear the field"));
}

ActionSegments::ActionSegments(const QList<QAction*>& actions, const QString& accessibleName,
                               QWidget* parent)
    : QWidget(parent) {
    setAccessibleName(accessibleName);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (QAction* action : actions) {
        auto* button = new QPushButton(action->iconText());
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(action->text());
        const auto follow = [button, action] {
            button->setChecked(action->isChecked());
            button->setEnabled(action->isEnabled());
            button->setToolTip(action->toolTip());
        };
        follow();
        connect(action, &QAction::changed, button, follow);
        connect(button, &QPushButton::clicked, action, [this, button, action] {
            action->trigger();
            button->setChecked(action->isChecked());
            if (!button->hasFocus())
                Q_EMIT clickedByMouse();
        });
        layout->addWidget(button);
    }
}

ActionChoice::ActionChoice(const QString& title, const QList<QAction*>& actions, QWidget* parent)
    : QComboBox(parent), m_title(title + QStringLiteral(": ")) {
    setAccessibleName(title);
    setToolTip(title);
    setFocusPolicy(Qt::TabFocus);
    for (QAction* action : actions) {
        const int row = count();
        addItem(action->iconText());
        const auto follow = [this, action, row] {
            if (action->isChecked())
                setCurrentIndex(row);
            QStandardItem* item = static_cast<QStandardItemModel*>(model())->item(row);
            item->setText(action->iconText());
            item->setEnabled(action->isEnabled());
            item->setToolTip(action->isEnabled() ? QString() : ActionRegistry::needOf(action));
            item->setAccessibleDescription(item->toolTip());
        };
        follow();
        connect(action, &QAction::changed, this, follow);
    }
    connect(this, &QComboBox::activated, this, [actions](int row) { actions[row]->trigger(); });
}

QSize ActionChoice::sizeHint() const {
    return QComboBox::sizeHint() + QSize(fontMetrics().horizontalAdvance(m_title), 0);
}

void ActionChoice::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText.prepend(m_title);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

IconButton::IconButton(QAction* action, QWidget* parent) : QWidget(parent) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(hasIcons() && !action->icon().isNull() ? Qt::ToolButtonIconOnly
                                                                      : Qt::ToolButtonTextOnly);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(button);
    setFocusProxy(button);
}

SourceButton::SourceButton(QAction* action, bool truth, QWidget* parent)
    : QAbstractButton(parent), m_truth(truth) {
    setCheckable(true);
    setText(action->iconText());
    setAccessibleName(action->text());
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    const auto follow = [this, action] {
        setChecked(action->isChecked());
        setEnabled(action->isEnabled());
        setToolTip(action->toolTip());
    };
    follow();
    connect(action, &QAction::changed, this, follow);
    connect(this, &QAbstractButton::clicked, action, [this, action] {
        action->trigger();
        setChecked(action->isChecked());
    });
}

QSize SourceButton::sizeHint() const {
    return {fontMetrics().horizontalAdvance(text()) + 44, 28};
}

void SourceButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool lit = isChecked() && isEnabled();
    if (underMouse() && isEnabled())
        drawBevel(painter, rect(), themed(Token::Hover), themed(Token::Hover), false);
    QPen sample(lit ? themed(m_truth ? Token::Truth : Token::Prediction) : themed(Token::Text3), 2);
    sample.setCapStyle(Qt::FlatCap);
    if (!m_truth)
        sample.setDashPattern({3.5, 1.5});
    painter.setPen(sample);
    painter.drawLine(8, height() / 2, 26, height() / 2);
    QFont strikable = font();
    strikable.setStrikeOut(isEnabled() && !isChecked());
    painter.setFont(strikable);
    painter.setPen(themed(lit ? Token::Text : Token::Text3));
    painter.drawText(rect().adjusted(34, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, text());
    if (hasFocus())
        drawFocusRing(painter, rect());
}

}  // namespace selvedge
