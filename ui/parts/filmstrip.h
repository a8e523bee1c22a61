#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QPixmap>

#include "ui/parts/thumbnails.h"
#include "ui/parts/tile_model.h"
#include "ui/parts/tile_painter.h"
#include "ui/parts/tile_tip.h"

namespace selvedge {

// One row of small tiles of a gallery's model, with its thumbnails: the same current tile and the
// same selection. Layout and hit test are O(1). A click opens, with Ctrl or Shift it selects; the
// wheel scrolls. With the focus: arrows, Page Up and Down, Home, End go, Return opens. GUI thread.
class Filmstrip : public QAbstractScrollArea {
    Q_OBJECT

public:
    Filmstrip(TileModel& model, ThumbnailLoader& loader, QWidget* parent = nullptr);
    void setStyleOfTiles(TileStyle style);
    void setCaptionOf(TileCaptionOf captionOf) { m_captionOf = std::move(captionOf); }  // for tips
    static constexpr int kTileWidth = 46, kTileHeight = 62, kGap = 8, kHeight = kTileHeight + 16;
    QRect tileRect(int position) const;          // in the viewport
    int positionAt(QPoint viewportPoint) const;  // -1: between tiles
    QSize sizeHint() const override { return {400, kHeight}; }

Q_SIGNALS:
    void activated(selvedge::TileItem item);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void relayout();
    void want();
    void showCurrent();  // in the middle
    std::pair<int, int> visible(int margin) const;
    void paintOne(QPainter& painter, int position);
    const QPixmap* pixmapOf(TileItem item);

    TileModel& m_model;
    ThumbnailLoader& m_loader;
    TileStyle m_style;
    TileCaptionOf m_captionOf;
    QCache<TileItem, QPixmap> m_pixmaps;  // cost in KiB
    int m_hovered = -1;
};

}  // namespace selvedge
