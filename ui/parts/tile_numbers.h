#pragma once

#include <memory>
#include <optional>

#include "app/session/object_ref.h"
#include "dataset/project/apply_query.h"
#include "ui/parts/tile_items.h"

namespace selvedge {

// What the indices of tiles of objects mean: first the ground truth, as in the table; behind it all
// detections of the run, image by image. So an index stays what it is while thresholds change.
// Snapshots, cheap to copy.
class TileNumbers {
public:
    TileNumbers() = default;
    // `predicted`, of this table: null without detections among the tiles.
    explicit TileNumbers(std::shared_ptr<const ObjectTable> table,
                         std::shared_ptr<const PredictedObjects> predicted = {})
        : m_table(std::move(table)), m_predicted(std::move(predicted)) {}

    // Whether the tile is any of these: not so for one of a run that is no longer shown.
    bool knows(TileItem item) const;
    bool isDetection(TileItem item) const {
        return item.kind == TileKind::Objects && item.index >= m_table->size();
    }
    // Of tiles that it knows. A detection's place is among those of its image.
    ImageIndex imageOf(TileItem item) const;
    ObjectRef objectOf(std::uint32_t index) const;
    // Empty: a detection, and none are among the tiles; or one of a run laid over the current one.
    std::optional<std::uint32_t> indexOf(ImageIndex image, ObjectRef object) const;
    // Of a detection that took no ground truth: its row in PredictedObjects::lone.
    std::optional<ObjectIndex> loneRow(std::uint32_t index) const;
    std::uint32_t indexOfLone(ObjectIndex row) const;
    CategoryIndex categoryOf(std::uint32_t index) const;  // of the ground truth or a lone one
    const std::shared_ptr<const PredictedObjects>& predicted() const { return m_predicted; }

private:
    std::shared_ptr<const ObjectTable> m_table;
    std::shared_ptr<const PredictedObjects> m_predicted;
};

}  // namespace selvedge
