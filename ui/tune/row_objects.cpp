#include "ui/tune/row_objects.h"

#include <algorithm>
#include <tuple>

#include "model/evaluation/score_curves.h"

namespace selvedge {

namespace {

void tidy(std::vector<CellObject>& objects) {
    std::sort(objects.begin(), objects.end(), [](const CellObject& a, const CellObject& b) {
        return std::tie(a.image, a.truth, a.found) < std::tie(b.image, b.truth, b.found);
    });
    objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
}

}  // namespace

std::optional<CountedObjects> rowObjects(const MatchTable& table, const Protocol& protocol,
                                         const OperatingPoint& point, const ThresholdRow& row,
                                         std::stop_token stop) {
    if (row.of == ThresholdRow::Of::Score) {
        const std::vector<CategoryIndex> categories =
            row.category ? std::vector{*row.category} : std::vector<CategoryIndex>();
        // By overlap alone, as the table counts.
        return scoreCurveObjects(table, Protocol::coco(protocol.iouType), point,
                                 thresholdOf(point, row, *table.catalog), categories, {}, stop);
    }
    CountedObjects sum;
    for (const AttributeIndex attribute : attributesOf(row, *table.catalog)) {
        const auto one = attributeObjects(table, protocol, point, attribute, row.category, stop);
        if (!one)
            return std::nullopt;
        sum.hits.insert(sum.hits.end(), one->hits.begin(), one->hits.end());
        sum.falses.insert(sum.falses.end(), one->falses.begin(), one->falses.end());
        sum.misses.insert(sum.misses.end(), one->misses.begin(), one->misses.end());
    }
    for (auto* list : {&sum.hits, &sum.falses, &sum.misses})
        tidy(*list);
    return sum;
}

}  // namespace selvedge
