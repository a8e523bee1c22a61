#pragma once

#include <QRect>
#include <functional>

#include "ui/parts/thumbnails.h"
#include "ui/parts/tile_caption.h"

class QHelpEvent;
class QWidget;

namespace selvedge {

using TileCaptionOf = std::function<TileCaption(TileItem)>;

// What a tool tip says of a tile: why it has no picture, else (`words`) its caption in words, the
// signs too.
QString tileTip(const ThumbnailLoader& loader, TileItem item, const TileCaptionOf& captionOf,
                bool words);
// It stays while the pointer is in `area` (of `viewport`); an empty text takes it away.
void showTileTip(const QHelpEvent& event, QWidget& viewport, const QRect& area,
                 const QString& text);

}  // namespace selvedge
