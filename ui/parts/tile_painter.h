#pragma once

#include <QColor>
#include <QString>
#include <functional>

#include "ui/parts/overlay_palette.h"
#include "ui/parts/thumbnails.h"

class QPainter;

namespace selvedge {

// How overlays look on tiles.
struct TileStyle {
    enum class Mode { Fill, Outline, None };
    Mode mode = Mode::Fill;
    bool truth = true;
    bool predictions = true;
    OperatingPoint point{0, 0.5};  // predictions of its score threshold and more are shown
    std::function<bool(const Thumbnail::Object&)> shows;  // the filter; empty: all
    bool dimGround = true;     // of cut-outs: what is not the object fades into the tile
    QColor ground;             // of cut-outs; invalid: the theme's
    double groundLeft = 0.16;  // of what fades
    bool showsObject(const Thumbnail::Object& object) const {
        const bool isTruth = object.ref.source == ObjectRef::Source::Truth;
        const bool shown =
            isTruth ? truth
                    : predictions && object.score >= scoreThresholdOf(point, object.category);
        return shown && (!shows || shows(object));
    }
};

// Where a thumbnail of this size lies in a tile's photo box.
QRectF photoIn(const QRect& box, QSize thumbnail);

// Photo in the middle of `box` (logical pixels), its overlay above: fills of 30 %, outlines of 1.5
// over 3.5 px, predictions dashed.
void paintTile(QPainter& painter, const QRect& box, const Thumbnail& thumbnail,
               const TileStyle& style, const OverlayPalette& palette);
// The same at `photo`, where all of the thumbnail goes; `selected`, one of its objects, in white.
void paintPicture(QPainter& painter, const QRectF& photo, const Thumbnail& thumbnail,
                  const TileStyle& style, const OverlayPalette& palette,
                  const Thumbnail::Object* selected = nullptr);
// A cut-out in the middle of `box`, on a ground of its own, with its outline.
void paintCutout(QPainter& painter, const QRect& box, const Thumbnail& thumbnail,
                 const TileStyle& style, const OverlayPalette& palette);
// Dashed frame, icon and why.
void paintFault(QPainter& painter, const QRect& box, const QString& fault);
// The same for a file that is not there, with a button to say where the pictures are.
void paintMissing(QPainter& painter, const QRect& box, bool buttonLit);
QRect locateButtonIn(const QRect& box);
// The corner of a marked tile: a star on black, with its number from two on.
void paintStar(QPainter& painter, const QRect& box, int stars);

}  // namespace selvedge
