#include "ui/parts/tile_tip.h"

#include <QHelpEvent>
#include <QToolTip>
#include <QWidget>

namespace selvedge {

QString tileTip(const ThumbnailLoader& loader, TileItem item, const TileCaptionOf& captionOf,
                bool words) {
    const auto thumbnail = loader.get(item);
    if (thumbnail && thumbnail->image.isNull())
        return thumbnail->fault;
    return words && captionOf ? captionOf(item).words() : QString();
}

void showTileTip(const QHelpEvent& event, QWidget& viewport, const QRect& area,
                 const QString& text) {
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event.globalPos(), text, &viewport, area);
}

}  // namespace selvedge
