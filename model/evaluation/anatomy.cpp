#include "model/evaluation/anatomy.h"

#include <algorithm>

#include "model/evaluation/accumulate.h"
#include "model/evaluation/analysis.h"
#include "model/evaluation/curves.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

// With -1 where the divisor is 0.
double ratio(std::uint64_t part, std::uint64_t whole) {
    return whole > 0 ? double(part) / double(whole) : -1;
}

// Visits all that verdicts tell of the categories.
template <typename Visit>
void forEachVerdict(const ImageCell& cell, const ImageVerdicts& judged, std::uint32_t image,
                    const Visit& visit) {
    for (std::uint32_t t = 0; t < cell.truths.size(); ++t)
        visit(cell.truths[t].category, judged.truths[t],
              CellObject{image, t, judged.truths[t].partner});
    // Detections with an object were visited as its partner.
    for (std::uint32_t f = 0; f < cell.founds.size(); ++f)
        if (judged.founds[f].kind == Verdict::Kind::False)
            visit(cell.founds[f].category, judged.founds[f], CellObject{image, {}, f});
}

}  // namespace

std::vector<HeadlinePart> headlineParts(const Report& report, const std::vector<bool>& asksF1) {
    std::vector<HeadlinePart> parts;
    if (!report.protocol.missesCount)
        return parts;
    const bool byThreshold =
        report.protocol.pairs == Pairs::Grid && report.protocol.weights == Weights::EachF1Threshold;
    int columns = 0;
    for (std::size_t k = 0; k < report.categories.size(); ++k) {
        const CategoryResult& result = report.categories[k];
        HeadlinePart& part = parts.emplace_back();
        part.category = result.category;
        part.objects = result.objects;
        part.columns = byThreshold && asksF1.at(result.category) ? int(kIouThresholds) : 1;
        part.ap = result.ap;
        part.iouAp = result.iouAp;
        columns += part.ap > -1 ? part.columns : 0;
    }
    for (HeadlinePart& part : parts)
        if (part.ap > -1) {
            part.weight = double(part.columns) / double(columns);
            part.lost = part.weight * (1 - part.ap);
        }
    return parts;
}

std::optional<std::vector<CategoryCounts>> categoryCounts(const MatchTable& table,
                                                          const Criteria& criteria,
                                                          std::stop_token stop, int threads) {
    using Counts = std::vector<VerdictCounts>;  // by category
    const std::size_t categories = table.catalog->categories().size();
    const auto blocks = overImages<Counts>(
        table.cells.size(), threads, stop, [&](std::uint32_t image, Counts& counts) {
            counts.resize(categories);
            const ImageCell& cell = *table.cells[image];
            forEachVerdict(cell, verdicts(cell, criteria), image,
                           [&](CategoryIndex category, const Verdict& verdict, const CellObject&) {
                               VerdictCounts& of = counts[category];
                               of.right += verdict.kind == Verdict::Kind::Right;
                               of.attributeErrors += verdict.kind == Verdict::Kind::AttributeError;
                               of.missed += verdict.kind == Verdict::Kind::Missed;
                               of.falses += verdict.kind == Verdict::Kind::False;
                           });
        });
    if (!blocks)
        return std::nullopt;
    std::vector<CategoryCounts> result;
    for (const CategoryIndex category : categoriesById(*table.catalog)) {
        CategoryCounts& all = result.emplace_back();
        all.category = category;
        for (const Counts& block : *blocks) {
            all.verdicts.right += block[category].right;
            all.verdicts.attributeErrors += block[category].attributeErrors;
            all.verdicts.missed += block[category].missed;
            all.verdicts.falses += block[category].falses;
        }
        all.objects = all.verdicts.right + all.verdicts.attributeErrors + all.verdicts.missed;
    }
    return result;
}

std::optional<std::vector<CellObject>> verdictObjects(const MatchTable& table,
                                                      const Criteria& criteria, Verdict::Kind kind,
                                                      std::optional<CategoryIndex> category,
                                                      std::stop_token stop, int threads) {
    const auto list = [&](std::uint32_t image, std::vector<CellObject>& objects) {
        const ImageCell& cell = *table.cells[image];
        forEachVerdict(cell, verdicts(cell, criteria), image,
                       [&](CategoryIndex of, const Verdict& verdict, const CellObject& object) {
                           if (verdict.kind == kind && of == category.value_or(of))
                               objects.push_back(object);
                       });
    };
    return listOverImages<std::vector<CellObject>>(table.cells.size(), threads, stop, list);
}

std::optional<std::vector<AttributeCounts>> attributeCounts(const MatchTable& table,
                                                            const Protocol& protocol,
                                                            const OperatingPoint& point,
                                                            std::optional<CategoryIndex> category,
                                                            std::stop_token stop, int threads) {
    using Counts = std::vector<AttributeCounts>;
    const std::size_t attributes = table.catalog->attributes().size();
    const Criteria criteria = overlapCriteria(table, protocol.iouType, point);
    const auto thresholds = thresholdsOf(*table.catalog, point);
    const auto blocks = overImages<Counts>(
        table.cells.size(), threads, stop, [&](std::uint32_t image, Counts& counts) {
            counts.resize(attributes);
            const ImageCell& cell = *table.cells[image];
            const ImageVerdicts judged = verdicts(cell, criteria);
            for (std::size_t t = 0; t < cell.truths.size(); ++t) {
                const ImageCell::Truth& truth = cell.truths[t];
                if (truth.category != category.value_or(truth.category) ||
                    judged.truths[t].kind == Verdict::Kind::Ignored)
                    continue;
                for (std::size_t a = 0; a < attributes; ++a)
                    counts[a].objects += truth.attributes.has(AttributeIndex(a));
            }
            for (std::size_t f = 0; f < cell.founds.size(); ++f) {
                const ImageCell::Found& found = cell.founds[f];
                const Verdict& verdict = judged.founds[f];
                const bool right = verdict.kind == Verdict::Kind::Right;
                if (found.category != category.value_or(found.category) ||
                    !(right || verdict.kind == Verdict::Kind::False))
                    continue;
                for (std::uint32_t i = found.attributeBegin; i < found.attributeEnd; ++i) {
                    const AttributeScore& score = cell.attributeScores[i];
                    if (score.probability < thresholds[found.category].attribute(score.attribute))
                        continue;
                    ++counts[score.attribute].predicted;
                    counts[score.attribute].hits +=
                        right && cell.truths[*verdict.partner].attributes.has(score.attribute);
                }
            }
        });
    if (!blocks)
        return std::nullopt;
    Counts result(attributes);
    for (std::size_t a = 0; a < attributes; ++a) {
        AttributeCounts& all = result[a];
        all.attribute = AttributeIndex(a);
        for (const Counts& block : *blocks) {
            all.objects += block[a].objects;
            all.predicted += block[a].predicted;
            all.hits += block[a].hits;
        }
        all.falses = all.predicted - all.hits;
        all.misses = all.objects - all.hits;
        all.precision = ratio(all.hits, all.predicted);
        all.recall = ratio(all.hits, all.objects);
        all.f1 = ratio(2 * all.hits, all.predicted + all.objects);
    }
    return result;
}

std::optional<CountedObjects> attributeObjects(const MatchTable& table, const Protocol& protocol,
                                               const OperatingPoint& point,
                                               AttributeIndex attribute,
                                               std::optional<CategoryIndex> category,
                                               std::stop_token stop, int threads) {
    const std::vector<CategoryIndex> categories =
        category ? std::vector<CategoryIndex>{*category} : std::vector<CategoryIndex>{};
    return attributeObjectsAt(table, protocol.iouType, point, {attribute}, categories, stop,
                              threads);
}

}  // namespace selvedge
