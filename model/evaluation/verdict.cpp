#include "model/evaluation/verdict.h"

#include <algorithm>
#include <optional>

#include "dataset/parallel.h"
#include "model/evaluation/attribute_f1.h"
#include "model/evaluation/lvis.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// One image's detections take objects, in the order of evaluate().
class Pairing {
public:
    Pairing(const ImageCell& cell, const Criteria& criteria)
        : m_cell(cell),
          m_criteria(criteria),
          m_ofImage(criteria.protocol.detectionsPerImage > 0
                        ? std::optional(pointFor(criteria.point, criteria.protocol))
                        : std::nullopt),
          m_point(m_ofImage ? *m_ofImage : criteria.point),
          m_result{std::vector<Verdict>(cell.truths.size()),
                   std::vector<Verdict>(cell.founds.size())} {
        for (std::size_t t = 0; t < cell.truths.size(); ++t) {
            const ImageCell::Truth& truth = cell.truths[t];
            const bool leftOut =
                criteria.protocol.withoutAttributes == WithoutAttributes::Ignored &&
                asksF1(truth.category) && !truth.hasAttributes;
            m_result.truths[t].kind =
                truth.crowd || leftOut ? Verdict::Kind::Ignored : Verdict::Kind::Missed;
        }
        for (const ImageCell::Group& group : cell.groups)
            show(group);
    }

    ImageVerdicts pair() {
        const Protocol& protocol = m_criteria.protocol;
        const bool above = protocol.compare == Compare::Above;
        const auto needed = [&](double threshold) {
            return above ? threshold : std::min(threshold, 1 - 1e-10);
        };
        const double need = needed(m_criteria.threshold);
        const double f1Need = needed(m_criteria.f1Threshold.value_or(m_criteria.threshold));
        for (const Shown& shown : m_shown) {
            const bool f1 = asksF1(m_cell.founds[shown.found].category);
            const bool rises = protocol.choice == Choice::BothRise && f1;
            take(shown, need, f1 ? f1Need : kOff, above, rises, Verdict::Kind::Right);
        }
        for (const Shown& shown : m_shown)
            if (!m_result.founds[shown.found].partner)
                take(shown, need, kOff, above, false, Verdict::Kind::AttributeError);
        for (const Shown& shown : m_shown)
            noteOverlaps(shown.found);
        ignoreUnmatched();
        return std::move(m_result);
    }

private:
    struct Shown {  // a detection that counts
        std::uint32_t found = 0;
        AttributeBits predicted;
    };

    void show(const ImageCell::Group& group) {
        const CategoryThresholds thresholds(m_point, group.category);
        m_founds.clear();
        detectionsThatCount(m_cell, group, thresholds, m_founds);
        for (const std::uint32_t found : m_founds) {
            m_shown.push_back({found, thresholds.predicted(m_cell, m_cell.founds[found])});
            m_result.founds[found].kind = Verdict::Kind::False;
        }
    }

    bool asksF1(CategoryIndex category) const {
        return m_criteria.protocol.pairs != Pairs::None &&
               (m_criteria.asksF1.empty() || m_criteria.asksF1[category]);
    }

    // The free object with the highest overlap (the last of equals), crowds and what the protocol
    // leaves out only when there is none.
    void take(const Shown& shown, double iouNeed, double f1Need, bool above, bool rises,
              Verdict::Kind kind) {
        Verdict& verdict = m_result.founds[shown.found];
        const bool leaveOut =
            f1Need > kOff && m_criteria.protocol.withoutAttributes == WithoutAttributes::Ignored;
        for (const bool ignoredOnes : {false, true}) {
            double bestIou = iouNeed, bestF1 = f1Need;
            for (std::uint32_t o = m_cell.overlapBegin[shown.found];
                 o < m_cell.overlapBegin[shown.found + 1]; ++o) {
                const ImageCell::Overlap& overlap = m_cell.overlaps[o];
                const ImageCell::Truth& truth = m_cell.truths[overlap.truth];
                const bool ignored = truth.crowd || (leaveOut && !truth.hasAttributes);
                if (ignored != ignoredOnes)
                    continue;
                const bool taken = m_result.truths[overlap.truth].partner.has_value();
                if (taken && (rises || !truth.crowd))
                    continue;
                const double iou = overlap.iou(m_criteria.protocol.iouType);
                const double f1 =
                    pairF1(m_criteria.protocol, truth, shown.predicted, m_criteria.attributeCount);
                if (iou < bestIou || (f1Need > kOff && f1 < bestF1))
                    continue;
                if (above && (iou <= iouNeed || (f1Need > kOff && f1 <= f1Need)))
                    continue;
                bestIou = iou;
                if (rises)
                    bestF1 = f1;
                verdict = {ignoredOnes ? Verdict::Kind::Ignored : kind, overlap.truth, iou, f1};
            }
            if (verdict.partner)
                break;
        }
        if (!verdict.partner)
            return;
        if (const ImageCell::Truth& truth = m_cell.truths[*verdict.partner]; !truth.crowd || rises)
            m_result.truths[*verdict.partner] = {verdict.kind, shown.found, verdict.iou,
                                                 verdict.f1};
    }

    // Of groups that say so.
    void ignoreUnmatched() {
        for (const ImageCell::Group& group : m_cell.groups)
            for (std::uint32_t i = group.foundBegin; group.unmatchedIgnored && i < group.foundEnd;
                 ++i)
                if (Verdict& verdict = m_result.founds[m_cell.foundOrder[i]];
                    verdict.kind == Verdict::Kind::False)
                    verdict.kind = Verdict::Kind::Ignored;
    }

    // The best overlap of what has no partner.
    void noteOverlaps(std::uint32_t found) {
        for (std::uint32_t o = m_cell.overlapBegin[found]; o < m_cell.overlapBegin[found + 1];
             ++o) {
            const ImageCell::Overlap& overlap = m_cell.overlaps[o];
            const double iou = overlap.iou(m_criteria.protocol.iouType);
            if (Verdict& verdict = m_result.founds[found]; !verdict.partner)
                verdict.iou = std::max(verdict.iou, iou);
            if (Verdict& verdict = m_result.truths[overlap.truth]; !verdict.partner)
                verdict.iou = std::max(verdict.iou, iou);
        }
    }

    const ImageCell& m_cell;
    const Criteria& m_criteria;
    const std::optional<OperatingPoint> m_ofImage;
    const OperatingPoint& m_point;
    ImageVerdicts m_result;
    std::vector<Shown> m_shown;
    std::vector<std::uint32_t> m_founds;
};

}  // namespace

Criteria criteriaOf(const MatchTable& table, const Protocol& protocol,
                    const OperatingPoint& point) {
    return {point, protocol, 0.5, categoriesWithF1(table, protocol),
            table.catalog->attributes().size()};
}

ImageVerdicts verdicts(const ImageCell& cell, const Criteria& criteria) {
    return Pairing(cell, criteria).pair();
}

std::optional<VerdictCounts> countVerdicts(const MatchTable& table, const Criteria& criteria,
                                           std::stop_token stop, int threads) {
    std::vector<VerdictCounts> workers(std::size_t(threadCount(threads)));
    const auto count = [&](std::size_t image, std::size_t w) {
        const ImageVerdicts judged = verdicts(*table.cells[image], criteria);
        VerdictCounts& counts = workers[w];
        for (const Verdict& verdict : judged.truths) {
            counts.right += verdict.kind == Verdict::Kind::Right;
            counts.attributeErrors += verdict.kind == Verdict::Kind::AttributeError;
            counts.missed += verdict.kind == Verdict::Kind::Missed;
        }
        for (const Verdict& verdict : judged.founds)
            counts.falses += verdict.kind == Verdict::Kind::False;
    };
    if (!parallelFor(table.cells.size(), threads, count, stop))
        return std::nullopt;
    VerdictCounts all;
    for (const VerdictCounts& counts : workers) {
        all.right += counts.right;
        all.attributeErrors += counts.attributeErrors;
        all.missed += counts.missed;
        all.falses += counts.falses;
    }
    return all;
}

}  // namespace selvedge
