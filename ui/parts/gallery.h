#pragma once

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QCache>
#include <QDrag>
#include <QPixmap>
#include <QPointer>
#include <QRegion>
#include <QTimer>
#include <QUrl>
#include <functional>
#include <vector>

#include "ui/parts/gallery_layout.h"
#include "ui/parts/thumbnails.h"
#include "ui/parts/tile_card.h"
#include "ui/parts/tile_model.h"
#include "ui/parts/tile_painter.h"
#include "ui/parts/tile_tip.h"

namespace selvedge {

// Tiles of images or of objects: layout and hit test are O(1), only visible tiles are painted,
// thumbnails come from a loader. Mouse: click selects, with Ctrl adds or takes away, with Shift up
// to there; dragging from a free place selects what the band touches, from a tile its photo goes to
// another program. Keys: arrows, Page Up and
// Down, Home, End go, with Shift select on the way, with Ctrl only go; Space selects the current
// tile too or no longer, Escape nothing; Return opens; Ctrl+wheel and + - change the tile size. A
// key that the hover card names is about its tile, which becomes the current one first. GUI thread.
class Gallery : public QAbstractScrollArea {
    Q_OBJECT

public:
    using Caption = TileCaption;
    using CaptionOf = TileCaptionOf;
    // The files behind tiles of the shown kind.
    using FilesOf = std::function<QList<QUrl>(const std::vector<std::uint32_t>&)>;
    // Of what is under the pointer: a tile and, on an image's tile, one of its objects.
    using CardOf = std::function<std::optional<CardContent>(TileItem, std::optional<ObjectRef>)>;

    explicit Gallery(QWidget* parent = nullptr);
    ThumbnailLoader& loader() { return m_loader; }
    TileModel& model() { return m_model; }
    void setItems(std::shared_ptr<const TileItems> items) { m_model.setItems(std::move(items)); }
    // Tiles of these images, in this order; and those shown (asserts that they are images).
    void setImages(std::vector<ImageIndex> images);
    const std::vector<ImageIndex>& images() const;
    void setCaptionOf(CaptionOf captionOf);
    void setCardOf(CardOf cardOf) { m_cardOf = std::move(cardOf); }
    // Without it, tiles cannot be dragged to other programs.
    void setFilesOf(FilesOf filesOf) { m_filesOf = std::move(filesOf); }
    // What runs a drag; for tests.
    void setDragRunner(std::function<void(QDrag&)> run) { m_exec = std::move(run); }
    void refreshCaptions();  // they may say something else now
    void setStyleOfTiles(TileStyle style);
    const TileStyle& styleOfTiles() const { return m_style; }
    void setOverlayPalette(const OverlayPalette& palette) { m_overlayPalette = palette; }
    const OverlayPalette& overlayPalette() const { return m_overlayPalette; }
    void setTileWidth(int width);
    int tileWidth() const { return m_layout.wantedWidth; }
    static constexpr int kSmallest = 96, kLargest = 360;

    void setCurrent(std::optional<std::uint32_t> index);  // scrolls to it
    std::optional<std::uint32_t> current() const;
    const GalleryLayout& layoutOfTiles() const { return m_layout; }
    QRect tileRect(int position) const;              // in the viewport
    const TileCard* card() const { return m_card; }  // null before the first
    // Composed photos and overlays that are kept, in KiB.
    qsizetype composedKiB() const { return m_composed.totalCost(); }

Q_SIGNALS:
    void currentChanged(selvedge::TileItem item);
    void activated(selvedge::TileItem item);
    void locateWanted();  // a tile without its picture: ask where the pictures are
    void tileWidthChanged(int width);
    void menuWanted(QPoint global);  // of the current tile

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void itemsChanged();
    void noteTop();
    void keepTop(const std::optional<TileItem>& top, int offset);
    void relayout();
    void want();
    void ensureVisible(int position);
    void describe();  // the current tile, for who cannot see it
    QPoint contentFromViewport(QPoint point) const;
    // The button in a tile without its picture, or -1.
    int locateAt(QPoint viewportPoint) const;
    void hover(QPoint viewportPoint);
    void noHover();
    std::optional<ObjectRef> objectAt(int position, QPoint viewportPoint) const;
    void showCard();
    void goToCard(const QKeyEvent& event);
    void dragBand(QPoint viewportPoint);
    bool mayDrag(QPoint viewportPoint) const;
    void startDrag();
    std::vector<std::uint32_t> dragged(int position) const;
    QPixmap dragPixmap(int position, std::size_t count);

    void paintOne(QPainter& painter, int position);
    void paintPhoto(QPainter& painter, TileItem item, const QRect& photo, int position);
    void paintFrames(QPainter& painter, int position, const QRect& cell);
    const QPixmap* composed(TileItem item, const Thumbnail& thumbnail, QSize size);

    GalleryLayout m_layout;
    ThumbnailLoader m_loader;
    TileModel m_model;
    CaptionOf m_captionOf;
    CardOf m_cardOf;
    TileStyle m_style;
    OverlayPalette m_overlayPalette;
    QCache<TileItem, QPixmap> m_composed;  // photo and overlay; cost in KiB
    qint64 m_composeUntil = 0;             // ns: what one paint event may spend on making them
    QRegion m_uncomposed;                  // shown without overlay, to be painted again

    // The tile at the upper edge, and how far that lies in it; none where it is not scrolled.
    std::optional<TileItem> m_top;
    int m_topOffset = 0;
    int m_hovered = -1;
    int m_locateHovered = -1;
    std::optional<ObjectRef> m_hoveredObject;
    QTimer m_cardTimer;
    QPointer<TileCard> m_card;  // a child of the window

    int m_pressed = -1;  // a tile of several selected ones: alone selected at the release
    std::optional<QPoint> m_dragFrom;  // a tile, in the viewport
    FilesOf m_filesOf;
    std::function<void(QDrag&)> m_exec = [](QDrag& drag) { drag.exec(Qt::CopyAction); };
    struct Band {
        QPoint from, to;  // content
        std::vector<std::uint32_t> before;
        bool toggles = false;
    };
    std::optional<Band> m_band;
    QBasicTimer m_bandScroll;
};

}  // namespace selvedge
