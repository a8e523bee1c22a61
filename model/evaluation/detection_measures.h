#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/evaluate.h"

namespace selvedge {

// CorLoc (METHOD 1.7; Jia et al. 2018, "Deep Learning for Fashion"): the share of objects that one
// of the image's five best detections, over all categories, is on: of their category, boxes
// overlapping by .5 and more. Two objects may share a detection. Crowds are left out.
struct CorrectLocalization {
    struct OfCategory {
        CategoryIndex category = 0;
        std::uint64_t objects = 0, hits = 0;
        double share = -1;  // hits / objects; -1 without objects
    };
    std::vector<OfCategory> categories;  // ascending by the catalog's raw id
    double weighted = -1;                // of all objects
};
inline constexpr std::size_t kCorLocDetections = 5;

// Detections that count at `point`; ties of scores in file order. Parallel over images; nothing
// when stopped.
std::optional<CorrectLocalization> correctLocalization(const MatchTable& table,
                                                       const OperatingPoint& point,
                                                       std::stop_token stop = {}, int threads = 0);
// Objects of a category that are hit (with the best detection on them) and those that are not.
std::optional<CountedObjects> correctLocalizationObjects(const MatchTable& table,
                                                         const OperatingPoint& point,
                                                         CategoryIndex category,
                                                         std::stop_token stop = {},
                                                         int threads = 0);

// Weighted mAP (METHOD 1.7): the headlines of categories, each weighing as much as it has objects.
// -1 without objects.
double weightedAp(const Report& report);

}  // namespace selvedge
