#pragma once

#include <QCache>
#include <functional>
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
    void forget(ImageIndex image);  // its thumbnail was made anew
    void setPalette(const OverlayPalette& palette) { m_palette = palette; }
    // The keys at the bottom of a tile's card.
    using KeysOf = std::function<std::vector<CardKey>(TileItem)>;
    void setKeysOf(KeysOf keysOf) { m_keysOf = std::move(keysOf); }

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
    TileNumbers numbers() const { return m_loader.numbers(); }
    ImageIndex imageOf(TileItem item) const { return numbers().imageOf(item); }
    std::shared_ptr<const ImageCell> cellOf(TileItem item) const;
    const Matched* matchedOf(TileItem item) const;
    std::optional<Match> matchOf(TileItem item, ObjectIndex object) const;
    TileCaption imageCaption(TileItem item) const;
    TileCaption objectCaption(TileItem item) const;
    TileCaption detectionCaption(TileItem item) const;
    const Detection* detectionOf(TileItem item, std::uint32_t place) const;
    CardContent truthCard(TileItem item, ObjectIndex object) const;
    std::optional<CardContent> predictionCard(TileItem item, std::uint32_t place) const;
    // Of a pair, whichever of both was asked for.
    CardContent pairCard(ObjectIndex object, const Detection& detection,
                         const Verdict& verdict) const;

    const Session& m_session;
    const ThumbnailLoader& m_loader;
    OverlayPalette m_palette;
    KeysOf m_keysOf;
    mutable QCache<ImageIndex, Matched> m_matched;
};

}  // namespace selvedge
