#include "ui/tune/flip_tiles.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/parts/scene_verdicts.h"
#include "ui/parts/theme.h"
#include "ui/parts/tile_painter.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kWanted = 116;

int captionHeight() {
    return QFontMetrics(typeFont(-1)).height() + 4;
}

}  // namespace

FlipTiles::FlipTiles(ThumbnailLoader& loader, QWidget* parent) : QWidget(parent), m_loader(loader) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMouseTracking(true);
    connect(&loader, &ThumbnailLoader::ready, this, [this](TileItem item) {
        if (std::any_of(m_tiles.begin(), m_tiles.end(),
                        [&](const Tile& tile) { return tile.object == item.index; }))
            update();
    });
}

void FlipTiles::setTiles(std::vector<Tile> tiles) {
    m_tiles = std::move(tiles);
    m_current = 0;
    setFocusPolicy(m_tiles.empty() ? Qt::NoFocus : Qt::StrongFocus);
    describe();
    fit();
    update();
}

void FlipTiles::setStale(bool stale) {
    m_stale = stale;
    update();
}

QSize FlipTiles::tileSize(int width) const {
    const int columns = std::max(1, (width + kGap) / (kWanted + kGap));
    const int own = (width + kGap) / columns - kGap;
    return {own, int(own * kCutoutRatio) + captionHeight()};
}

std::size_t FlipTiles::shownAt(int width) const {
    const auto columns = std::size_t(std::max(1, (width + kGap) / (kWanted + kGap)));
    return std::min({m_tiles.size(), columns * kRows, kMost});
}

void FlipTiles::fit() {
    setFixedHeight(m_tiles.empty() ? 0 : tileSize(width()).height() + 4);
}

QSize FlipTiles::sizeHint() const {
    return {kWanted, height()};
}

QRect FlipTiles::place(std::size_t tile) const {
    const QSize size = tileSize(width());
    return {QPoint(int(tile) * (size.width() + kGap), 0), size};
}

void FlipTiles::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_stale)
        painter.setOpacity(0.55);
    TileStyle style;
    style.mode = TileStyle::Mode::Outline;
    style.dimGround = false;
    for (std::size_t i = 0; i < shownAt(width()); ++i) {
        const Tile& tile = m_tiles[i];
        const QRect cell = place(i);
        const QRect photo = cell.adjusted(0, 0, 0, -captionHeight());
        const auto thumbnail = m_loader.get(TileItem{TileKind::Objects, tile.object});
        if (!thumbnail)
            painter.fillRect(photo, themed(Token::Raised));
        else if (thumbnail->image.isNull())
            paintFault(painter, photo, thumbnail->fault);
        else
            paintCutout(painter, photo, *thumbnail, style, m_palette);
        if (hasFocus() && i == m_current) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(themed(Token::Accent), 2));
            painter.drawRect(photo.adjusted(1, 1, -1, -1));
        }
        const QRect line(cell.left(), photo.bottom() + 2, cell.width(), captionHeight());
        paintVerdict(painter, QRectF(line.left(), line.top(), 12, line.height()), tile.now,
                     verdictColor(tile.now));
        painter.setFont(typeFont(-1));
        painter.setPen(themed(Token::Text2));
        painter.drawText(
            line.adjusted(16, 0, 0, 0), Qt::AlignVCenter,
            painter.fontMetrics().elidedText(tile.name, Qt::ElideRight, line.width() - 16));
    }
}

void FlipTiles::mouseReleaseEvent(QMouseEvent* event) {
    for (std::size_t i = 0; i < shownAt(width()); ++i)
        if (event->button() == Qt::LeftButton && place(i).contains(event->position().toPoint())) {
            m_current = i;
            describe();
            Q_EMIT opened(i);
        }
}

void FlipTiles::keyPressEvent(QKeyEvent* event) {
    const std::size_t shown = shownAt(width());
    if (event->key() == Qt::Key_Left && m_current > 0)
        --m_current;
    else if (event->key() == Qt::Key_Right && m_current + 1 < shown)
        ++m_current;
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current < shown)
        Q_EMIT opened(m_current);
    else
        return QWidget::keyPressEvent(event);
    describe();
    update();
}

void FlipTiles::describe() {
    setAccessibleDescription(m_current < m_tiles.size()
                                 ? m_tiles[m_current].name + QStringLiteral(": ") +
                                       m_tiles[m_current].tip
                                 : QString());
}

bool FlipTiles::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < shownAt(width()); ++i)
        if (place(i).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), m_tiles[i].tip, this, place(i));
            return true;
        }
    QToolTip::hideText();
    return true;
}

}  // namespace selvedge
