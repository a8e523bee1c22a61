#include "app/session/object_list.h"

namespace selvedge {

ObjectList objectList(const QString& title, const std::vector<CellObject>& behind,
                      const MeasuredTable& measured, const ObjectTable& objects) {
    ObjectList list{title, {}};
    for (const CellObject& one : behind) {
        const ImageIndex image = measured.images.at(one.image);
        if (one.truth)
            list.places.push_back(
                {image, {ObjectRef::Source::Truth, objects.objectsOf(image)[*one.truth]}});
        else if (one.found)
            list.places.push_back({image, {ObjectRef::Source::Prediction, *one.found}});
    }
    return list;
}

}  // namespace selvedge
