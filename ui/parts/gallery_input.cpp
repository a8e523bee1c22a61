// Gallery: mouse, wheel and keys.

#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>

#include "ui/parts/gallery.h"

namespace selvedge {

namespace {

constexpr int kTileStep = 16;

}  // namespace

void Gallery::ensureVisible(int position) {
    const QRect cell = m_layout.cell(position);
    QScrollBar* bar = verticalScrollBar();
    if (cell.top() - GalleryLayout::kGap < bar->value())
        bar->setValue(cell.top() - GalleryLayout::kGap);
    else if (cell.bottom() + GalleryLayout::kGap > bar->value() + viewport()->height())
        bar->setValue(cell.bottom() + GalleryLayout::kGap - viewport()->height());
}

void Gallery::moveTo(int position) {
    if (m_images.empty())
        return;
    position = std::clamp(position, 0, int(m_images.size()) - 1);
    ensureVisible(position);
    if (position == m_current)
        return;
    m_current = position;
    viewport()->update();
    describe();
    Q_EMIT currentChanged(m_images[std::size_t(position)]);
}

void Gallery::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const int position = m_layout.indexAt(event->pos() + QPoint(0, verticalScrollBar()->value()));
    if (position >= 0)
        moveTo(position);
}

void Gallery::mouseDoubleClickEvent(QMouseEvent* event) {
    const int position = m_layout.indexAt(event->pos() + QPoint(0, verticalScrollBar()->value()));
    if (position >= 0 && event->button() == Qt::LeftButton)
        Q_EMIT activated(m_images[std::size_t(position)]);
}

void Gallery::mouseMoveEvent(QMouseEvent* event) {
    const int position = m_layout.indexAt(event->pos() + QPoint(0, verticalScrollBar()->value()));
    if (position == m_hovered)
        return;
    for (const int changed : {m_hovered, position}) {
        if (changed >= 0)
            viewport()->update(tileRect(changed));
    }
    m_hovered = position;
}

void Gallery::leaveEvent(QEvent*) {
    if (m_hovered >= 0)
        viewport()->update(tileRect(m_hovered));
    m_hovered = -1;
}

void Gallery::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        const int delta = event->angleDelta().y();
        if (delta != 0)
            setTileWidth(tileWidth() + (delta > 0 ? kTileStep : -kTileStep));
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void Gallery::keyPressEvent(QKeyEvent* event) {
    const int columns = m_layout.columns();
    const int page = std::max(1, viewport()->height() / m_layout.cellHeight()) * columns;
    const int last = int(m_images.size()) - 1;
    const int now = std::max(0, m_current);
    const bool none = m_current < 0;
    switch (event->key()) {
        case Qt::Key_Left:
            return moveTo(none ? 0 : now - 1);
        case Qt::Key_Right:
            return moveTo(none ? 0 : now + 1);
        case Qt::Key_Up:
            return moveTo(now >= columns ? now - columns : now);
        case Qt::Key_Down:
            return moveTo(none ? 0 : std::min(now + columns, last));
        case Qt::Key_PageUp:
            return moveTo(now - page);
        case Qt::Key_PageDown:
            return moveTo(now + page);
        case Qt::Key_Home:
            return moveTo(0);
        case Qt::Key_End:
            return moveTo(last);
        case Qt::Key_Plus:
            return setTileWidth(tileWidth() + kTileStep);
        case Qt::Key_Minus:
            return setTileWidth(tileWidth() - kTileStep);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current >= 0)
                Q_EMIT activated(m_images[std::size_t(m_current)]);
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

}  // namespace selvedge
