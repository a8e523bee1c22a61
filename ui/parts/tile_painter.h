#pragma once

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
    double scoreThreshold = 0;
    std::function<bool(const Thumbnail::Object&)> shows;  // the filter; empty: all
};

// Photo in the middle of `box` (logical pixels), its overlay above: fills of 30 %, outlines of 1.5
// over 3.5 px, predictions dashed.
void paintTile(QPainter& painter, const QRect& box, const Thumbnail& thumbnail,
               const TileStyle& style, const OverlayPalette& palette);
// Dashed frame, icon and why.
void paintFault(QPainter& painter, const QRect& box, const QString& fault);

}  // namespace selvedge
