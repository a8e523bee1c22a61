#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QPixmap>
#include <vector>

#include "ui/parts/thumbnails.h"
#include "ui/parts/tile_caption.h"
#include "ui/parts/tile_painter.h"

namespace selvedge {

// Objects in one row, as cut-outs with a caption, as high as there is room; the same tiles as a
// gallery's, from a loader of its own. Arrows, Page Up and Down, Home, End go; a double click or
// Return opens; the wheel scrolls. GUI thread.
class ObjectStrip : public QAbstractScrollArea {
    Q_OBJECT

public:
    struct Tile {
        std::uint32_t index = 0;  // TileNumbers of the loader
        TileCaption caption;
        QString tip;
    };
    explicit ObjectStrip(QWidget* parent = nullptr);
    ThumbnailLoader& loader() { return m_loader; }
    void setOverlayPalette(const OverlayPalette& palette);
    void setTiles(std::vector<Tile> tiles);  // the first one becomes the current
    const std::vector<Tile>& tiles() const { return m_tiles; }
    void setEmptyText(const QString& text);
    void setStale(bool stale);
    int current() const { return m_current; }  // -1: none
    void setCurrent(int position);             // scrolls to it
    QRect tileRect(int position) const;        // in the viewport
    int positionAt(QPoint viewportPoint) const;
    QSize sizeHint() const override { return {500, 190}; }
    QSize minimumSizeHint() const override { return {200, 110}; }

Q_SIGNALS:
    void activated(int position);
    void currentChanged(int position);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    QSize photoSize() const;
    int pitch() const;
    std::pair<int, int> visible(int margin) const;
    void relayout();
    void want();
    void describe();
    void paintOne(QPainter& painter, int position);
    const QPixmap* pixmapOf(std::uint32_t index);

    ThumbnailLoader m_loader;
    TileStyle m_style;
    OverlayPalette m_palette;
    std::vector<Tile> m_tiles;
    QCache<std::uint32_t, QPixmap> m_pixmaps;  // cost in KiB
    QString m_emptyText;
    int m_current = -1;
    bool m_stale = false;
};

}  // namespace selvedge
