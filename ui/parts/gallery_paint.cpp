// Gallery: how tiles look.

#include <QElapsedTimer>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/parts/gallery.h"
#include "ui/parts/theme.h"

namespace selvedge {

namespace {

// What one paint event spends on overlays; what is left then is composed in the next ones.
constexpr qint64 kComposeNanoseconds = 8'000'000;

qint64 nanoseconds() {
    static const QElapsedTimer clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    return clock.nsecsElapsed();
}

void frame(QPainter& painter, const QRect& rect, const QColor& color, int width) {
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect);
}

}  // namespace

void Gallery::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), themed(Token::Well));
    m_composeUntil = nanoseconds() + kComposeNanoseconds;
    const int top = verticalScrollBar()->value();
    const auto [first, last] =
        m_layout.range(top + event->rect().top() - 8, top + event->rect().bottom() + 8);
    for (int i = first; i < last; ++i) {
        if (tileRect(i).intersects(event->rect()))
            paintOne(painter, i);
    }
    if (m_band) {
        const QRect band = QRect(m_band->from, m_band->to).normalized().translated(0, -top);
        QColor fill = themed(Token::Accent);
        fill.setAlpha(40);
        painter.fillRect(band, fill);
        frame(painter, band.adjusted(0, 0, -1, -1), themed(Token::Accent), 1);
    }
    if (!m_uncomposed.isEmpty())
        QMetaObject::invokeMethod(
            viewport(), [this] { viewport()->update(std::exchange(m_uncomposed, {})); },
            Qt::QueuedConnection);
}

const QPixmap* Gallery::composed(TileItem item, const Thumbnail& thumbnail, QSize size) {
    if (const QPixmap* found = m_composed.object(item))
        return found;
    if (nanoseconds() > m_composeUntil)
        return nullptr;
    const qreal ratio = devicePixelRatioF();
    auto* pixmap = new QPixmap(size * ratio);
    pixmap->setDevicePixelRatio(ratio);
    pixmap->fill(Qt::transparent);
    QPainter inner(pixmap);
    const auto paint = item.kind == TileKind::Objects ? paintCutout : paintTile;
    paint(inner, QRect(QPoint(), size), thumbnail, m_style, m_overlayPalette);
    inner.end();
    const qsizetype cost = qMax<qsizetype>(1, pixmap->width() * pixmap->height() / 256);
    return m_composed.insert(item, pixmap, cost) ? pixmap : nullptr;
}

void Gallery::paintPhoto(QPainter& painter, TileItem item, const QRect& photo, int position) {
    const auto thumbnail = m_loader.get(item);
    if (!thumbnail) {
        painter.fillRect(photo, themed(Token::Panel));
    } else if (thumbnail->image.isNull()) {
        paintFault(painter, photo, *thumbnail, position == m_locateHovered);
    } else if (const QPixmap* pixmap = composed(item, *thumbnail, photo.size())) {
        painter.drawPixmap(photo.topLeft(), *pixmap);
    } else {
        painter.drawImage(photoIn(photo, thumbnail->image.size()), thumbnail->image);
        m_uncomposed += photo;
    }
}

void Gallery::paintOne(QPainter& painter, int position) {
    const TileItem item = m_model.items().at(position);
    const int top = verticalScrollBar()->value();
    const QRect cell = m_layout.cell(position).translated(0, -top);
    const QRect photo = m_layout.photo(position).translated(0, -top);
    const bool selected = m_model.isSelected(position);
    if (selected)
        painter.fillRect(cell.adjusted(-3, -3, 3, 3), themed(Token::Select));
    paintPhoto(painter, item, photo, position);
    if (m_captionOf) {
        const Caption caption = m_captionOf(item);
        if (caption.stars > 0)
            paintStar(painter, photo, caption.stars);
        paintCaption(
            painter,
            {cell.left() + 2, photo.bottom() + 1, cell.width() - 4, GalleryLayout::kCaption},
            caption, selected);
    }
    paintFrames(painter, position, cell);
}

void Gallery::paintFrames(QPainter& painter, int position, const QRect& cell) {
    const bool selected = m_model.isSelected(position);
    const QRect around = cell.adjusted(-3, -3, 2, 2);
    const QColor accent = themed(hasFocus() ? Token::Accent : Token::Border);
    if (selected)
        frame(painter, around, accent, 2);
    if (position == m_model.current() && (!selected || m_model.selection().items.size() > 1))
        frame(painter, around.adjusted(-2, -2, 2, 2), accent, 1);
    if (position == m_hovered && !selected)
        frame(painter, around.adjusted(2, 2, -2, -2), themed(Token::Text2), 2);
}

}  // namespace selvedge
