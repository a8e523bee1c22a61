#include "model/evaluation/analysis.h"

#include <limits>

#include "model/evaluation/matching.h"

namespace selvedge {

std::vector<bool> chosenOf(std::size_t count, const std::vector<std::uint16_t>& chosen) {
    std::vector<bool> flags(count, chosen.empty());
    for (const std::uint16_t index : chosen)
        flags.at(index) = true;
    return flags;
}

Criteria overlapCriteria(const MatchTable& table, IouType iouType, const OperatingPoint& point,
                         double iou) {
    Criteria criteria = criteriaOf(table, Protocol::coco(iouType), point);
    criteria.threshold = iou;
    return criteria;
}

OperatingPoint withScore(OperatingPoint point, std::optional<double> score) {
    point.scoreThreshold = score.value_or(-std::numeric_limits<double>::infinity());
    point.scoreOf.clear();
    return point;
}

std::vector<CategoryThresholds> thresholdsOf(const Catalog& catalog, const OperatingPoint& point) {
    std::vector<CategoryThresholds> thresholds;
    for (std::size_t c = 0; c < catalog.categories().size(); ++c)
        thresholds.emplace_back(point, CategoryIndex(c));
    return thresholds;
}

bool countsAsFalse(const Criteria& criteria, const ImageCell& cell, const ImageVerdicts& judged,
                   std::uint32_t found) {
    const Verdict& verdict = judged.founds[found];
    if (verdict.kind == Verdict::Kind::False || verdict.kind == Verdict::Kind::AttributeError)
        return true;
    const Protocol& protocol = criteria.protocol;
    const bool asksF1 = protocol.pairs != Pairs::None &&
                        (criteria.asksF1.empty() || criteria.asksF1[cell.founds[found].category]);
    if (verdict.kind != Verdict::Kind::Ignored || !asksF1)
        return false;
    if (protocol.choice == Choice::BothRise && judged.truths[*verdict.partner].partner != found)
        return true;
    const double need = criteria.f1Threshold.value_or(criteria.threshold);
    return protocol.compare == Compare::Above ? verdict.f1 <= need
                                              : verdict.f1 < std::min(need, 1 - 1e-10);
}

void addObjects(const ImageCell& cell, const Criteria& criteria, std::uint32_t image,
                const std::vector<bool>& categories, CountedObjects& counted) {
    const ImageVerdicts judged = verdicts(cell, criteria);
    for (std::uint32_t t = 0; t < cell.truths.size(); ++t) {
        const Verdict& verdict = judged.truths[t];
        if (!categories[cell.truths[t].category])
            continue;
        if (verdict.kind == Verdict::Kind::Right)
            counted.hits.push_back({image, t, verdict.partner});
        else if (verdict.kind != Verdict::Kind::Ignored)
            counted.misses.push_back({image, t, verdict.partner});
    }
    for (std::uint32_t f = 0; f < cell.founds.size(); ++f) {
        if (categories[cell.founds[f].category] && countsAsFalse(criteria, cell, judged, f))
            counted.falses.push_back({image, judged.founds[f].partner, f});
    }
}

std::vector<std::uint32_t> bestOfAll(const ImageCell& cell,
                                     const std::vector<CategoryThresholds>& thresholds) {
    std::vector<std::uint32_t> founds;
    for (const ImageCell::Group& group : cell.groups)
        detectionsThatCount(cell, group, thresholds[group.category], founds);
    std::sort(founds.begin(), founds.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double x = cell.founds[a].score, y = cell.founds[b].score;
        return x != y ? x > y : a < b;
    });
    return founds;
}

std::optional<CountedObjects> attributeObjectsAt(const MatchTable& table, IouType iouType,
                                                 const OperatingPoint& point,
                                                 const std::vector<AttributeIndex>& attributes,
                                                 const std::vector<CategoryIndex>& categories,
                                                 std::stop_token stop, int threads) {
    const Criteria criteria = overlapCriteria(table, iouType, point);
    const auto thresholds = thresholdsOf(*table.catalog, point);
    const auto asked = chosenOf(table.catalog->attributes().size(), attributes);
    const auto of = chosenOf(table.catalog->categories().size(), categories);
    const auto count = [&](std::uint32_t image, CountedObjects& counted) {
        const ImageCell& cell = *table.cells[image];
        const ImageVerdicts judged = verdicts(cell, criteria);
        const auto predicted = [&](std::uint32_t f) {
            return thresholds[cell.founds[f].category].predicted(cell, cell.founds[f]);
        };
        for (std::uint32_t t = 0; t < cell.truths.size(); ++t) {
            const ImageCell::Truth& truth = cell.truths[t];
            const Verdict& verdict = judged.truths[t];
            if (!of[truth.category] || verdict.kind == Verdict::Kind::Ignored)
                continue;
            const AttributeBits bits =
                verdict.partner ? predicted(*verdict.partner) : AttributeBits{};
            for (std::size_t a = 0; a < asked.size(); ++a)
                if (asked[a] && truth.attributes.has(AttributeIndex(a)))
                    (bits.has(AttributeIndex(a)) ? counted.hits : counted.misses)
                        .push_back({image, t, verdict.partner});
        }
        for (std::uint32_t f = 0; f < cell.founds.size(); ++f) {
            const Verdict& verdict = judged.founds[f];
            const bool right = verdict.kind == Verdict::Kind::Right;
            if (!of[cell.founds[f].category] || !(right || verdict.kind == Verdict::Kind::False))
                continue;
            const AttributeBits bits = predicted(f);
            for (std::size_t a = 0; a < asked.size(); ++a)
                if (asked[a] && bits.has(AttributeIndex(a)) &&
                    !(right && cell.truths[*verdict.partner].attributes.has(AttributeIndex(a))))
                    counted.falses.push_back({image, verdict.partner, f});
        }
    };
    return listOverImages<CountedObjects>(table.cells.size(), threads, stop, count);
}

}  // namespace selvedge
