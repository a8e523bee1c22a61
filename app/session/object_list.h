#pragma once

#include <QString>
#include <vector>

#include "app/session/measuring.h"
#include "app/session/object_ref.h"
#include "model/evaluation/cell_object.h"

namespace selvedge {

// Objects that are to be looked at, in this order: what stands behind a number.
struct ObjectList {
    struct Place {
        ImageIndex image = 0;
        ObjectRef object;  // into the session's table, or the image's detections of the current run
        bool operator==(const Place&) const = default;
    };
    QString title;  // "41 coats taken for jackets"
    std::vector<Place> places;
    bool operator==(const ObjectList&) const = default;
};

// Without repeats: an object may stand behind a number several times, as with each of its
// attributes. With `detections` those are the same that have the same detection.
std::vector<CellObject> eachOnce(const std::vector<CellObject>& objects, bool detections = false);

// The highest score first; those without a detection last, as they are. Each pair once.
std::vector<CellObject> bestFirst(const MatchTable& table, std::vector<CellObject> objects);

// Of measured objects, as eachOnce(): its ground truth where it has one, else the detection; with
// `detections` the other way round. `objects`: the table that was matched.
ObjectList objectList(const QString& title, const std::vector<CellObject>& behind,
                      const MeasuredTable& measured, const ObjectTable& objects,
                      bool detections = false);

}  // namespace selvedge
