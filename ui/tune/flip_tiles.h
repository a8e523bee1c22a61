#pragma once

#include <QWidget>
#include <vector>

#include "app/session/tuning_flips.h"
#include "ui/parts/overlay_palette.h"
#include "ui/parts/thumbnails.h"

namespace selvedge {

// A few objects as cut-outs in rows, each with the sign of what it is now. A click opens one; the
// keyboard goes with the arrows and opens with Return. Thumbnails come from the panel's loader.
class FlipTiles : public QWidget {
    Q_OBJECT

public:
    struct Tile {
        std::uint32_t object = 0;  // into the session's table
        QString name, tip;
        Verdict::Kind now = Verdict::Kind::Hidden;
    };
    explicit FlipTiles(ThumbnailLoader& loader, QWidget* parent = nullptr);
    void setTiles(std::vector<Tile> tiles);
    const std::vector<Tile>& tiles() const { return m_tiles; }
    void setStale(bool stale);
    void setPalette(const OverlayPalette& palette) { m_palette = palette; }
    // Those that are seen at this width: at most kRows rows.
    std::size_t shownAt(int width) const;
    static constexpr int kRows = 1, kGap = 8;
    static constexpr std::size_t kMost = 8;

    QSize sizeHint() const override;

Q_SIGNALS:
    void opened(std::size_t tile);

protected:
    void paintEvent(QPaintEvent*) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent*) override { fit(); }
    bool event(QEvent* event) override;

private:
    void fit();  // the height goes by the width
    QSize tileSize(int width) const;
    QRect place(std::size_t tile) const;
    void describe();

    ThumbnailLoader& m_loader;
    OverlayPalette m_palette;
    std::vector<Tile> m_tiles;
    std::size_t m_current = 0;
    bool m_stale = false;
};

}  // namespace selvedge
