#include "model/evaluation/image_mistakes.h"

#include <algorithm>

#include "model/evaluation/analysis.h"
#include "model/evaluation/attribute_f1.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// One image by TIDE's rules; METHOD 1.7 numbers them.
class ImageJudge {
public:
    ImageJudge(const ImageCell& cell, const MistakeRules& rules)
        : m_cell(cell), m_rules(rules), m_used(cell.truths.size()), m_usable(cell.truths.size()) {
        auto founds = bestOfAll(cell, rules.thresholds);
        founds.resize(std::min(founds.size(), std::size_t(rules.options.detectionsPerImage)));
        for (const std::uint32_t found : founds) {
            JudgedDetection& judged = m_result.founds.emplace_back();
            judged.score = cell.founds[found].score;
            judged.category = cell.founds[found].category;
            judged.found = found;
        }
    }

    JudgedImage judge() {
        for (JudgedDetection& judged : m_result.founds)
            takeObject(judged, rules().asksF1[judged.category]);
        for (JudgedDetection& judged : m_result.founds)
            if (!judged.truth && rules().asksF1[judged.category]) {
                takeObject(judged, false);
                if (judged.hit) {
                    judged.hit = false;
                    judged.kind = MistakeKind::Attributes;
                }
            }
        for (JudgedDetection& judged : m_result.founds)
            if (!judged.truth) {
                judged.ignored = liesOnCrowd(judged.found);
                classify(judged);
            }
        for (std::uint32_t t = 0; t < m_cell.truths.size(); ++t)
            if (!m_cell.truths[t].crowd && !m_used[t] && !m_usable[t])
                m_result.missed.push_back(t);
        return std::move(m_result);
    }

private:
    struct Best {
        double iou = 0;
        std::optional<std::uint32_t> truth;
    };
    const MistakeRules& rules() const { return m_rules; }

    // The highest overlap with an object that `isAsked`; of equals the first in the file.
    template <typename IsAsked>
    Best bestOfOwn(std::uint32_t found, const IsAsked& isAsked) const {
        Best best;
        for (std::uint32_t o = m_cell.overlapBegin[found]; o < m_cell.overlapBegin[found + 1];
             ++o) {
            const ImageCell::Overlap& overlap = m_cell.overlaps[o];
            const double iou = overlap.iou(rules().protocol.iouType);
            if (!m_cell.truths[overlap.truth].crowd && iou > best.iou && isAsked(overlap.truth))
                best = {iou, overlap.truth};
        }
        return best;
    }

    Best bestOfOthers(std::uint32_t found) const {
        Best best;
        const auto first = std::lower_bound(
            m_cell.otherOverlaps.begin(), m_cell.otherOverlaps.end(), found,
            [](const ImageCell::Overlap& overlap, std::uint32_t f) { return overlap.found < f; });
        for (auto it = first; it != m_cell.otherOverlaps.end() && it->found == found; ++it)
            if (const double iou = it->iou(rules().protocol.iouType); iou > best.iou)
                best = {iou, it->truth};
        return best;
    }

    // Rule 1.
    void takeObject(JudgedDetection& judged, bool withF1) {
        const ImageCell::Found& found = m_cell.founds[judged.found];
        const AttributeBits predicted =
            withF1 ? rules().thresholds[judged.category].predicted(m_cell, found) : AttributeBits{};
        const Best best = bestOfOwn(judged.found, [&](std::uint32_t truth) {
            return !m_used[truth] &&
                   (!withF1 || rules().reachesF1(pairF1(rules().protocol, m_cell.truths[truth],
                                                        predicted, rules().attributeCount)));
        });
        if (best.iou < rules().options.hit || !best.truth)
            return;
        judged.hit = true;
        judged.truth = best.truth;
        m_used[*best.truth] = true;
    }

    bool liesOnCrowd(std::uint32_t found) const {
        for (std::uint32_t o = m_cell.overlapBegin[found]; o < m_cell.overlapBegin[found + 1]; ++o)
            if (const ImageCell::Overlap& overlap = m_cell.overlaps[o];
                m_cell.truths[overlap.truth].crowd &&
                overlap.iou(rules().protocol.iouType) > rules().options.hit)
                return true;
        return false;
    }

    // Rule 2, and of rule 3 who is the best of an object (founds come best score first).
    void classify(JudgedDetection& judged) {
        const double hit = rules().options.hit, background = rules().options.background;
        const Best own = bestOfOwn(judged.found, [](std::uint32_t) { return true; });
        const Best others = bestOfOthers(judged.found);
        const Best used =
            bestOfOwn(judged.found, [&](std::uint32_t truth) { return bool(m_used[truth]); });
        if (own.truth && background <= own.iou && own.iou <= hit)
            blame(judged, MistakeKind::Location, own);
        else if (others.truth && others.iou >= hit)
            blame(judged, MistakeKind::Class, others);
        else if (used.truth && used.iou >= hit)
            blame(judged, MistakeKind::Duplicate, used);
        else if (std::max(own.iou, others.iou) <= background)
            blame(judged, MistakeKind::Background, {});
        else
            blame(judged, MistakeKind::Both, {});
    }

    void blame(JudgedDetection& judged, MistakeKind kind, const Best& best) {
        judged.kind = kind;
        judged.truth = best.truth;
        if ((kind != MistakeKind::Location && kind != MistakeKind::Class) || m_used[*best.truth])
            return;
        judged.repairable = !m_usable[*best.truth];
        judged.truthCategory = m_cell.truths[*best.truth].category;
        m_usable[*best.truth] = true;
    }

    const ImageCell& m_cell;
    const MistakeRules& m_rules;
    JudgedImage m_result;
    std::vector<char> m_used, m_usable;  // by truth
};

}  // namespace

MistakeRules mistakeRules(const MatchTable& table, const Protocol& protocol,
                          const OperatingPoint& point, const MistakeOptions& options) {
    MistakeRules rules{protocol, options, thresholdsOf(*table.catalog, point), {}, 0};
    rules.asksF1 = protocol.pairs == Pairs::None
                       ? std::vector<bool>(table.catalog->categories().size())
                       : categoriesWithF1(table, protocol);
    rules.attributeCount = table.catalog->attributes().size();
    return rules;
}

JudgedImage judgeImage(const ImageCell& cell, const MistakeRules& rules) {
    return ImageJudge(cell, rules).judge();
}

}  // namespace selvedge
