#pragma once

#include <QString>
#include <vector>

#include "ui/parts/scene_verdicts.h"

namespace selvedge {

// Why an object of the scene (an index) has its verdict, in plain words: "4 of 6 attributes right,
// 1 false. F1 .86 passes .50." Empty without predictions. `verdicts` as verdictsOf() with the
// same criteria.
QString verdictSentence(const CanvasScene& scene, const std::vector<SceneVerdict>& verdicts,
                        std::size_t object, const Catalog& catalog, const Criteria& criteria);

}  // namespace selvedge
