#pragma once

#include <QCache>
#include <QImage>
#include <map>
#include <memory>
#include <vector>

#include "ui/parts/canvas_scene.h"
#include "ui/parts/view_transform.h"

class QPainter;

namespace selvedge {

// Layer 2 of the canvas: fills of all shown objects in tiles of 256 x 256 pixels at the level of
// detail the view needs, painted from runs when first seen. At most 64 MB. GUI thread.
class OverlayTiles {
public:
    OverlayTiles();
    void setScene(std::shared_ptr<const CanvasScene> scene);
    void setStyle(const CanvasStyle& style);
    void draw(QPainter& painter, const ViewTransform& view, const QRectF& visible,
              double devicePixelRatio);
    // Layer 3, the active mask: one object's own pixels, for the highlight (and later the stroke
    // under the pen). Premultiplied colour of the object at `alpha`, the part `visible`.
    void drawActive(QPainter& painter, const CanvasObject& object, int alpha,
                    const ViewTransform& view, const QRectF& visible, double devicePixelRatio);
    qsizetype bytes() const { return m_tiles.totalCost(); }
    static constexpr int kTile = 256;

private:
    struct Level {
        int index = 0;
        QSize size;
        std::vector<RleMask> masks;  // by object; made when first needed
        std::vector<bool> made;
    };
    Level& level(int index);
    const RleMask& maskAt(Level& level, std::size_t object);
    QImage paintTile(Level& level, QPoint tile);

    std::shared_ptr<const CanvasScene> m_scene;
    CanvasStyle m_style;
    std::map<int, Level> m_levels;
    QCache<quint64, QImage> m_tiles;
};

}  // namespace selvedge
