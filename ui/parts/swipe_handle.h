#pragma once

#include <QAbstractSlider>

namespace selvedge {

// The divider of a swipe comparison: a line over its parent's whole height with a knob to drag. Its
// value is the place in thousandths of the parent's width, so that keys (arrows, Page Up, Page
// Down, Home, End while it has the focus) and screen readers work as with any slider.
class SwipeHandle : public QAbstractSlider {
    Q_OBJECT

public:
    explicit SwipeHandle(QWidget* parent);
    static constexpr int kWhole = 1000;
    double x() const;  // of the line, in the parent
    void place();      // after the parent was resized

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;  // back to the middle

private:
    double m_grip = 0;  // from the line to where it was taken
};

}  // namespace selvedge
