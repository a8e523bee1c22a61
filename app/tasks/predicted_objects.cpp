#include "app/tasks/predicted_objects.h"

#include <limits>

#include "model/evaluation/verdict.h"

namespace selvedge {

namespace {

ObjectVerdict verdictOf(Verdict::Kind kind) {
    switch (kind) {
        case Verdict::Kind::Right:
            return ObjectVerdict::Right;
        case Verdict::Kind::AttributeError:
            return ObjectVerdict::AttributeError;
        case Verdict::Kind::Missed:
            return ObjectVerdict::Missed;
        case Verdict::Kind::False:
            return ObjectVerdict::False;
        case Verdict::Kind::Ignored:
        case Verdict::Kind::Hidden:
            break;
    }
    return ObjectVerdict::None;
}

void addLone(PredictedObjects& objects, ImageIndex image, std::size_t place,
             const Detection& detection, ObjectVerdict verdict, const OperatingPoint& point) {
    ObjectTable& lone = objects.lone;
    lone.objectOrder.push_back(static_cast<ObjectIndex>(lone.size()));
    lone.image.push_back(image);
    lone.category.push_back(detection.category);
    lone.area.push_back(static_cast<std::uint32_t>(detection.mask.area()));
    lone.box.push_back({});
    lone.rowId.push_back(static_cast<std::int64_t>(place));
    for (const AttributeScore& score : detection.attributes) {
        if (score.probability >=
            static_cast<float>(attributeThresholdOf(point, detection.category, score.attribute)))
            lone.attributes.push_back(score.attribute);
    }
    lone.attributeBegin.push_back(static_cast<std::uint32_t>(lone.attributes.size()));
    objects.loneVerdicts.push_back(verdict);
    objects.loneScores.push_back(static_cast<float>(detection.score));
}

}  // namespace

std::shared_ptr<const PredictedObjects> predictedObjects(const ObjectTable& table,
                                                         const PredictionSet& predictions,
                                                         const MatchTable* matches,
                                                         const Criteria& criteria,
                                                         std::stop_token stop) {
    auto objects = std::make_shared<PredictedObjects>();
    const bool judged = matches && matches->cells.size() == table.images.size();
    if (judged) {
        objects->verdicts.assign(table.size(), ObjectVerdict::None);
        objects->scores.assign(table.size(), std::numeric_limits<float>::quiet_NaN());
    }
    objects->lone.attributeBegin.push_back(0);
    objects->lone.objectBegin.push_back(0);
    objects->detectionBegin.push_back(0);
    for (ImageIndex image = 0; image < table.images.size(); ++image) {
        if (stop.stop_requested())
            return nullptr;
        const auto truths = table.objectsOf(image);
        const auto found = predictions.images.find(table.images[image].id);
        const std::size_t count = found == predictions.images.end() ? 0 : found->second.size();
        ImageVerdicts verdict;
        if (judged && predictions.covers(table.images[image].id)) {
            const ImageCell& cell = *matches->cells[image];
            if (cell.imageId == table.images[image].id && cell.truths.size() == truths.size() &&
                cell.founds.size() == count)
                verdict = verdicts(cell, criteria);
        }
        for (std::size_t t = 0; t < verdict.truths.size(); ++t) {
            objects->verdicts[truths[t]] = verdictOf(verdict.truths[t].kind);
            if (const auto partner = verdict.truths[t].partner)
                objects->scores[truths[t]] = static_cast<float>(found->second[*partner].score);
        }
        for (std::size_t d = 0; d < count; ++d) {
            const bool known = d < verdict.founds.size();
            if (known && verdict.founds[d].partner)
                continue;  // it stands with its ground truth
            addLone(*objects, image, d, found->second[d],
                    known ? verdictOf(verdict.founds[d].kind) : ObjectVerdict::None,
                    criteria.point);
        }
        objects->lone.objectBegin.push_back(static_cast<std::uint32_t>(objects->lone.size()));
        objects->detectionBegin.push_back(objects->detectionBegin.back() +
                                          static_cast<std::uint32_t>(count));
    }
    return objects;
}

}  // namespace selvedge
