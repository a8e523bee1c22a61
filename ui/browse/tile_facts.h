#pragma once

#include <QCache>
#include <optional>

#include "app/session/session.h"
#include "model/evaluation/verdict.h"
#include "ui/parts/overlay_palette.h"
#include "ui/parts/tile_caption.h"
#include "ui/parts/tile_card.h"
#include "ui/parts/tile_items.h"

namespace selvedge {

// What gallery and hover card say of a tile: from the session's tables in memory alone, verdicts
// for the tiles that are asked for, kept. GUI thread.
class TileFacts {
public:
    explicit TileFacts(const Session& session);
    // Table, predictions, matches or thresholds are others.
    void forget();
    void setPalette(const OverlayPalette& palette) { m_palette = palette; }
    void setKeys(std::vector<std::pair<QString, QString>> keys) { m_keys = std::move(keys); }

    TileCaption caption(TileItem item) const;
    // Of the object; nothing where there is none under the pointer.
    std::optional<CardContent> card(TileItem item, std::optional<ObjectRef> object) const;
    // Null without a match table, or when that is of other images.
    const ImageVerdicts* verdictsOf(ImageIndex image) const;

private:
    TileCaption imageCaption(ImageIndex image) const;
    TileCaption objectCaption(ObjectIndex object) const;
    const Verdict* verdictOf(ObjectIndex object) const;
    CardContent truthCard(ObjectIndex object) const;
    std::optional<CardContent> predictionCard(ImageIndex image, std::uint32_t index) const;

    const Session& m_session;
    OverlayPalette m_palette;
    std::vector<std::pair<QString, QString>> m_keys;
    mutable QCache<ImageIndex, ImageVerdicts> m_verdicts;
};

}  // namespace selvedge
