#pragma once

#include <QImage>
#include <QPainterPath>
#include <QRectF>
#include <memory>
#include <optional>

#include "ui/parts/canvas_scene.h"
#include "ui/parts/image_mips.h"
#include "ui/parts/label_layout.h"
#include "ui/parts/overlay_tiles.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/parts/view_transform.h"

namespace selvedge {

// Where and how large a scene is drawn.
struct SceneFrame {
    ViewTransform view;
    QRectF rect;       // what is seen, in logical pixels of the paint device
    double ratio = 1;  // device pixels a logical one
    LabelSides labels = LabelSides::Both;
};

// Draws a scene in one style, layer by layer: a canvas has one for each style it shows, a picture
// to copy one of its own. Keeps what it drew (tiles, outlines) for the next time. One thread at a
// time, any; but outlines may be drawn beside the layers below them.
class ScenePainter {
public:
    void setScene(std::shared_ptr<const CanvasScene> scene);
    void setMips(std::shared_ptr<const ImageMips> mips) { m_mips = std::move(mips); }
    void setCatalog(std::shared_ptr<const Catalog> catalog) { m_catalog = std::move(catalog); }
    void setStyle(const CanvasStyle& style);
    // As verdictsOf says; for labels.
    void setVerdicts(std::shared_ptr<const std::vector<SceneVerdict>> verdicts) {
        m_verdicts = std::move(verdicts);
    }
    const CanvasScene* scene() const { return m_scene.get(); }
    const CanvasStyle& style() const { return m_style; }
    const CanvasObject* object(const std::optional<ObjectRef>& ref) const;  // shown, else null
    const SceneVerdict* verdict(const CanvasObject& object) const;          // null: none

    void drawPicture(QPainter& painter, const SceneFrame& frame) const;  // layer 1
    void drawFills(QPainter& painter, const SceneFrame& frame);          // layer 2
    // Layer 3, the active mask.
    void drawActive(QPainter& painter, const SceneFrame& frame, const CanvasObject& object);
    // Layer 4: what keeps its width on the screen at every zoom. Outlines and boxes of all shown,
    // in `part` (device pixels) of the frame; its place is set by whoever draws it:
    QImage outlines(const SceneFrame& frame, const QRect& part);
    void drawOutline(QPainter& painter, const SceneFrame& frame, const CanvasObject& object);
    void drawSelection(QPainter& painter, const SceneFrame& frame, const CanvasObject& object);
    // Within frame.rect, for anchors that lie in it; none covers another. scene_labels.cpp
    void drawLabels(QPainter& painter, const SceneFrame& frame,
                    const std::optional<ObjectRef>& selected) const;

private:
    void drawBox(QPainter& painter, const SceneFrame& frame, const CanvasObject& object) const;
    void strokeAlone(QPainter& painter, const SceneFrame& frame, const CanvasObject& object,
                     const QColor& below, double width, const QColor& line);
    const QPainterPath& pathOf(const SceneFrame& frame, const CanvasObject& object);

    std::shared_ptr<const Catalog> m_catalog;
    std::shared_ptr<const CanvasScene> m_scene;
    std::shared_ptr<const ImageMips> m_mips;
    std::shared_ptr<const std::vector<SceneVerdict>> m_verdicts;
    CanvasStyle m_style;
    OverlayTiles m_overlay;
    std::vector<QPainterPath> m_paths;  // by object, for the bucket of scales
    int m_pathBucket = 0;
};

// Logical pixels that an attribute group's line or a label's head may take.
inline constexpr double kWidestLabel = 240;

// The whole picture with its objects as an image of at most `size` (its sides' ratio is kept).
// `ratio` is the width of a line's pixel in the image's: 1 for a small picture, more for one of
// full resolution, so that lines and letters are not hair-thin. Any thread.
QImage scenePicture(std::shared_ptr<const CanvasScene> scene, std::shared_ptr<const ImageMips> mips,
                    std::shared_ptr<const Catalog> catalog, const CanvasStyle& style,
                    const Criteria& criteria, QSize size, double ratio = 1);

}  // namespace selvedge
