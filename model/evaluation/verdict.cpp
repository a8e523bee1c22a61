#include "model/evaluation/verdict.h"

#include <algorithm>

#include "model/evaluation/matching.h"

namespace selvedge {

ImageVerdicts verdicts(const ImageCell& cell, const OperatingPoint& point, double threshold,
                       IouType iouType) {
    ImageVerdicts result{std::vector<Verdict>(cell.truths.size()),
                         std::vector<Verdict>(cell.founds.size())};
    for (std::size_t t = 0; t < cell.truths.size(); ++t)
        result.truths[t].kind =
            cell.truths[t].crowd ? Verdict::Kind::Ignored : Verdict::Kind::Missed;

    // Detections that count, in the order in which they choose.
    std::vector<std::uint32_t> shown;
    std::vector<AttributeBits> predicted(cell.founds.size());
    for (const ImageCell::Group& group : cell.groups) {
        for (std::uint32_t i = group.foundBegin; i < group.foundEnd; ++i) {
            const std::uint32_t found = cell.foundOrder[i];
            if (int(i - group.foundBegin) >= point.maxDetections ||
                cell.founds[found].score < point.scoreThreshold)
                break;
            shown.push_back(found);
            result.founds[found].kind = Verdict::Kind::False;
            predicted[found] =
                predictedAttributes(cell, cell.founds[found], point.attributeThreshold);
        }
    }

    const double need = std::min(threshold, 1 - 1e-10);
    // Each detection of `shown` takes the free ground truth with the highest overlap (the last of
    // equals), crowds only when there is none.
    const auto pair = [&](bool needsF1, Verdict::Kind kind) {
        for (const std::uint32_t found : shown) {
            Verdict& verdict = result.founds[found];
            if (verdict.partner)
                continue;
            for (const bool crowds : {false, true}) {
                double best = need;
                for (std::uint32_t o = cell.overlapBegin[found]; o < cell.overlapBegin[found + 1];
                     ++o) {
                    const ImageCell::Overlap& overlap = cell.overlaps[o];
                    const ImageCell::Truth& truth = cell.truths[overlap.truth];
                    if (truth.crowd != crowds || (!crowds && result.truths[overlap.truth].partner))
                        continue;
                    const double iou = iouOf(overlap, iouType);
                    const double f1 = attributeF1(truth, predicted[found]);
                    if (iou < best || (needsF1 && f1 < need))
                        continue;
                    best = iou;
                    verdict = {crowds ? Verdict::Kind::Ignored : kind, overlap.truth, iou, f1};
                }
                if (verdict.partner)
                    break;
            }
            if (verdict.partner && !cell.truths[*verdict.partner].crowd)
                result.truths[*verdict.partner] = {kind, found, verdict.iou, verdict.f1};
        }
    };
    pair(true, Verdict::Kind::Right);
    pair(false, Verdict::Kind::AttributeError);

    for (const std::uint32_t found : shown)
        for (std::uint32_t o = cell.overlapBegin[found]; o < cell.overlapBegin[found + 1]; ++o) {
            const ImageCell::Overlap& overlap = cell.overlaps[o];
            const double iou = iouOf(overlap, iouType);
            if (Verdict& verdict = result.founds[found]; !verdict.partner)
                verdict.iou = std::max(verdict.iou, iou);
            if (Verdict& verdict = result.truths[overlap.truth]; !verdict.partner)
                verdict.iou = std::max(verdict.iou, iou);
        }
    return result;
}

}  // namespace selvedge
