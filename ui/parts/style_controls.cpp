// Style: bars, headers, menus, and the controls made of parts.

#include <QFrame>
#include <QPainter>
#include <QStyleOption>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"

namespace selvedge {

namespace {

QColor inputSurface() {
    return themed(Theme::instance().isDark() ? Token::Well : Token::Raised);
}

void hairline(QPainter& painter, const QRect& rect) {
    painter.fillRect(rect, themed(Token::Line));
}

}  // namespace

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const QRect r = option->rect;
    const bool enabled = option->state & State_Enabled;
    switch (element) {
        case CE_PushButtonLabel: {
            auto button = *qstyleoption_cast<const QStyleOptionButton*>(option);
            if (widget && widget->property("primary").toBool() && enabled)
                button.palette.setColor(QPalette::ButtonText, Qt::white);
            QProxyStyle::drawControl(element, &button, painter, widget);
            return;
        }
        case CE_ToolButtonLabel: {
            auto button = *qstyleoption_cast<const QStyleOptionToolButton*>(option);
            if (hasMenuArrow(option))
                button.rect.adjust(0, 0, -kMenuArrow, 0);
            QProxyStyle::drawControl(element, &button, painter, widget);
            return;
        }
        case CE_MenuBarEmptyArea:
            painter->fillRect(r, themed(Token::Panel));
            return;
        case CE_MenuBarItem: {
            const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            const bool hot = option->state & (State_Selected | State_Sunken);
            painter->fillRect(r, themed(hot ? Token::Hover : Token::Panel));
            painter->setPen(themed(enabled ? Token::Text : Token::Text3));
            painter->drawText(r, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextHideMnemonic,
                              item->text);
            return;
        }
        case CE_MenuItem: {
            auto item = *qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            if (item.menuItemType == QStyleOptionMenuItem::Separator) {
                hairline(*painter, QRect(r.left(), r.center().y(), r.width(), 1));
                return;
            }
            // Fusion's own selection has an outline; a flat row is enough.
            painter->fillRect(r, themed(option->state & State_Selected && enabled ? Token::Select
                                                                                  : Token::Raised));
            item.state &= ~State_Selected;
            item.palette.setColor(QPalette::Text, themed(enabled ? Token::Text : Token::Text3));
            QProxyStyle::drawControl(element, &item, painter, widget);
            return;
        }
        case CE_HeaderSection:
            painter->fillRect(r, themed(Token::Panel));
            hairline(*painter, QRect(r.left(), r.bottom(), r.width(), 1));
            return;
        case CE_HeaderEmptyArea:
            painter->fillRect(r, themed(Token::Panel));
            hairline(*painter, QRect(r.left(), r.bottom(), r.width(), 1));
            return;
        case CE_HeaderLabel: {
            auto header = *qstyleoption_cast<const QStyleOptionHeader*>(option);
            header.palette.setColor(QPalette::ButtonText, themed(Token::Text2));
            QProxyStyle::drawControl(element, &header, painter, widget);
            return;
        }
        case CE_ProgressBarGroove: {
            const QRect groove(r.left(), r.center().y() - 3, r.width(), 6);
            painter->fillRect(groove, themed(Token::Line));
            return;
        }
        case CE_ProgressBarContents: {
            const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
            const QRect groove(r.left(), r.center().y() - 3, r.width(), 6);
            const double span = double(bar->maximum) - bar->minimum;
            const double part = span > 0 ? (bar->progress - bar->minimum) / span : 0;
            painter->fillRect(
                QRect(groove.topLeft(), QSize(qRound(part * groove.width()), groove.height())),
                themed(enabled ? Token::Accent : Token::Text3));
            return;
        }
        case CE_ProgressBarLabel:
            return;
        case CE_ShapedFrame: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame && frame->frameShape == QFrame::HLine) {
                hairline(*painter, QRect(r.left(), r.center().y(), r.width(), 1));
                return;
            }
            if (frame && frame->frameShape == QFrame::VLine) {
                hairline(*painter, QRect(r.center().x(), r.top(), 1, r.height()));
                return;
            }
            QProxyStyle::drawControl(element, option, painter, widget);
            return;
        }
        case CE_Splitter:
            hairline(*painter, option->state & State_Horizontal
                                   ? QRect(r.center().x(), r.top(), 1, r.height())
                                   : QRect(r.left(), r.center().y(), r.width(), 1));
            return;
        case CE_ToolBar:
            painter->fillRect(r, themed(Token::Panel));
            return;
        default:
            QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                               QPainter* painter, const QWidget* widget) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    switch (control) {
        case CC_Slider:
            drawSlider(option, painter);
            break;
        case CC_ScrollBar:
            drawScrollBar(option, painter, widget);
            break;
        case CC_ComboBox:
            drawComboBox(option, painter);
            break;
        case CC_SpinBox:
            drawSpinBox(option, painter, widget);
            break;
        default:
            QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
    painter->restore();
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                            SubControl subControl, const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        // No arrows: the groove is the whole bar.
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        const bool flat = bar->orientation == Qt::Horizontal;
        const int length = flat ? bar->rect.width() : bar->rect.height();
        const std::int64_t range = std::int64_t(bar->maximum) - bar->minimum;
        int slider = length;
        if (range > 0)
            slider = qMax(int(std::int64_t(bar->pageStep) * length / (range + bar->pageStep)),
                          pixelMetric(PM_ScrollBarSliderMin, option, widget));
        slider = qMin(slider, length);
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                  length - slider, bar->upsideDown);
        const auto part = [&](int from, int size) {
            return flat ? QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height())
                        : QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size);
        };
        switch (subControl) {
            case SC_ScrollBarGroove:
                return bar->rect;
            case SC_ScrollBarSlider:
                return part(start, slider);
            case SC_ScrollBarSubPage:
                return part(0, start);
            case SC_ScrollBarAddPage:
                return part(start + slider, length - start - slider);
            default:
                return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

void Style::drawSlider(const QStyleOptionComplex* option, QPainter* painter) const {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    const bool flat = slider->orientation == Qt::Horizontal;
    const bool enabled = slider->state & State_Enabled;
    const QRect handle = subControlRect(CC_Slider, option, SC_SliderHandle, nullptr);
    const QRectF r = slider->rect;
    const QPointF center = QRectF(handle).center();
    const QColor done = themed(enabled ? Token::Accent : Token::Text3);
    if (flat) {
        painter->fillRect(QRectF(r.left(), center.y() - 1, r.width(), 2), themed(Token::Text3));
        painter->fillRect(QRectF(r.left(), center.y() - 1, center.x() - r.left(), 2), done);
    } else {
        painter->fillRect(QRectF(center.x() - 1, r.top(), 2, r.height()), themed(Token::Text3));
        painter->fillRect(QRectF(center.x() - 1, center.y(), 2, r.bottom() - center.y()), done);
    }
    const bool dark = Theme::instance().isDark();
    painter->setPen(QPen(themed(Token::Border), dark ? 0.01 : 1));
    painter->setBrush(!enabled ? themed(Token::Text3) : dark ? themed(Token::Text) : Qt::white);
    painter->drawEllipse(center, 6, 6);
    if (slider->state & State_HasFocus && enabled) {
        painter->setPen(QPen(themed(Token::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(center, 7, 7);
    }
}

void Style::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    painter->fillRect(bar->rect, option->palette.color(QPalette::Window));
    if (bar->maximum <= bar->minimum)
        return;
    const QRectF slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool hot = bar->activeSubControls & SC_ScrollBarSlider &&
                     bar->state & (State_MouseOver | State_Sunken);
    painter->setPen(Qt::NoPen);
    painter->setBrush(themed(hot ? Token::Border : Token::Text3));
    painter->drawRoundedRect(slider.adjusted(3, 3, -3, -3), 3, 3);
}

void Style::drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const {
    const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    const bool enabled = box->state & State_Enabled;
    const bool hot = enabled && box->state & (State_MouseOver | State_On);
    if (box->frame)
        drawBevel(*painter, box->rect,
                  box->editable ? inputSurface() : themed(hot ? Token::Hover : Token::Raised),
                  themed(enabled ? Token::Border : Token::Line),
                  box->state & State_HasFocus && enabled);
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, nullptr);
    drawChevron(*painter, arrow, Qt::DownArrow, themed(enabled ? Token::Text2 : Token::Text3));
}

void Style::drawSpinBox(const QStyleOptionComplex* option, QPainter* painter,
                        const QWidget* widget) const {
    const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    const bool enabled = box->state & State_Enabled;
    if (box->frame)
        drawBevel(*painter, box->rect, inputSurface(),
                  themed(enabled ? Token::Border : Token::Line),
                  box->state & State_HasFocus && enabled);
    if (box->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const auto arrow = [&](SubControl part, Qt::ArrowType type,
                           QAbstractSpinBox::StepEnabledFlag f) {
        const bool can = enabled && box->stepEnabled & f;
        drawChevron(*painter, subControlRect(CC_SpinBox, option, part, widget), type,
                    themed(can ? Token::Text2 : Token::Text3));
    };
    arrow(SC_SpinBoxUp, Qt::UpArrow, QAbstractSpinBox::StepUpEnabled);
    arrow(SC_SpinBoxDown, Qt::DownArrow, QAbstractSpinBox::StepDownEnabled);
}

}  // namespace selvedge
