#pragma once

#include <cstdint>
#include <vector>

#include "model/evaluation/match_table.h"
#include "model/evaluation/operating_point.h"

namespace selvedge {

// For each image of the table the fold it is in, in [0, folds). An image stands with its rarest
// label (the category, or attribute of an object, that the fewest images have), and the images of a
// label are dealt out in turn, so that each fold has its share of what is rare. Within a label the
// order is a hash of seed and ImageId: the same on every machine, and whatever the images' order.
std::vector<std::uint32_t> foldsOf(const MatchTable& table, std::uint32_t folds,
                                   std::uint64_t seed);

// The images of the fold, or all the others. Cells are shared.
MatchTable inFold(const MatchTable& table, const std::vector<std::uint32_t>& foldOfImage,
                  std::uint32_t fold);
MatchTable outsideFold(const MatchTable& table, const std::vector<std::uint32_t>& foldOfImage,
                       std::uint32_t fold);

// The table as the points make it: each image's detections at the point of its fold, put so that
// all is measured together at appliedPoint(): detections below the threshold have the score
// -infinity, attributes the probability 1 or 0. What does not depend on thresholds is as it was.
MatchTable applied(const MatchTable& table, const std::vector<std::uint32_t>& foldOfImage,
                   const std::vector<OperatingPoint>& pointOfFold, int threads = 0);
// Where an applied table is measured: what `point` says but for the thresholds.
OperatingPoint appliedPoint(const OperatingPoint& point);

}  // namespace selvedge
