#pragma once

#include <QCache>
#include <optional>

#include "app/session/session.h"
#include "model/evaluation/verdict.h"
#include "ui/parts/overlay_palette.h"
#include "ui/parts/thumbnails.h"
#include "ui/parts/tile_caption.h"
#include "ui/parts/tile_card.h"
#include "ui/parts/tile_items.h"

namespace selvedge {

// What gallery and hover card say of a tile: from memory alone. Verdicts are of the session's match
// table, before there is one of what came with the tile's thumbnail; made for the tiles that are
// asked for, and kept. GUI thread.
class TileFacts {
public:
    TileFacts(const Session& session, const ThumbnailLoader& loader);
    // Table, predictions, matches or thresholds are others.
    void forget();
    void setPalette(const OverlayPalette& palette) { m_palette = palette; }
    void setKeys(std::vector<std::pair<QString, QString>> keys) { m_keys = std::move(keys); }

    TileCaption caption(TileItem item) const;
    // Of the object; nothing where there is none under the pointer.
    std::optional<CardContent> card(TileItem item, std::optional<ObjectRef> object) const;
    // Null without predictions, and before the thumbnail is there.
    const ImageVerdicts* verdictsOf(TileItem item) const;

private:
    struct Matched {
        std::shared_ptr<const ImageCell> cell;
        ImageVerdicts verdicts;
    };
    // An object's verdict, and the score of the detection that takes it.
    struct Match {
        Verdict verdict;
        std::optional<double> score;
    };
    ImageIndex imageOf(TileItem item) const;
    std::shared_ptr<const ImageCell> cellOf(TileItem item) const;
    const Matched* matchedOf(TileItem item) const;
    std::optional<Match> matchOf(TileItem item, ObjectIndex object) const;
    TileCaption imageCaption(TileItem item) const;
    TileCaption objectCaption(TileItem item) const;
    CardContent truthCard(TileItem item, ObjectIndex object) const;
    std::optional<CardContent> predictionCard(TileItem item, std::uint32_t index) const;

    const Session& m_session;
    const ThumbnailLoader& m_loader;
    OverlayPalette m_palette;
    std::vector<std::pair<QString, QString>> m_keys;
    mutable QCache<ImageIndex, Matched> m_matched;
};

}  // namespace selvedge
