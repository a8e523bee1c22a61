#pragma once

#include <memory>
#include <vector>

#include "dataset/project/marks.h"
#include "dataset/project/object_table.h"
#include "model/evaluation/verdict.h"
#include "ui/parts/tile_numbers.h"

namespace selvedge {

// By what tiles are sorted; equal ones stay in file order.
enum class TileOrder {
    File,
    Id,
    MostObjects,   // in the image
    LargestArea,   // of the object; of an image's largest object: its part of the picture
    SmallestArea,  // the same upwards
    HighestScore,  // of the object's detection; of an image: the best of its detections
    LowestScore,   // of the object's detection; of an image: the worst that the threshold lets pass
    MostStars,
    LookedAt,  // the image, in the viewer; the latest first
};

// Snapshots, for a worker.
struct OrderSource {
    std::shared_ptr<const ObjectTable> table;
    std::shared_ptr<const Marks> marks;                // may be null
    std::shared_ptr<const PredictionSet> predictions;  // may be null
    std::shared_ptr<const MatchTable> matches;         // may be null
    Criteria criteria;
    std::shared_ptr<const PredictedObjects> predicted = {};  // that detections are of; may be null
    std::vector<ImageIndex> lookedAt = {};                   // the latest first
};

// What a query found among objects and detections, in file order: image by image, in each the
// ground truth first. `predicted` is what it was asked of.
std::vector<std::uint32_t> foundObjects(const QueryResult& result,
                                        const std::shared_ptr<const ObjectTable>& table,
                                        const std::shared_ptr<const PredictedObjects>& predicted);

// Objects that no detection takes, and images without detections, come last in an order by score.
// `indices` are in file order. Any thread; some tens of milliseconds for 333K.
std::shared_ptr<const TileItems> orderedTiles(TileKind kind, std::vector<std::uint32_t> indices,
                                              TileOrder order, const OrderSource& source);

}  // namespace selvedge
