#include "app/session/object_list.h"

#include <set>

namespace selvedge {

ObjectList objectList(const QString& title, const std::vector<CellObject>& behind,
                      const MeasuredTable& measured, const ObjectTable& objects, bool detections) {
    ObjectList list{title, {}};
    // An object may stand behind a number several times, as with each of its attributes.
    std::set<std::pair<ImageIndex, ObjectRef>> seen;
    for (const CellObject& one : behind) {
        const ImageIndex image = measured.images.at(one.image);
        ObjectRef object;
        if (one.truth && !(detections && one.found))
            object = {ObjectRef::Source::Truth, objects.objectsOf(image)[*one.truth]};
        else if (one.found)
            object = {ObjectRef::Source::Prediction, *one.found};
        else
            continue;
        if (seen.insert({image, object}).second)
            list.places.push_back({image, object});
    }
    return list;
}

}  // namespace selvedge
