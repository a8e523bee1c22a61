#pragma once

#include <QProxyStyle>

namespace selvedge {

// Fusion made flat: one tone a surface, radius 3, hairlines, a 2 px focus ring, no gradient or
// shadow. Buttons with the property "primary" are filled with the accent.
class Style : public QProxyStyle {
    Q_OBJECT

public:
    Style();
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                         SubControl subControl, const QWidget* widget) const override;

private:
    void drawSlider(const QStyleOptionComplex* option, QPainter* painter) const;
    void drawScrollBar(const QStyleOptionComplex* option, QPainter* painter,
                       const QWidget* widget) const;
    void drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const;
    void drawSpinBox(const QStyleOptionComplex* option, QPainter* painter,
                     const QWidget* widget) const;
};

// Room at the right of a tool button that opens a menu, for its arrow.
inline constexpr int kMenuArrow = 14;
bool hasMenuArrow(const QStyleOption* option);

// A control's surface and edge: `focused` draws the ring in place of the edge.
void drawBevel(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& edge,
               bool focused);
// 2 px accent, just inside `rect`.
void drawFocusRing(QPainter& painter, const QRectF& rect);
// The arrow of combo boxes, trees and spin boxes: two strokes.
void drawChevron(QPainter& painter, const QRect& rect, Qt::ArrowType direction,
                 const QColor& color);

}  // namespace selvedge
