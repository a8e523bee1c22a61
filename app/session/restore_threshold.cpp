#include "app/session/restore_threshold.h"

#include <algorithm>
#include <optional>

namespace selvedge {

namespace {

template <typename Map>
std::optional<double> own(const Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
}

template <typename Map>
void restore(Map& to, const Map& from, const typename Map::key_type& key) {
    if (const auto value = own(from, key))
        to[key] = *value;
    else
        to.erase(key);
}

}  // namespace

void restoreThreshold(OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
                      const Catalog& catalog) {
    if (row.of == ThresholdRow::Of::Score && row.category)
        return restore(point.scoreOf, from.scoreOf, *row.category);
    if (row.of == ThresholdRow::Of::Score) {
        point.scoreThreshold = from.scoreThreshold;
    } else if (row.of == ThresholdRow::Of::Attributes) {
        point.attributeThreshold = from.attributeThreshold;
    } else {
        for (const AttributeIndex attribute : attributesOf(row, catalog)) {
            if (row.category)
                restore(point.categoryAttributeOf, from.categoryAttributeOf,
                        {*row.category, attribute});
            else
                restore(point.attributeOf, from.attributeOf, attribute);
        }
    }
}

bool isAsIn(const OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
            const Catalog& catalog) {
    if (row.of == ThresholdRow::Of::Score && row.category)
        return own(point.scoreOf, *row.category) == own(from.scoreOf, *row.category);
    if (row.of == ThresholdRow::Of::Score)
        return point.scoreThreshold == from.scoreThreshold;
    if (row.of == ThresholdRow::Of::Attributes)
        return point.attributeThreshold == from.attributeThreshold;
    const auto attributes = attributesOf(row, catalog);
    return std::all_of(attributes.begin(), attributes.end(), [&](AttributeIndex attribute) {
        if (!row.category)
            return own(point.attributeOf, attribute) == own(from.attributeOf, attribute);
        const std::pair key(*row.category, attribute);
        return own(point.categoryAttributeOf, key) == own(from.categoryAttributeOf, key);
    });
}

}  // namespace selvedge
