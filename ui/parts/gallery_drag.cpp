// Gallery: tiles dragged out to other programs, and their menu.

#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QMimeData>
#include <QPainter>

#include "ui/parts/gallery.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kDragWidth = 96;

}  // namespace

// The tile, or all that are selected where it is one of these.
std::vector<std::uint32_t> Gallery::dragged(int position) const {
    if (m_model.isSelected(position))
        return m_model.selection().items;
    return {m_model.items().at(position).index};
}

bool Gallery::mayDrag(QPoint viewportPoint) const {
    return m_filesOf && m_dragFrom &&
           (viewportPoint - *m_dragFrom).manhattanLength() >= QApplication::startDragDistance();
}

QPixmap Gallery::dragPixmap(int position, std::size_t count) {
    const qreal ratio = devicePixelRatioF();
    const int height = int(kDragWidth * m_layout.photoRatio);
    QPixmap pixmap(QSize(kDragWidth, height) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const TileItem item = m_model.items().at(position);
    if (const auto thumbnail = m_loader.get(item); thumbnail && !thumbnail->image.isNull())
        painter.drawImage(photoIn(QRect(0, 0, kDragWidth, height), thumbnail->image.size()),
                          thumbnail->image);
    if (count > 1) {
        painter.setFont(typeFont(-1, true));
        const QString text = QString::number(count);
        const QRect badge(0, 0, painter.fontMetrics().horizontalAdvance(text) + 14, 22);
        painter.fillRect(badge, themed(Token::AccentFill));
        painter.setPen(Qt::white);
        painter.drawText(badge, Qt::AlignCenter, text);
    }
    return pixmap;
}

void Gallery::startDrag() {
    const int position = m_layout.indexAt(contentFromViewport(*m_dragFrom));
    m_dragFrom.reset();
    m_pressed = -1;  // the selection stays
    if (position < 0)
        return;
    const QList<QUrl> files = m_filesOf(dragged(position));
    if (files.isEmpty())
        return;
    auto* photos = new QMimeData;
    photos->setUrls(files);
    auto* drag = new QDrag(this);
    drag->setMimeData(photos);
    drag->setPixmap(dragPixmap(position, std::size_t(files.size())));
    drag->setHotSpot({-8, -8});
    m_exec(*drag);
}

// By the mouse where it is, by its key at the current tile; about that tile.
void Gallery::contextMenuEvent(QContextMenuEvent* event) {
    noHover();
    const bool key = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint point = viewport()->mapFromGlobal(event->globalPos());
    const int position = key ? m_model.current() : m_layout.indexAt(contentFromViewport(point));
    if (position < 0)
        return;
    m_model.go(position, m_model.isSelected(position) ? TileModel::Go::Keep : TileModel::Go::Only);
    const QPoint at =
        key ? viewport()->mapToGlobal(tileRect(position).center()) : event->globalPos();
    Q_EMIT menuWanted(at);
}

}  // namespace selvedge
