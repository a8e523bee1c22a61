#include "ui/parts/scene_verdicts.h"

#include <QCoreApplication>
#include <algorithm>

namespace selvedge {

std::vector<SceneVerdict> verdictsOf(const CanvasScene& scene, const Criteria& criteria) {
    const bool judged = std::any_of(scene.runs.begin(), scene.runs.end(),
                                    [](const SceneRun& run) { return run.cell != nullptr; });
    if (!judged)
        return {};
    std::vector<SceneVerdict> result(scene.objects.size());
    for (std::size_t r = 0; r < scene.runs.size(); ++r) {
        const SceneRun& run = scene.runs[r];
        if (!run.cell)
            continue;  // the run did not look at this image
        const ImageVerdicts found = verdicts(*run.cell, criteria);
        const auto take = [&](const Verdict& verdict, const std::vector<std::size_t>& others) {
            SceneVerdict one{verdict.kind, {}, verdict.iou, verdict.f1};
            if (verdict.partner)
                one.partner = others[*verdict.partner];
            return one;
        };
        for (std::size_t i = 0; i < run.founds.size(); ++i)
            result[run.founds[i]] = take(found.founds[i], scene.truths);
        for (std::size_t i = 0; r == 0 && i < scene.truths.size(); ++i)
            result[scene.truths[i]] = take(found.truths[i], run.founds);
    }
    return result;
}

std::vector<ChipGroup> objectChips(const CanvasScene& scene, const Catalog& catalog,
                                   const CanvasObject& object, const SceneVerdict* verdict,
                                   const OperatingPoint& point, double faintest) {
    const CategoryThresholds thresholds(point, object.category);
    if (!verdict || !verdict->partner)
        return chipGroups(catalog, object.attributes, object.isTruth(), thresholds, faintest);
    const CanvasObject& other = scene.objects[*verdict->partner];
    return object.isTruth()
               ? comparedChips(catalog, object.attributes, other.attributes, thresholds)
               : comparedChips(catalog, other.attributes, object.attributes, thresholds);
}

QString verdictWord(Verdict::Kind kind) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Verdict", text); };
    switch (kind) {
        case Verdict::Kind::Right:
            return tr("right");
        case Verdict::Kind::AttributeError:
            return tr("attribute error");
        case Verdict::Kind::Missed:
            return tr("missed");
        case Verdict::Kind::False:
            return tr("false");
        case Verdict::Kind::Ignored:
        case Verdict::Kind::Hidden:
            break;
    }
    return {};
}

}  // namespace selvedge
