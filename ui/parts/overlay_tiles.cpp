#include "ui/parts/overlay_tiles.h"

#include <QPainter>
#include <cmath>

#include "dataset/mask/transform.h"

namespace selvedge {

namespace {

constexpr qsizetype kByteLimit = 64 << 20;
constexpr int kTile = OverlayTiles::kTile;

quint64 keyOf(int level, QPoint tile) {
    return quint64(level) << 48 | quint64(tile.y()) << 24 | quint64(tile.x());
}

// Premultiplied; two channels at a time, each rounded.
QRgb over(QRgb below, QRgb above) {
    const quint32 keep = 255 - quint32(qAlpha(above));
    const auto scaled = [keep](quint32 pair) {
        const quint32 product = pair * keep + 0x800080;
        return ((product + ((product >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
    };
    return above + (scaled(below & 0xff00ff) | scaled((below >> 8) & 0xff00ff) << 8);
}

QRgb premultiplied(QColor color, int alpha) {
    color.setAlpha(alpha);
    return qPremultiply(color.rgba());
}

// Lays `color` over the pixels of `mask` in the part `view` of its picture, where `box` is.
void blend(QImage& image, const RleMask& mask, const QRect& view, const QRect& box, QRgb color) {
    const QRect part = box.intersected(view);
    if (part.isEmpty())
        return;
    std::vector<std::uint8_t> cover(std::size_t(part.width()) * std::size_t(part.height()), 0);
    mask.paint(cover.data(), {part.x(), part.y(), part.width(), part.height()}, part.width(), 1);
    for (int y = 0; y < part.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(part.y() - view.y() + y)) +
                     (part.x() - view.x());
        const std::uint8_t* row = cover.data() + std::ptrdiff_t(y) * part.width();
        for (int x = 0; x < part.width(); ++x) {
            if (row[x])
                line[x] = over(line[x], color);
        }
    }
}

}  // namespace

OverlayTiles::OverlayTiles() : m_tiles(kByteLimit) {}

void OverlayTiles::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    m_levels.clear();
    m_tiles.clear();
}

void OverlayTiles::setStyle(const CanvasStyle& style) {
    // Of what the HUD draws nothing is in the tiles.
    CanvasStyle fills = style;
    fills.outlines = fills.boxes = fills.labels = fills.attributes = false;
    fills.point.attributeThreshold = 0;
    fills.point.attributeOf.clear();
    fills.point.categoryAttributeOf.clear();
    if (fills == m_style)
        return;
    m_style = fills;
    m_tiles.clear();
}

OverlayTiles::Level& OverlayTiles::level(int index) {
    Level& level = m_levels[index];
    if (level.size.isEmpty()) {
        level.size = levelSize(m_scene->size, index);
        level.index = index;
        level.masks.resize(m_scene->objects.size());
        level.made.resize(m_scene->objects.size());
    }
    return level;
}

const RleMask& OverlayTiles::maskAt(Level& level, std::size_t object) {
    const RleMask& full = m_scene->objects[object].mask;
    if (level.size == m_scene->size)
        return full;
    if (level.index == m_scene->prepared.maskLevel)
        return m_scene->prepared.masks[object];
    if (!level.made[object]) {
        level.masks[object] = scaled(full, level.size.width(), level.size.height());
        level.made[object] = true;
    }
    return level.masks[object];
}

QImage OverlayTiles::paintTile(Level& at, QPoint tile) {
    const QRect part =
        QRect(tile * kTile, QSize(kTile, kTile)).intersected(QRect(QPoint(), at.size));
    QImage image(part.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const double sx = double(at.size.width()) / m_scene->size.width();
    const double sy = double(at.size.height()) / m_scene->size.height();
    for (std::size_t i = 0; i < m_scene->objects.size(); ++i) {
        const CanvasObject& object = m_scene->objects[i];
        if (!m_style.shows(object) || !m_style.fillsObject(object))
            continue;
        const QRect box = QRectF(object.box.x * sx - 1, object.box.y * sy - 1,
                                 object.box.width * sx + 2, object.box.height * sy + 2)
                              .toAlignedRect();
        if (box.intersects(part))
            blend(image, maskAt(at, i), part, box,
                  premultiplied(m_style.colorOf(object), int(std::lround(m_style.opacity * 255))));
    }
    return image;
}

void OverlayTiles::draw(QPainter& painter, const ViewTransform& view, const QRectF& visible,
                        double devicePixelRatio) {
    if (!m_scene || !m_style.fills || m_scene->objects.empty())
        return;
    const double scale = view.scale * devicePixelRatio;
    const int index = maskLevelOf(scale);
    Level& at = level(index);
    const double sx = double(m_scene->size.width()) / at.size.width();
    const double sy = double(m_scene->size.height()) / at.size.height();
    const QRectF seen = QRectF(view.imageFromWidget(visible.topLeft()), visible.size() / view.scale)
                            .intersected(QRectF(QPointF(), QSizeF(m_scene->size)));
    if (seen.isEmpty())
        return;
    const int left = int(seen.left() / sx) / kTile, right = int((seen.right() - .001) / sx) / kTile;
    const int top = int(seen.top() / sy) / kTile, bottom = int((seen.bottom() - .001) / sy) / kTile;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 2);
    for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
            const QPoint tile(x, y);
            QImage* image = m_tiles.object(keyOf(index, tile));
            QImage fresh;
            if (!image) {
                fresh = paintTile(at, tile);
                m_tiles.insert(keyOf(index, tile), new QImage(fresh), fresh.sizeInBytes());
            }
            const QImage& shown = image ? *image : fresh;
            painter.drawImage(view.widgetFromImage(QRectF(x * kTile * sx, y * kTile * sy,
                                                          shown.width() * sx, shown.height() * sy)),
                              shown);
        }
    }
}

void OverlayTiles::drawActive(QPainter& painter, const CanvasObject& object, int alpha,
                              const ViewTransform& view, const QRectF& visible,
                              double devicePixelRatio) {
    if (!m_scene)
        return;
    const double scale = view.scale * devicePixelRatio;
    Level& at = level(maskLevelOf(scale));
    const double sx = double(m_scene->size.width()) / at.size.width();
    const double sy = double(m_scene->size.height()) / at.size.height();
    const QRectF seen(view.imageFromWidget(visible.topLeft()), visible.size() / view.scale);
    const QRect part =
        QRectF(QRectF(object.box.x, object.box.y, object.box.width, object.box.height)
                   .intersected(seen))
            .adjusted(-sx, -sy, sx, sy)
            .toAlignedRect();
    const QRect cells = QRectF(part.x() / sx, part.y() / sy, part.width() / sx, part.height() / sy)
                            .toAlignedRect()
                            .intersected(QRect(QPoint(), at.size));
    if (cells.isEmpty())
        return;
    QImage image(cells.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    blend(image, maskAt(at, std::size_t(&object - m_scene->objects.data())), cells, cells,
          premultiplied(m_style.colorOf(object), alpha));
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 2);
    painter.drawImage(view.widgetFromImage(QRectF(cells.x() * sx, cells.y() * sy,
                                                  cells.width() * sx, cells.height() * sy)),
                      image);
}

}  // namespace selvedge
