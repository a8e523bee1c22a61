#include "app/session/object_list.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace selvedge {

std::vector<CellObject> eachOnce(const std::vector<CellObject>& objects, bool detections) {
    std::vector<CellObject> once;
    std::set<std::tuple<std::uint32_t, bool, std::uint32_t>> seen;
    for (const CellObject& one : objects) {
        const bool isFound = one.found && (detections || !one.truth);
        if ((isFound || one.truth) &&
            seen.emplace(one.image, isFound, isFound ? *one.found : *one.truth).second)
            once.push_back(one);
    }
    return once;
}

std::vector<CellObject> bestFirst(const MatchTable& table, std::vector<CellObject> objects) {
    const auto score = [&](const CellObject& object) {
        return object.found ? table.cells[object.image]->founds[*object.found].score : -1;
    };
    std::stable_sort(objects.begin(), objects.end(),
                     [&](const CellObject& a, const CellObject& b) { return score(a) > score(b); });
    using Side = std::optional<std::uint32_t>;
    std::set<std::tuple<std::uint32_t, Side, Side>> seen;
    std::erase_if(objects, [&](const CellObject& object) {
        return !seen.insert({object.image, object.truth, object.found}).second;
    });
    return objects;
}

ObjectList objectList(const QString& title, const std::vector<CellObject>& behind,
                      const MeasuredTable& measured, const ObjectTable& objects, bool detections) {
    ObjectList list{title, {}};
    for (const CellObject& one : eachOnce(behind, detections)) {
        const ImageIndex image = measured.images.at(one.image);
        const bool isFound = one.found && (detections || !one.truth);
        list.places.push_back({image, isFound ? ObjectRef{ObjectRef::Source::Prediction, *one.found}
                                              : ObjectRef{ObjectRef::Source::Truth,
                                                          objects.objectsOf(image)[*one.truth]}});
    }
    return list;
}

}  // namespace selvedge
