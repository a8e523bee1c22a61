#pragma once

#include <optional>
#include <vector>

#include "model/evaluation/verdict.h"
#include "ui/parts/canvas_scene.h"

namespace selvedge {

// What criteria make of an object of a scene: of ground truth against the current run,
// of a prediction against the ground truth.
struct SceneVerdict {
    Verdict::Kind kind = Verdict::Kind::Hidden;
    std::optional<std::size_t> partner;  // into CanvasScene::objects
    double iou = 0;                      // with the partner; without one, the best of its category
    double f1 = 0;                       // with the partner
    bool operator==(const SceneVerdict&) const = default;
};

// As CanvasScene::objects; empty without predictions, when there is nothing to compare. Some
// microseconds: the overlaps were measured when the scene was made.
std::vector<SceneVerdict> verdictsOf(const CanvasScene& scene, const Criteria& criteria);

// An object's attributes as chips; with a partner in `verdict` (may be null) compared with its.
std::vector<ChipGroup> objectChips(const CanvasScene& scene, const Catalog& catalog,
                                   const CanvasObject& object, const SceneVerdict* verdict,
                                   const OperatingPoint& point, double faintest = 0.1);

// The word that stands with a verdict's glyph: "right", "attribute error", "missed", "false"; of
// what is neither, empty.
QString verdictWord(Verdict::Kind kind);

}  // namespace selvedge
