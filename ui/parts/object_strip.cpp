#include "ui/parts/object_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/tile_tip.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kGap = 10, kCaption = 22, kTop = 8, kLeast = 60;
constexpr int kPixmapsKiB = 32 << 10;
constexpr int kBeside = 6;  // tiles read ahead at either end

}  // namespace

ObjectStrip::ObjectStrip(QWidget* parent) : QAbstractScrollArea(parent), m_pixmaps(kPixmapsKiB) {
    setAccessibleName(tr("Objects"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&m_loader, &ThumbnailLoader::ready, this, [this](TileItem item) {
        m_pixmaps.remove(item.index);
        viewport()->update();
    });
}

void ObjectStrip::setOverlayPalette(const OverlayPalette& palette) {
    m_palette = palette;
    m_pixmaps.clear();
    viewport()->update();
}

void ObjectStrip::setTiles(std::vector<Tile> tiles) {
    m_tiles = std::move(tiles);
    m_pixmaps.clear();
    m_current = m_tiles.empty() ? -1 : 0;
    horizontalScrollBar()->setValue(0);
    describe();
    relayout();
}

void ObjectStrip::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    viewport()->update();
}

void ObjectStrip::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    viewport()->update();
}

void ObjectStrip::describe() {
    setAccessibleDescription(m_current < 0 ? m_emptyText
                                           : tr("%1 of %2: %3")
                                                 .arg(m_current + 1)
                                                 .arg(m_tiles.size())
                                                 .arg(m_tiles[std::size_t(m_current)].tip));
}

QSize ObjectStrip::photoSize() const {
    const int height = std::max(kLeast, viewport()->height() - kTop - kCaption);
    return {int(height / kCutoutRatio), height};
}

int ObjectStrip::pitch() const {
    return photoSize().width() + kGap;
}

QRect ObjectStrip::tileRect(int position) const {
    const QSize photo = photoSize();
    return {kGap + position * pitch() - horizontalScrollBar()->value(), kTop, photo.width(),
            photo.height() + kCaption};
}

int ObjectStrip::positionAt(QPoint point) const {
    const int position = (point.x() + horizontalScrollBar()->value() - kGap) / pitch();
    return position >= 0 && position < int(m_tiles.size()) && tileRect(position).contains(point)
               ? position
               : -1;
}

std::pair<int, int> ObjectStrip::visible(int margin) const {
    const int left = horizontalScrollBar()->value(), count = int(m_tiles.size());
    return {std::clamp(left / pitch() - margin, 0, count),
            std::clamp((left + viewport()->width()) / pitch() + 1 + margin, 0, count)};
}

void ObjectStrip::relayout() {
    QScrollBar* bar = horizontalScrollBar();
    bar->setPageStep(viewport()->width());
    bar->setSingleStep(pitch());
    bar->setRange(0, std::max(0, kGap + int(m_tiles.size()) * pitch() - viewport()->width()));
    m_loader.setBox(photoSize() * devicePixelRatioF());
    want();
    viewport()->update();
}

void ObjectStrip::want() {
    std::vector<std::uint32_t> wanted;
    if (isVisible()) {
        const auto [first, last] = visible(kBeside);
        for (int i = first; i < last; ++i)
            wanted.push_back(m_tiles[std::size_t(i)].index);
    }
    m_loader.setWanted(std::move(wanted), TileKind::Objects);
}

void ObjectStrip::setCurrent(int position) {
    if (position < 0 || position >= int(m_tiles.size()))
        return;
    const bool moved = position != m_current;
    m_current = position;
    const int left = kGap + position * pitch();
    QScrollBar* bar = horizontalScrollBar();
    if (left - kGap < bar->value())
        bar->setValue(left - kGap);
    else if (left + pitch() > bar->value() + viewport()->width())
        bar->setValue(left + pitch() - viewport()->width());
    describe();
    viewport()->update();
    if (moved)
        Q_EMIT currentChanged(position);
}

const QPixmap* ObjectStrip::pixmapOf(std::uint32_t index) {
    if (const QPixmap* found = m_pixmaps.object(index))
        return found;
    const auto thumbnail = m_loader.get(TileItem{TileKind::Objects, index});
    if (!thumbnail)
        return nullptr;
    const qreal ratio = devicePixelRatioF();
    const QRect box(QPoint(), photoSize());
    auto* pixmap = new QPixmap(box.size() * ratio);
    pixmap->setDevicePixelRatio(ratio);
    pixmap->fill(themed(Token::Panel));
    QPainter painter(pixmap);
    if (thumbnail->image.isNull())
        paintFault(painter, box, thumbnail->fault);
    else
        paintCutout(painter, box, *thumbnail, m_style, m_palette);
    painter.end();
    const qsizetype cost = qMax<qsizetype>(1, pixmap->width() * pixmap->height() / 256);
    return m_pixmaps.insert(index, pixmap, cost) ? pixmap : nullptr;
}

void ObjectStrip::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), themed(Token::Panel));
    if (m_tiles.empty()) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(viewport()->rect().adjusted(12, 4, -12, -4),
                         Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setOpacity(m_stale ? .5 : 1);
    const auto [first, last] = visible(1);
    for (int i = first; i < last; ++i)
        paintOne(painter, i);
}

void ObjectStrip::paintOne(QPainter& painter, int position) {
    const Tile& tile = m_tiles[std::size_t(position)];
    const QRect place = tileRect(position);
    const QRect photo(place.topLeft(), photoSize());
    const bool current = position == m_current;
    if (const QPixmap* pixmap = pixmapOf(tile.index))
        painter.drawPixmap(photo.topLeft(), *pixmap);
    paintCaption(painter, QRect(photo.left(), photo.bottom() + 1, photo.width(), kCaption),
                 tile.caption, false);
    if (!current)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(themed(hasFocus() ? Token::Accent : Token::Text3), 2, Qt::SolidLine,
                        Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(photo.adjusted(-2, -2, 1, 1));
}

void ObjectStrip::resizeEvent(QResizeEvent*) {
    m_pixmaps.clear();
    relayout();
}

void ObjectStrip::scrollContentsBy(int, int) {
    want();
    viewport()->update();
}

void ObjectStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        setCurrent(positionAt(event->pos()));
}

void ObjectStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int position = positionAt(event->pos()); position >= 0)
        Q_EMIT activated(position);
}

void ObjectStrip::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const int delta = std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - delta * pitch() / 120);
    event->accept();
}

void ObjectStrip::keyPressEvent(QKeyEvent* event) {
    const int last = int(m_tiles.size()) - 1;
    if (last < 0)
        return QAbstractScrollArea::keyPressEvent(event);
    const int page = std::max(1, viewport()->width() / pitch());
    const auto go = [&](int position) { setCurrent(std::clamp(position, 0, last)); };
    switch (event->key()) {
        case Qt::Key_Left:
            return go(m_current - 1);
        case Qt::Key_Right:
            return go(m_current + 1);
        case Qt::Key_PageUp:
            return go(m_current - page);
        case Qt::Key_PageDown:
            return go(m_current + page);
        case Qt::Key_Home:
            return go(0);
        case Qt::Key_End:
            return go(last);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT activated(std::max(0, m_current));
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void ObjectStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_pixmaps.clear();
    QAbstractScrollArea::changeEvent(event);
}

bool ObjectStrip::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        QMetaObject::invokeMethod(
            this, [this] { want(); }, Qt::QueuedConnection);
    if (event->type() == QEvent::ToolTip) {
        const auto& help = *static_cast<QHelpEvent*>(event);
        const int position = positionAt(help.pos());
        showTileTip(help, *viewport(), position < 0 ? QRect() : tileRect(position),
                    position < 0 ? QString() : m_tiles[std::size_t(position)].tip);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace selvedge
