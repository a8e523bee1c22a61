#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QPixmap>
#include <functional>
#include <vector>

#include "ui/parts/gallery_layout.h"
#include "ui/parts/thumbnails.h"
#include "ui/parts/tile_painter.h"

namespace selvedge {

// Tiles of images: layout and hit test are O(1), only visible tiles are painted, thumbnails come
// from a loader. Keys: arrows, Page Up and Down, Home, End, Return opens; Ctrl+wheel and + - change
// the tile size. GUI thread.
class Gallery : public QAbstractScrollArea {
    Q_OBJECT

public:
    struct Caption {
        QString name;
        QString aside;  // at the right: count, score
    };
    using CaptionOf = std::function<Caption(ImageIndex)>;

    explicit Gallery(QWidget* parent = nullptr);
    ThumbnailLoader& loader() { return m_loader; }
    void setImages(std::vector<ImageIndex> images);  // ascending
    const std::vector<ImageIndex>& images() const { return m_images; }
    void setCaptionOf(CaptionOf captionOf) { m_captionOf = std::move(captionOf); }
    void setStyleOfTiles(TileStyle style);
    void setOverlayPalette(const OverlayPalette& palette) { m_overlayPalette = palette; }
    void setTileWidth(int width);
    int tileWidth() const { return m_layout.wantedWidth; }
    static constexpr int kSmallest = 96, kLargest = 360;

    void setCurrent(std::optional<ImageIndex> image);  // scrolls to it
    std::optional<ImageIndex> current() const;
    const GalleryLayout& layoutOfTiles() const { return m_layout; }
    QRect tileRect(int position) const;  // in the viewport

Q_SIGNALS:
    void currentChanged(selvedge::ImageIndex image);
    void activated(selvedge::ImageIndex image);
    void tileWidthChanged(int width);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void relayout();
    void want();
    void moveTo(int position);
    void paintOne(QPainter& painter, int position);
    void ensureVisible(int position);
    void describe();  // the current image, for who cannot see it

    GalleryLayout m_layout;
    ThumbnailLoader m_loader;
    std::vector<ImageIndex> m_images;
    CaptionOf m_captionOf;
    TileStyle m_style;
    OverlayPalette m_overlayPalette;
    QCache<ImageIndex, QPixmap> m_composed;  // photo and overlay; cost in KiB
    int m_current = -1;                      // positions in m_images
    int m_hovered = -1;
};

}  // namespace selvedge
