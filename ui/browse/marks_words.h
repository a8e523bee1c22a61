#pragma once

#include <QString>

#include "app/session/edit_steps.h"

namespace selvedge {

QString splitWord(Split split);
QString reviewWord(ReviewState state);

// What the marks are of: "the image", "this shoe", "6 objects".
QString targetName(const Session& session, const EditTargets& targets);
// Those of the selected object where the marks shown are its image's: "This shoe: 5 stars,
// reviewed, fix". Empty: it has none, or its own are shown.
QString ownMarksText(const Session& session, const EditTargets& targets);

}  // namespace selvedge
