#include "model/evaluation/score_curves.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "model/evaluation/accumulate.h"
#include "model/evaluation/analysis.h"

namespace selvedge {

namespace {

// A detection, or what one says of an attribute.
struct Event {
    double value = 0;
    CategoryIndex category = 0;
    bool hit = false;
};

struct Events {
    std::vector<Event> list;
    std::vector<std::uint64_t> objects;  // by category

    void addObjects(CategoryIndex category, std::uint64_t count) {
        if (objects.size() <= category)
            objects.resize(category + 1u);
        objects[category] += count;
    }
};

Events joined(std::vector<Events> blocks) {
    Events all;
    for (Events& block : blocks) {
        append(all.list, block.list);
        for (std::size_t c = 0; c < block.objects.size(); ++c)
            all.addObjects(CategoryIndex(c), block.objects[c]);
        block = {};
    }
    // Of equals the first image's, then the first in the file: as COCOeval ranks them.
    std::stable_sort(all.list.begin(), all.list.end(),
                     [](const Event& a, const Event& b) { return a.value > b.value; });
    return all;
}

CurvePoint pointOf(double threshold, std::uint64_t hits, std::uint64_t falses,
                   std::uint64_t objects) {
    CurvePoint point{threshold, hits, falses, objects - hits, 0, 0, 0};
    point.precision = double(hits) / double(hits + falses);
    point.recall = objects > 0 ? double(hits) / double(objects) : 0;
    point.f1 = 2 * double(hits) / double(hits + falses + objects);
    return point;
}

// At most kCurvePoints of them: the ends and each stretch's extremes.
std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& points, std::size_t best) {
    if (points.size() <= kCurvePoints)
        return points;
    constexpr std::size_t kStretches = (kCurvePoints - 3) / 4;
    std::vector<std::size_t> kept{0, best, points.size() - 1};
    const auto lessPrecise = [&](const CurvePoint& a, const CurvePoint& b) {
        return a.precision < b.precision;
    };
    const auto lessF1 = [](const CurvePoint& a, const CurvePoint& b) { return a.f1 < b.f1; };
    for (std::size_t s = 0; s < kStretches; ++s) {
        const auto begin = points.begin() + std::ptrdiff_t(s * points.size() / kStretches);
        const auto end = points.begin() + std::ptrdiff_t((s + 1) * points.size() / kStretches);
        const auto [low, high] = std::minmax_element(begin, end, lessPrecise);
        const auto [lowF1, highF1] = std::minmax_element(begin, end, lessF1);
        for (const auto& it : {low, high, lowF1, highF1})
            kept.push_back(std::size_t(it - points.begin()));
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    std::vector<CurvePoint> result;
    for (const std::size_t index : kept)
        result.push_back(points[index]);
    return result;
}

ThresholdCurve curveOf(const std::vector<Event>& events, std::uint64_t objects) {
    ThresholdCurve curve;
    curve.objects = objects;
    std::vector<CurvePoint> points;
    std::size_t best = 0;
    std::uint64_t hits = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        hits += events[i].hit;
        if (i + 1 < events.size() && events[i + 1].value == events[i].value)
            continue;
        points.push_back(pointOf(events[i].value, hits, i + 1 - hits, objects));
        if (points.back().f1 > points[best].f1)
            best = points.size() - 1;
    }
    if (hits > 0)
        curve.best = points[best];
    curve.points = thinned(points, best);
    return curve;
}

using Precisions = std::array<double, kRecallThresholds>;

// Ranked events as accumulate() wants them.
Precisions precisionsOf(const std::vector<Event>& events, std::uint64_t objects) {
    std::vector<RankedDetection> detections(events.size());
    std::vector<Hits> hits(events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        detections[i].score = events[i].value;
        hits[i].matched = events[i].hit;
    }
    CurveScratch scratch;
    Curves curves;
    accumulate({detections, hits, objects}, std::numeric_limits<int>::max(), scratch, curves, 1);
    return curves[0].precision;
}

// The mean over recalls and categories with objects, in the order in which COCOeval sums.
double meanPrecision(const Events& events, const Catalog& catalog) {
    std::vector<std::vector<Event>> byCategory(events.objects.size());
    for (const Event& event : events.list)
        if (event.category < byCategory.size())
            byCategory[event.category].push_back(event);
    std::vector<Precisions> rows;
    for (const CategoryIndex category : categoriesById(catalog))
        if (category < byCategory.size() && events.objects[category] > 0)
            rows.push_back(precisionsOf(byCategory[category], events.objects[category]));
    std::vector<double> values;
    for (std::size_t r = 0; r < kRecallThresholds; ++r)
        for (const Precisions& row : rows)
            values.push_back(row[r]);
    return values.empty() ? -1 : numpyMean(values);
}

std::uint64_t countOf(const AttributeBits& bits, const AttributeBits& asked) {
    std::uint64_t count = 0;
    for (std::size_t w = 0; w < bits.words.size(); ++w)
        count += std::uint64_t(std::popcount(bits.words[w] & asked.words[w]));
    return count;
}

Criteria curveCriteria(const MatchTable& table, const Protocol& protocol,
                       const OperatingPoint& point, const HitThresholds& needs) {
    Criteria criteria = criteriaOf(table, protocol, point);
    criteria.threshold = needs.iou;
    criteria.f1Threshold = needs.f1;
    return criteria;
}

}  // namespace

const CurvePoint* ThresholdCurve::at(double threshold) const {
    const auto below = std::partition_point(
        points.begin(), points.end(), [&](const auto& p) { return p.threshold >= threshold; });
    return below == points.begin() ? nullptr : &*(below - 1);
}

HitThresholds hitThresholds(const Protocol& protocol, double threshold) {
    return {threshold, protocol.pairs == Pairs::Fixed ? protocol.fixedF1 : threshold};
}

std::optional<ThresholdCurve> scoreCurve(const MatchTable& table, const Protocol& protocol,
                                         const OperatingPoint& point,
                                         const std::vector<CategoryIndex>& categories,
                                         const HitThresholds& needs, std::stop_token stop,
                                         int threads) {
    const Criteria criteria = curveCriteria(table, protocol, withScore(point, {}), needs);
    const auto of = chosenOf(table.catalog->categories().size(), categories);
    const auto add = [&](std::uint32_t image, Events& events) {
        const ImageCell& cell = *table.cells[image];
        const ImageVerdicts judged = verdicts(cell, criteria);
        for (std::size_t t = 0; t < cell.truths.size(); ++t)
            if (of[cell.truths[t].category] && judged.truths[t].kind != Verdict::Kind::Ignored)
                events.addObjects(cell.truths[t].category, 1);
        for (std::uint32_t f = 0; f < cell.founds.size(); ++f) {
            const ImageCell::Found& found = cell.founds[f];
            const bool hit = judged.founds[f].kind == Verdict::Kind::Right;
            if (of[found.category] && (hit || countsAsFalse(criteria, cell, judged, f)))
                events.list.push_back({found.score, found.category, hit});
        }
    };
    auto blocks = overImages<Events>(table.cells.size(), threads, stop, add);
    if (!blocks)
        return std::nullopt;
    const Events all = joined(std::move(*blocks));
    std::uint64_t objects = 0;
    for (const std::uint64_t count : all.objects)
        objects += count;
    ThresholdCurve curve = curveOf(all.list, objects);
    curve.averagePrecision = meanPrecision(all, *table.catalog);
    return curve;
}

std::optional<CountedObjects> scoreCurveObjects(const MatchTable& table, const Protocol& protocol,
                                                const OperatingPoint& point, double score,
                                                const std::vector<CategoryIndex>& categories,
                                                const HitThresholds& needs, std::stop_token stop,
                                                int threads) {
    const Criteria criteria = curveCriteria(table, protocol, withScore(point, score), needs);
    const auto of = chosenOf(table.catalog->categories().size(), categories);
    const auto add = [&](std::uint32_t image, CountedObjects& counted) {
        addObjects(*table.cells[image], criteria, image, of, counted);
    };
    return listOverImages<CountedObjects>(table.cells.size(), threads, stop, add);
}

std::optional<ThresholdCurve> attributeCurve(const MatchTable& table, const Protocol& protocol,
                                             const OperatingPoint& point,
                                             const std::vector<AttributeIndex>& attributes,
                                             const std::vector<CategoryIndex>& categories,
                                             std::stop_token stop, int threads) {
    const Criteria criteria = overlapCriteria(table, protocol.iouType, point);
    const auto of = chosenOf(table.catalog->categories().size(), categories);
    const auto chosen = chosenOf(table.catalog->attributes().size(), attributes);
    AttributeBits asked;
    for (std::size_t a = 0; a < chosen.size(); ++a)
        if (chosen[a])
            asked.set(AttributeIndex(a));
    const auto add = [&](std::uint32_t image, Events& events) {
        const ImageCell& cell = *table.cells[image];
        const ImageVerdicts judged = verdicts(cell, criteria);
        for (std::size_t t = 0; t < cell.truths.size(); ++t)
            if (of[cell.truths[t].category] && judged.truths[t].kind != Verdict::Kind::Ignored)
                events.addObjects(0, countOf(cell.truths[t].attributes, asked));
        for (std::size_t f = 0; f < cell.founds.size(); ++f) {
            const ImageCell::Found& found = cell.founds[f];
            const Verdict& verdict = judged.founds[f];
            const bool right = verdict.kind == Verdict::Kind::Right;
            if (!of[found.category] || !(right || verdict.kind == Verdict::Kind::False))
                continue;
            const AttributeBits has =
                right ? cell.truths[*verdict.partner].attributes : AttributeBits{};
            for (std::uint32_t i = found.attributeBegin; i < found.attributeEnd; ++i)
                if (const AttributeScore& score = cell.attributeScores[i];
                    asked.has(score.attribute))
                    events.list.push_back({score.probability, 0, has.has(score.attribute)});
        }
    };
    auto blocks = overImages<Events>(table.cells.size(), threads, stop, add);
    if (!blocks)
        return std::nullopt;
    const Events all = joined(std::move(*blocks));
    ThresholdCurve curve = curveOf(all.list, all.objects.empty() ? 0 : all.objects[0]);
    if (curve.objects > 0)
        curve.averagePrecision = numpyMean(precisionsOf(all.list, curve.objects));
    return curve;
}

std::optional<CountedObjects> attributeCurveObjects(const MatchTable& table,
                                                    const Protocol& protocol,
                                                    const OperatingPoint& point, double probability,
                                                    const std::vector<AttributeIndex>& attributes,
                                                    const std::vector<CategoryIndex>& categories,
                                                    std::stop_token stop, int threads) {
    OperatingPoint at = point;
    at.attributeThreshold = probability;
    at.attributeOf.clear();
    at.categoryAttributeOf.clear();
    return attributeObjectsAt(table, protocol.iouType, at, attributes, categories, stop, threads);
}

std::vector<std::string> superCategories(const Catalog& catalog) {
    std::vector<std::string> names;
    for (const Category& category : catalog.categories())
        if (std::find(names.begin(), names.end(), category.supercategory) == names.end())
            names.push_back(category.supercategory);
    return names;
}

std::vector<CategoryIndex> categoriesOf(const Catalog& catalog, const std::string& superCategory) {
    std::vector<CategoryIndex> categories;
    for (std::size_t c = 0; c < catalog.categories().size(); ++c)
        if (catalog.categories()[c].supercategory == superCategory)
            categories.push_back(CategoryIndex(c));
    return categories;
}

}  // namespace selvedge
