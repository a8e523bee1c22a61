#include "ui/parts/style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr qreal kRadius = 3;

bool on(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state & flag;
}

bool ringed(const QStyleOption* option) {
    return on(option, QStyle::State_HasFocus) && on(option, QStyle::State_Enabled);
}

void drawButton(const QStyleOption* option, QPainter& painter, const QWidget* widget) {
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool primary = widget && widget->property("primary").toBool();
    const bool pressed = on(option, QStyle::State_Sunken);
    const bool checked = on(option, QStyle::State_On);
    QColor fill = themed(Token::Raised);
    QColor edge = themed(Token::Border);
    if (primary && enabled) {
        fill = themed(Token::AccentFill);
        edge = fill;
    } else if (checked) {
        fill = themed(Token::Select);
    } else if (pressed || (enabled && on(option, QStyle::State_MouseOver))) {
        fill = themed(Token::Hover);
    }
    if (pressed && primary)
        fill = fill.darker(115);
    if (!enabled)
        edge = themed(Token::Line);
    drawBevel(painter, option->rect, fill, edge, ringed(option));
}

void drawCheckBox(const QStyleOption* option, QPainter& painter) {
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool filled = on(option, QStyle::State_On) || on(option, QStyle::State_NoChange);
    const QColor surface = themed(Theme::instance().isDark() ? Token::Well : Token::Raised);
    drawBevel(painter, option->rect, filled && enabled ? themed(Token::AccentFill) : surface,
              filled && enabled ? themed(Token::AccentFill)
                                : themed(enabled ? Token::Border : Token::Line),
              false);
    if (!filled)
        return;
    painter.setPen(QPen(enabled ? QColor(Qt::white) : themed(Token::Text3), 1.6, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    const QRectF r = option->rect;
    if (on(option, QStyle::State_NoChange)) {
        painter.drawLine(QPointF(r.left() + 4, r.center().y()),
                         QPointF(r.right() - 4, r.center().y()));
        return;
    }
    const QPointF tick[] = {{r.left() + r.width() * .25, r.top() + r.height() * .52},
                            {r.left() + r.width() * .43, r.top() + r.height() * .70},
                            {r.left() + r.width() * .76, r.top() + r.height() * .32}};
    painter.drawPolyline(tick, 3);
}

void drawRadio(const QStyleOption* option, QPainter& painter) {
    const bool enabled = on(option, QStyle::State_Enabled);
    const QRectF r = QRectF(option->rect).adjusted(.5, .5, -.5, -.5);
    painter.setPen(themed(enabled ? Token::Border : Token::Line));
    painter.setBrush(themed(Theme::instance().isDark() ? Token::Well : Token::Raised));
    painter.drawEllipse(r);
    if (on(option, QStyle::State_On)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(themed(enabled ? Token::AccentFill : Token::Text3));
        painter.drawEllipse(r.adjusted(3, 3, -3, -3));
    }
}

// At the right of a button that opens a menu; Qt's own place is its lower corner.
QRect menuArrow(const QWidget& button) {
    return {button.width() - kMenuArrow - 2, button.height() / 2 - 4, 9, 9};
}

}  // namespace

void drawBevel(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& edge,
               bool focused) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect).adjusted(.5, .5, -.5, -.5), kRadius, kRadius);
    if (focused)
        drawFocusRing(painter, rect);
    painter.restore();
}

void drawFocusRing(QPainter& painter, const QRectF& rect) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themed(Token::Accent), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), kRadius, kRadius);
    painter.restore();
}

void drawChevron(QPainter& painter, const QRect& rect, Qt::ArrowType direction,
                 const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.translate(QRectF(rect).center());
    painter.rotate(direction == Qt::DownArrow    ? 0
                   : direction == Qt::UpArrow    ? 180
                   : direction == Qt::RightArrow ? -90
                                                 : 90);
    const QPointF points[] = {{-4, -2}, {0, 2}, {4, -2}};
    painter.drawPolyline(points, 3);
    painter.restore();
}

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option,
                       const QWidget* widget) const {
    switch (metric) {
        case PM_DefaultFrameWidth:
            return qobject_cast<const QAbstractItemView*>(widget) ? 0 : 1;
        case PM_ScrollBarExtent:
            return 12;
        case PM_ScrollBarSliderMin:
            return 28;
        case PM_DockWidgetSeparatorExtent:
        case PM_SplitterWidth:
            return 3;
        case PM_DockWidgetFrameWidth:
        case PM_MenuPanelWidth:
            return 1;
        case PM_SliderThickness:
        case PM_SliderControlThickness:
            return 16;
        case PM_SliderLength:
            return 14;
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return 14;
        case PM_FocusFrameHMargin:
        case PM_HeaderMargin:
            return 5;  // beside the text of table cells and headers
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_ToolBarIconSize:
        case PM_TabBarIconSize:
            return 16;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
            return 0;
        case PM_MenuBarPanelWidth:
        case PM_MenuBarVMargin:
            return 0;
        case PM_TreeViewIndentation:
            return 16;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const {
    switch (hint) {
        case SH_DialogButtonBox_ButtonsHaveIcons:
        case SH_EtchDisabledText:
        case SH_UnderlineShortcut:
        case SH_ComboBox_Popup:
        case SH_ItemView_ShowDecorationSelected:
            return hint == SH_ItemView_ShowDecorationSelected;
        case SH_Slider_AbsoluteSetButtons:
            return Qt::LeftButton;
        case SH_ToolTip_WakeUpDelay:
            return 400;
        default:
            return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

bool hasMenuArrow(const QStyleOption* option) {
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    return button && (button->features & QStyleOptionToolButton::HasMenu) &&
           !(button->features & QStyleOptionToolButton::MenuButtonPopup);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_PushButton || type == CT_ComboBox || type == CT_LineEdit || type == CT_SpinBox)
        result.setHeight(qMax(28, result.height()));
    if (type == CT_PushButton) {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (button && !button->text.isEmpty())
            result.setWidth(qMax(60, size.width() + 24));  // Fusion's least width is 80
    }
    if (type == CT_ToolButton) {
        result = result.expandedTo(QSize(28, 28));
        if (hasMenuArrow(option))
            result.rwidth() += kMenuArrow;
    }
    if (type == CT_MenuBarItem)
        result = QSize(result.width() + 8, 26);
    if (type == CT_MenuItem && result.height() > 12)
        result.setHeight(qMax(26, result.height()));
    if (type == CT_HeaderSection)
        result.setHeight(qMax(26, result.height()));
    return result;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option,
                            const QWidget* widget) const {
    const QRect r = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents)
        return r.adjusted(4, 0, -2, 0);
    return r;
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    switch (element) {
        case PE_PanelButtonCommand:
        case PE_PanelButtonBevel:
            drawButton(option, *painter, widget);
            break;
        case PE_FrameDefaultButton:
        case PE_FrameButtonBevel:
        case PE_FrameStatusBarItem:
            break;
        case PE_PanelButtonTool: {
            // Flat until it says something.
            const bool checked = on(option, State_On);
            if (checked || on(option, State_Sunken) ||
                (on(option, State_MouseOver) && on(option, State_Enabled))) {
                const QColor fill = themed(checked ? Token::Select : Token::Hover);
                drawBevel(*painter, option->rect, fill, checked ? themed(Token::Border) : fill,
                          false);
            }
            if (ringed(option))
                drawFocusRing(*painter, option->rect);
            break;
        }
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            drawCheckBox(option, *painter);
            break;
        case PE_IndicatorRadioButton:
            drawRadio(option, *painter);
            break;
        case PE_PanelLineEdit:
        case PE_FrameLineEdit: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            const bool framed = !frame || frame->lineWidth > 0;
            const QColor base = option->palette.color(QPalette::Base);
            if (framed)
                drawBevel(*painter, option->rect,
                          element == PE_PanelLineEdit ? base : QColor(0, 0, 0, 0),
                          themed(on(option, State_Enabled) ? Token::Border : Token::Line),
                          ringed(option));
            break;
        }
        case PE_Frame:
        case PE_FrameGroupBox:
        case PE_FrameTabWidget:
        case PE_FrameWindow:
        case PE_FrameDockWidget:
        case PE_FrameMenu:
        case PE_PanelTipLabel:
            painter->setRenderHint(QPainter::Antialiasing, false);
            painter->setPen(themed(element == PE_FrameMenu || element == PE_PanelTipLabel
                                       ? Token::Border
                                       : Token::Line));
            painter->setBrush(element == PE_PanelTipLabel ? QBrush(themed(Token::Raised))
                                                          : QBrush(Qt::NoBrush));
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            break;
        case PE_PanelMenu:
            painter->fillRect(option->rect, themed(Token::Raised));
            break;
        case PE_PanelMenuBar:
            painter->fillRect(option->rect, themed(Token::Panel));
            break;
        case PE_PanelStatusBar:
            painter->fillRect(option->rect, themed(Token::Panel));
            painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)),
                              themed(Token::Line));
            break;
        case PE_FrameFocusRect:
            drawFocusRing(*painter, option->rect);
            break;
        case PE_IndicatorBranch:
            if (on(option, State_Children))
                drawChevron(*painter, option->rect,
                            on(option, State_Open) ? Qt::DownArrow : Qt::RightArrow,
                            themed(Token::Text2));
            break;
        case PE_IndicatorArrowDown:
        case PE_IndicatorArrowUp:
        case PE_IndicatorArrowLeft:
        case PE_IndicatorArrowRight:
            drawChevron(
                *painter,
                qobject_cast<const QToolButton*>(widget) ? menuArrow(*widget) : option->rect,
                element == PE_IndicatorArrowDown   ? Qt::DownArrow
                : element == PE_IndicatorArrowUp   ? Qt::UpArrow
                : element == PE_IndicatorArrowLeft ? Qt::LeftArrow
                                                   : Qt::RightArrow,
                themed(on(option, State_Enabled) ? Token::Text2 : Token::Text3));
            break;
        default:
            painter->restore();
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return;
    }
    painter->restore();
}

}  // namespace selvedge
