#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/evaluate.h"

namespace selvedge {

// What objects were taken for.
struct ConfusionMatrix {
    std::vector<CategoryIndex> categories;  // ascending by the catalog's raw id
    // [categories + 1][categories + 1], row-major: rows are what is there, columns what was
    // predicted. The last row is the background: detections without an object. The last column:
    // objects that were missed. Its corner is 0.
    std::vector<std::uint64_t> counts;

    std::size_t size() const { return categories.size() + 1; }
    std::uint64_t at(std::size_t truth, std::size_t predicted) const {
        return counts[truth * size() + predicted];
    }
};

// Detections that count at `point`, best score of the image first (ties in file order), each take
// the free object with the highest overlap of .5 and more, whatever its category. Of equal overlaps
// one of its own category goes first, then the last in the file. A detection without one on a crowd
// of its own category is left out. Attributes are not asked. (No paper defines one; cocoapi and
// detectron2 have none.) Parallel over images. Nothing when stopped.
std::optional<ConfusionMatrix> confusionMatrix(const MatchTable& table, const Protocol& protocol,
                                               const OperatingPoint& point,
                                               std::stop_token stop = {}, int threads = 0);
// The objects behind one cell, by the matrix's indices.
std::optional<std::vector<CellObject>> confusionObjects(const MatchTable& table,
                                                        const Protocol& protocol,
                                                        const OperatingPoint& point,
                                                        std::size_t truth, std::size_t predicted,
                                                        std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
