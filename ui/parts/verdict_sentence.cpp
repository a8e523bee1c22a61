#include "ui/parts/verdict_sentence.h"

#include <QCoreApplication>
#include <algorithm>

#include "dataset/mask/overlap.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Verdict", text);
}

QString short2(double value) {
    return metricText(value, 2);
}

// The other side with the highest overlap of the same category, among predictions that count.
struct Nearest {
    std::optional<std::size_t> object;  // into CanvasScene::objects
    double iou = 0;
};

Nearest nearestOf(const CanvasScene& scene, const std::vector<SceneVerdict>& verdicts,
                  std::size_t object) {
    const bool truth = scene.objects[object].isTruth();
    const SceneRun& run = scene.runs[scene.objects[object].ref.run];
    Nearest nearest;
    for (std::size_t found = 0; found < run.founds.size(); ++found) {
        const std::size_t at = run.founds[found];
        if (truth ? verdicts[at].kind == Verdict::Kind::Hidden : at != object)
            continue;
        for (std::uint32_t o = run.cell->overlapBegin[found]; o < run.cell->overlapBegin[found + 1];
             ++o) {
            const ImageCell::Overlap& overlap = run.cell->overlaps[o];
            const std::size_t other = scene.truths[overlap.truth];
            if ((truth && other != object) || overlap.maskIou <= nearest.iou)
                continue;
            nearest = {truth ? at : other, overlap.maskIou};
        }
    }
    return nearest;
}

QString attributesText(const std::vector<ChipGroup>& groups) {
    std::int64_t right = 0, missed = 0, wrong = 0;
    for (const ChipGroup& group : groups) {
        for (const Chip& chip : group.chips) {
            right += chip.mark == Chip::Mark::Right;
            missed += chip.mark == Chip::Mark::Missed;
            wrong += chip.mark == Chip::Mark::False;
        }
    }
    if (right + missed == 0)
        return wrong == 0 ? say("Well located; neither side has attributes.")
                          : say("The truth has no attributes, the prediction %1.").arg(wrong);
    const QString counts =
        say("%1 of %2 right").arg(right).arg(countText(right + missed, "attribute"));
    return wrong == 0 ? counts + u'.' : say("%1, %2 false.").arg(counts).arg(wrong);
}

// Of a matched pair: its attributes.
QString pairText(const CanvasScene& scene, const CanvasObject& object, const SceneVerdict& verdict,
                 const Catalog& catalog, const Criteria& criteria) {
    const QString attributes =
        attributesText(objectChips(scene, catalog, object, &verdict, criteria.point));
    const bool any =
        !object.attributes.empty() || !scene.objects[*verdict.partner].attributes.empty();
    if (!any)
        return attributes;
    return attributes + u' ' +
           (verdict.kind == Verdict::Kind::Right ? say("F1 %1 reaches %2.")
                                                 : say("F1 %1 is below %2."))
               .arg(short2(verdict.f1), short2(criteria.threshold));
}

// What lies where the object does and is of another category: a missed one was taken for it, a
// false one stands in its place.
Nearest confusedWith(const CanvasScene& scene, const std::vector<SceneVerdict>& verdicts,
                     std::size_t object, double threshold) {
    const CanvasObject& one = scene.objects[object];
    // Verdicts of the truth are against the first run.
    const auto wanted = one.isTruth() ? Verdict::Kind::False : Verdict::Kind::Missed;
    Nearest nearest{{}, threshold};
    for (std::size_t i = 0; i < scene.objects.size(); ++i) {
        const CanvasObject& other = scene.objects[i];
        if (other.isTruth() == one.isTruth() || other.category == one.category ||
            other.ref.run != one.ref.run || verdicts[i].kind != wanted)
            continue;
        if (const double overlap = iou(one.mask, other.mask); overlap >= nearest.iou)
            nearest = {i, overlap};
    }
    return nearest;
}

QString missedText(const CanvasScene& scene, const std::vector<SceneVerdict>& verdicts,
                   std::size_t object, const Criteria& criteria) {
    const double threshold = criteria.threshold;
    const QString name = scene.objects[object].name;
    if (const Nearest other = confusedWith(scene, verdicts, object, threshold); other.object)
        return say("Taken for %1, IoU %2. Counts as missed and as false.")
            .arg(scene.objects[*other.object].name, short2(other.iou));
    const Nearest nearest = nearestOf(scene, verdicts, object);
    if (!nearest.object)
        return say("No %1 was predicted here with a score of at least %2.")
            .arg(name, short2(scoreThresholdOf(criteria.point, scene.objects[object].category)));
    if (verdicts[*nearest.object].partner)
        return say("The nearest prediction, IoU %1, is of another %2.")
            .arg(short2(nearest.iou), name);
    return say("Badly located: IoU %1, below %2. Counts as missed and as false.")
        .arg(short2(nearest.iou), short2(threshold));
}

QString falseText(const CanvasScene& scene, const std::vector<SceneVerdict>& verdicts,
                  std::size_t object, double threshold) {
    const CanvasObject& found = scene.objects[object];
    const QString gone = say(" Gone above score %1.").arg(short2(found.score));
    if (const Nearest other = confusedWith(scene, verdicts, object, threshold); other.object)
        return say("The truth here is %1, IoU %2.")
                   .arg(scene.objects[*other.object].name, short2(other.iou)) +
               gone;
    const Nearest nearest = nearestOf(scene, verdicts, object);
    if (!nearest.object)
        return say("No %1 of the truth is here.").arg(found.name) + gone;
    if (nearest.iou >= threshold)
        return say("Found twice: a surer prediction has this %1.").arg(found.name) + gone;
    // Verdicts of the truth are against the first run.
    if (found.ref.run == 0 && verdicts[*nearest.object].partner)
        return say("The %1 it overlaps, IoU %2, has its prediction already.")
                   .arg(found.name, short2(nearest.iou)) +
               gone;
    return say("Badly located: IoU %1, below %2. Counts as missed and as false.")
               .arg(short2(nearest.iou), short2(threshold)) +
           gone;
}

}  // namespace

QString verdictSentence(const CanvasScene& scene, const std::vector<SceneVerdict>& verdicts,
                        std::size_t object, const Catalog& catalog, const Criteria& criteria) {
    if (verdicts.empty())
        return {};
    const SceneVerdict& verdict = verdicts[object];
    switch (verdict.kind) {
        case Verdict::Kind::Right:
        case Verdict::Kind::AttributeError:
            return pairText(scene, scene.objects[object], verdict, catalog, criteria);
        case Verdict::Kind::Missed:
            return missedText(scene, verdicts, object, criteria);
        case Verdict::Kind::False:
            return falseText(scene, verdicts, object, criteria.threshold);
        case Verdict::Kind::Ignored:
            return say("A group of garments: counts neither as right nor as wrong.");
        case Verdict::Kind::Hidden:
            break;
    }
    return {};
}

}  // namespace selvedge
