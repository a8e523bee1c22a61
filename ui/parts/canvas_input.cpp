// Canvas: pointer and wheel.

#include <QMouseEvent>
#include <cmath>

#include "ui/parts/canvas.h"

namespace selvedge {

namespace {

constexpr double kDragStart = 4;  // px
constexpr double kZoomStep = 1.2;

}  // namespace

void Canvas::resizeEvent(QResizeEvent*) {
    m_divider->place();
    if (m_fitted)
        fit();
    invalidate();
}

void Canvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        invalidate();
    QWidget::changeEvent(event);
}

void Canvas::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0)
        return;
    const double ratio = devicePixelRatioF();
    const double scale = std::clamp(m_view.scale * std::pow(kZoomStep, steps), kLeastZoom / ratio,
                                    kMostZoom / ratio);
    setViewByPerson(m_view.zoomedTo(scale, event->position()));
    event->accept();
}

void Canvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_pressed = event->position();
    m_dragFrom = event->position();
    m_dragged = false;
}

void Canvas::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    if (m_dragFrom) {
        const QPointF moved = event->position() - m_pressed;
        if (!m_dragged && std::hypot(moved.x(), moved.y()) < kDragStart)
            return;
        m_dragged = true;
        setCursor(Qt::ClosedHandCursor);
        m_cardTimer.stop();
        m_cardShown = false;
        // Whole device pixels: what is drawn can move along. The rest waits for the next move.
        const double ratio = devicePixelRatioF();
        const QPointF by = QPointF(((event->position() - *m_dragFrom) * ratio).toPoint()) / ratio;
        setViewByPerson({m_view.scale, m_view.offset + by});
        *m_dragFrom += by;
        return;
    }
    const QPointF point = m_view.imageFromWidget(m_pointer);
    const auto hovered = objectAt(point);
    if (hovered != m_hovered) {
        m_hovered = hovered;
        m_cardShown = false;
        update();
        if (hovered)
            m_cardTimer.start();
        else
            m_cardTimer.stop();
    }
    Q_EMIT pointerMoved(point);
}

void Canvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_dragFrom)
        return;
    m_dragFrom.reset();
    unsetCursor();
    if (!m_dragged && event->button() == Qt::LeftButton)
        Q_EMIT objectClicked(objectAt(m_view.imageFromWidget(event->position())));
}

void Canvas::mouseDoubleClickEvent(QMouseEvent*) {
    Q_EMIT fitWanted();
}

void Canvas::forgetHovered() {
    m_hovered.reset();
    m_cardTimer.stop();
    m_cardShown = false;
    update();
}

void Canvas::leaveEvent(QEvent*) {
    forgetHovered();
    Q_EMIT pointerLeft();
}

}  // namespace selvedge
