#pragma once

#include <QString>

#include "dataset/project/edits.h"

namespace selvedge {

// What a step did to several images or objects at once: "5,250 objects marked reviewed". Empty
// where it is about one.
QString editNotice(const EditStep& step);

}  // namespace selvedge
