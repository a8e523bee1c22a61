#include "model/evaluation/detection_measures.h"

#include <algorithm>

#include "model/evaluation/analysis.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

constexpr double kHit = 0.5;

// By object: the best of the image's first detections on it.
std::vector<std::optional<std::uint32_t>> foundOn(
    const ImageCell& cell, const std::vector<CategoryThresholds>& thresholds) {
    std::vector<std::optional<std::uint32_t>> result(cell.truths.size());
    std::vector<std::uint32_t> founds = bestOfAll(cell, thresholds);
    founds.resize(std::min(founds.size(), kCorLocDetections));
    for (const std::uint32_t found : founds)
        for (std::uint32_t o = cell.overlapBegin[found]; o < cell.overlapBegin[found + 1]; ++o)
            if (const ImageCell::Overlap& overlap = cell.overlaps[o];
                overlap.boxIou >= kHit && !result[overlap.truth])
                result[overlap.truth] = found;
    return result;
}

}  // namespace

std::optional<CorrectLocalization> correctLocalization(const MatchTable& table,
                                                       const OperatingPoint& point,
                                                       std::stop_token stop, int threads) {
    using Counts = std::vector<CorrectLocalization::OfCategory>;  // by category
    const auto thresholds = thresholdsOf(*table.catalog, point);
    const auto count = [&](std::uint32_t image, Counts& counts) {
        counts.resize(thresholds.size());
        const ImageCell& cell = *table.cells[image];
        const auto found = foundOn(cell, thresholds);
        for (std::size_t t = 0; t < cell.truths.size(); ++t) {
            if (cell.truths[t].crowd)
                continue;
            ++counts[cell.truths[t].category].objects;
            counts[cell.truths[t].category].hits += found[t].has_value();
        }
    };
    const auto blocks = overImages<Counts>(table.cells.size(), threads, stop, count);
    if (!blocks)
        return std::nullopt;
    CorrectLocalization result;
    std::uint64_t objects = 0, hits = 0;
    for (const CategoryIndex category : categoriesById(*table.catalog)) {
        CorrectLocalization::OfCategory& all = result.categories.emplace_back();
        all.category = category;
        for (const Counts& counts : *blocks) {
            all.objects += counts[category].objects;
            all.hits += counts[category].hits;
        }
        if (all.objects > 0)
            all.share = double(all.hits) / double(all.objects);
        objects += all.objects;
        hits += all.hits;
    }
    if (objects > 0)
        result.weighted = double(hits) / double(objects);
    return result;
}

std::optional<CountedObjects> correctLocalizationObjects(const MatchTable& table,
                                                         const OperatingPoint& point,
                                                         CategoryIndex category,
                                                         std::stop_token stop, int threads) {
    const auto thresholds = thresholdsOf(*table.catalog, point);
    const auto list = [&](std::uint32_t image, CountedObjects& counted) {
        const ImageCell& cell = *table.cells[image];
        const auto found = foundOn(cell, thresholds);
        for (std::uint32_t t = 0; t < cell.truths.size(); ++t)
            if (cell.truths[t].category == category && !cell.truths[t].crowd)
                (found[t] ? counted.hits : counted.misses).push_back({image, t, found[t]});
    };
    return listOverImages<CountedObjects>(table.cells.size(), threads, stop, list);
}

double weightedAp(const Report& report) {
    double sum = 0;
    std::uint64_t objects = 0;
    for (const CategoryResult& category : report.categories) {
        if (category.objects == 0 || category.ap < 0)
            continue;
        sum += double(category.objects) * category.ap;
        objects += category.objects;
    }
    return objects > 0 ? sum / double(objects) : -1;
}

}  // namespace selvedge
