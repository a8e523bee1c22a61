// Gallery: mouse, wheel and keys.

#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>

#include "ui/parts/gallery.h"

namespace selvedge {

namespace {

constexpr int kTileStep = 16;
constexpr int kBandScrollMilliseconds = 16;
constexpr int kLargestBandStep = 60;  // px a tick

using Go = TileModel::Go;

Go goOf(Qt::KeyboardModifiers modifiers, Go withControl) {
    const bool control = modifiers & Qt::ControlModifier;
    if (modifiers & Qt::ShiftModifier)
        return control ? Go::AddRange : Go::Range;
    return control ? withControl : Go::Only;
}

}  // namespace

void Gallery::ensureVisible(int position) {
    const QRect cell = m_layout.cell(position);
    QScrollBar* bar = verticalScrollBar();
    if (cell.top() - GalleryLayout::kGap < bar->value())
        bar->setValue(cell.top() - GalleryLayout::kGap);
    else if (cell.bottom() + GalleryLayout::kGap > bar->value() + viewport()->height())
        bar->setValue(cell.bottom() + GalleryLayout::kGap - viewport()->height());
}

QPoint Gallery::contentFromViewport(QPoint point) const {
    return point + QPoint(0, verticalScrollBar()->value());
}

int Gallery::locateAt(QPoint viewportPoint) const {
    const QPoint point = contentFromViewport(viewportPoint);
    const int position = m_layout.indexAt(point);
    if (position < 0 || !locateButtonIn(m_layout.photo(position)).contains(point))
        return -1;
    const auto thumbnail = m_loader.get(m_model.items().at(position));
    return thumbnail && thumbnail->missing ? position : -1;
}

void Gallery::mousePressEvent(QMouseEvent* event) {
    noHover();
    if (event->button() != Qt::LeftButton)
        return;
    if (locateAt(event->pos()) >= 0) {
        Q_EMIT locateWanted();
        return;
    }
    const QPoint point = contentFromViewport(event->pos());
    const int position = m_layout.indexAt(point);
    const bool plain = !(event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier));
    if (position >= 0) {
        m_dragFrom = event->pos();
        if (plain && m_model.isSelected(position) && m_model.selection().items.size() > 1) {
            m_pressed = position;
            m_model.go(position, Go::Keep);
        } else {
            m_model.go(position, goOf(event->modifiers(), Go::Toggle));
        }
        return;
    }
    if (plain)
        m_model.clearSelection();
    m_band = Band{point, point, m_model.selection().items,
                  bool(event->modifiers() & Qt::ControlModifier)};
}

void Gallery::mouseMoveEvent(QMouseEvent* event) {
    if (mayDrag(event->pos()))
        return startDrag();
    if (!m_band) {
        hover(event->pos());
        return;
    }
    dragBand(event->pos());
    const bool outside = event->pos().y() < 0 || event->pos().y() >= viewport()->height();
    if (outside && !m_bandScroll.isActive())
        m_bandScroll.start(kBandScrollMilliseconds, this);
    else if (!outside)
        m_bandScroll.stop();
}

void Gallery::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    if (m_pressed >= 0)
        m_model.go(m_pressed, Go::Only);
    m_pressed = -1;
    m_dragFrom.reset();
    m_band.reset();
    m_bandScroll.stop();
    viewport()->update();
}

void Gallery::dragBand(QPoint viewportPoint) {
    m_band->to = contentFromViewport(viewportPoint);
    std::vector<std::uint32_t> touched;
    m_layout.eachIn(QRect(m_band->from, m_band->to).normalized(),
                    [&](int position) { touched.push_back(m_model.items().at(position).index); });
    std::vector<std::uint32_t> selected;
    if (m_band->toggles) {
        std::sort(touched.begin(), touched.end());
        std::set_symmetric_difference(m_band->before.begin(), m_band->before.end(), touched.begin(),
                                      touched.end(), std::back_inserter(selected));
    } else {
        selected = m_band->before;
        selected.insert(selected.end(), touched.begin(), touched.end());
    }
    m_model.select(std::move(selected));
    viewport()->update();
}

// The pointer holds the band's end above or below the gallery.
void Gallery::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_bandScroll.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    const int beyond =
        pointer.y() < 0 ? pointer.y() : std::max(0, pointer.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                  std::clamp(beyond, -kLargestBandStep, kLargestBandStep));
    dragBand(pointer);
}

void Gallery::mouseDoubleClickEvent(QMouseEvent* event) {
    const int position = m_layout.indexAt(contentFromViewport(event->pos()));
    if (position >= 0 && event->button() == Qt::LeftButton && locateAt(event->pos()) < 0)
        Q_EMIT activated(m_model.items().at(position));
}

void Gallery::hover(QPoint viewportPoint) {
    const int position = m_layout.indexAt(contentFromViewport(viewportPoint));
    const int locate = locateAt(viewportPoint);
    const auto object = position < 0 ? std::nullopt : objectAt(position, viewportPoint);
    if (position != m_hovered || locate != m_locateHovered) {
        for (const int changed : {m_hovered, position}) {
            if (changed >= 0)
                viewport()->update(tileRect(changed));
        }
    }
    const bool sameTile = position == m_hovered;
    if (sameTile && object == m_hoveredObject && locate == m_locateHovered)
        return;
    m_hovered = position;
    m_locateHovered = locate;
    m_hoveredObject = object;
    if (sameTile && m_card && m_card->isVisible()) {
        showCard();
        return;
    }
    if (m_card)
        m_card->hide();
    m_cardTimer.start();
}

void Gallery::noHover() {
    if (m_hovered >= 0 && m_hovered < m_layout.count)
        viewport()->update(tileRect(m_hovered));
    m_hovered = m_locateHovered = -1;
    m_hoveredObject.reset();
    m_cardTimer.stop();
    if (m_card)
        m_card->hide();
}

std::optional<ObjectRef> Gallery::objectAt(int position, QPoint viewportPoint) const {
    const TileItem item = m_model.items().at(position);
    if (item.kind == TileKind::Objects)
        return m_loader.numbers().knows(item)
                   ? std::optional(m_loader.numbers().objectOf(item.index))
                   : std::nullopt;
    const auto thumbnail = m_loader.get(item);
    if (!thumbnail || thumbnail->image.isNull())
        return {};
    const QRectF photo = photoIn(m_layout.photo(position), thumbnail->image.size());
    const QPointF point = (QPointF(contentFromViewport(viewportPoint)) - photo.topLeft()) *
                          thumbnail->image.width() / photo.width();
    // Small ones lie above.
    const auto& objects = thumbnail->objects;
    const auto hit = std::find_if(objects.rbegin(), objects.rend(), [&](const auto& object) {
        return m_style.showsObject(object) && object.path.contains(point);
    });
    return hit == objects.rend() ? std::nullopt : std::optional(hit->ref);
}

void Gallery::showCard() {
    const auto content = m_hovered >= 0 && m_cardOf
                             ? m_cardOf(m_model.items().at(m_hovered), m_hoveredObject)
                             : std::nullopt;
    if (!content) {
        if (m_card)
            m_card->hide();
        return;
    }
    if (!m_card)
        m_card = new TileCard(window());
    const QRect tile = tileRect(m_hovered) & viewport()->rect();
    m_card->showBeside(QRect(viewport()->mapTo(window(), tile.topLeft()), tile.size()), *content);
}

// Of several selected tiles none is lost by it.
void Gallery::goToCard(const QKeyEvent& event) {
    if (!m_card || !m_card->isVisible() || m_hovered < 0)
        return;
    const int key = event.key() == Qt::Key_Return ? int(Qt::Key_Enter) : event.key();
    const QKeySequence pressed(
        QKeyCombination(event.modifiers() & ~Qt::KeypadModifier, Qt::Key(key)));
    const auto& keys = m_card->content().keys;
    if (std::any_of(keys.begin(), keys.end(),
                    [&](const CardKey& named) { return named.key == pressed; }))
        m_model.go(m_hovered, m_model.selection().items.size() > 1 ? Go::Keep : Go::Only);
}

// Before a shortcut is looked for.
bool Gallery::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride)
        goToCard(*static_cast<QKeyEvent*>(event));
    return QAbstractScrollArea::event(event);
}

void Gallery::leaveEvent(QEvent*) {
    noHover();
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
    noHover();
    const int columns = m_layout.columns();
    const int page = std::max(1, viewport()->height() / m_layout.cellHeight()) * columns;
    const int last = m_model.count() - 1;
    const int now = std::max(0, m_model.current());
    const bool none = m_model.current() < 0;
    const auto go = [&](int position) {
        position = std::clamp(position, 0, std::max(0, last));
        m_model.go(position, goOf(event->modifiers() & ~Qt::KeypadModifier, Go::Keep));
    };
    switch (event->key()) {
        case Qt::Key_Left:
            return go(none ? 0 : now - 1);
        case Qt::Key_Right:
            return go(none ? 0 : now + 1);
        case Qt::Key_Up:
            return go(now >= columns ? now - columns : now);
        case Qt::Key_Down:
            return go(none ? 0 : std::min(now + columns, last));
        case Qt::Key_PageUp:
            return go(now - page);
        case Qt::Key_PageDown:
            return go(now + page);
        case Qt::Key_Home:
            return go(0);
        case Qt::Key_End:
            return go(last);
        case Qt::Key_Space:
            return m_model.go(now, Go::Toggle);
        case Qt::Key_Escape:
            return m_model.clearSelection();
        case Qt::Key_Plus:
            return setTileWidth(tileWidth() + kTileStep);
        case Qt::Key_Minus:
            return setTileWidth(tileWidth() - kTileStep);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!none)
                Q_EMIT activated(m_model.items().at(m_model.current()));
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

}  // namespace selvedge
