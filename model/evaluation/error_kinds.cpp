#include "model/evaluation/error_kinds.h"

#include <algorithm>
#include <numeric>

#include "model/evaluation/analysis.h"
#include "model/evaluation/image_mistakes.h"

namespace selvedge {

namespace {

// All images.
struct Everything {
    std::vector<JudgedDetection> founds;
    std::vector<std::int64_t> objects, missed;  // by category
};

void append(Everything& all, const Everything& more) {
    selvedge::append(all.founds, more.founds);
    all.objects.resize(std::max(all.objects.size(), more.objects.size()));
    all.missed.resize(all.objects.size());
    for (std::size_t c = 0; c < more.objects.size(); ++c) {
        all.objects[c] += more.objects[c];
        all.missed[c] += more.missed[c];
    }
}

std::optional<Everything> judgeAll(const MatchTable& table, const MistakeRules& rules,
                                   std::stop_token stop, int threads) {
    const std::size_t categories = table.catalog->categories().size();
    const auto judge = [&](std::uint32_t image, Everything& block) {
        block.objects.resize(categories);
        block.missed.resize(categories);
        const ImageCell& cell = *table.cells[image];
        const JudgedImage judged = judgeImage(cell, rules);
        selvedge::append(block.founds, judged.founds);
        for (const ImageCell::Truth& truth : cell.truths)
            block.objects[truth.category] += !truth.crowd;
        for (const std::uint32_t truth : judged.missed)
            ++block.missed[cell.truths[truth].category];
    };
    auto all = listOverImages<Everything>(table.cells.size(), threads, stop, judge);
    if (all) {
        all->objects.resize(categories);
        all->missed.resize(categories);
        std::stable_sort(
            all->founds.begin(), all->founds.end(),
            [](const JudgedDetection& a, const JudgedDetection& b) { return a.score > b.score; });
    }
    return all;
}

// tidecv's APDataObject.get_ap, less the factor 100: at recalls 0, .01 .. 1.
double averagePrecision(const std::vector<bool>& ranked, std::int64_t objects) {
    if (objects <= 0)
        return 0;
    std::vector<double> precision, recall;
    double hits = 0;
    for (const bool hit : ranked) {
        hits += hit;
        precision.push_back(hits / double(precision.size() + 1));
        recall.push_back(hits / double(objects));
    }
    for (std::size_t i = precision.size(); i-- > 1;)
        precision[i - 1] = std::max(precision[i - 1], precision[i]);
    double sum = 0;
    std::size_t at = 0;
    for (int r = 0; r <= 100; ++r) {
        while (at < recall.size() && recall[at] < double(r) / 100)
            ++at;
        sum += at < precision.size() ? precision[at] : 0;
    }
    return sum / 101;
}

// What is repaired before AP is taken.
struct Repair {
    std::optional<MistakeKind> kind;
    bool falses = false;  // ranked behind all hits
    bool misses = false;  // not asked for
};

double meanAp(const Everything& all, const Repair& repair, const MistakeOptions& options) {
    const std::size_t categories = all.objects.size();
    std::vector<std::vector<bool>> ranked(categories);
    std::vector<std::int64_t> objects = all.objects, falses(categories);
    if (repair.misses)
        objects.assign(categories, 0);  // hits are added below
    for (const JudgedDetection& judged : all.founds) {
        CategoryIndex category = judged.category;
        bool hit = judged.hit, ranks = !judged.ignored;
        if (!hit && repair.kind == judged.kind) {
            hit = ranks = judged.repairable || judged.kind == MistakeKind::Attributes;
            if (judged.repairable)
                category = judged.truthCategory;
        }
        if (!ranks)
            continue;
        objects[category] += repair.misses && hit;
        if (repair.falses && !hit)
            ++falses[category];
        else
            ranked[category].push_back(hit);
    }
    double sum = 0;
    std::size_t measured = 0;
    for (std::size_t c = 0; c < categories; ++c) {
        ranked[c].insert(ranked[c].end(), std::size_t(falses[c]), false);
        if (repair.kind == MistakeKind::Missed)
            objects[c] -= all.missed[c];
        if (ranked[c].empty() && objects[c] == 0)
            continue;
        if (!options.countCategoriesWithoutObjects && all.objects[c] == 0)
            continue;
        sum += averagePrecision(ranked[c], objects[c]);
        ++measured;
    }
    return measured > 0 ? sum / double(measured) : -1;
}

}  // namespace

std::optional<Mistakes> mistakes(const MatchTable& table, const Protocol& protocol,
                                 const OperatingPoint& point, const MistakeOptions& options,
                                 std::stop_token stop, int threads) {
    const auto all = judgeAll(table, mistakeRules(table, protocol, point, options), stop, threads);
    if (!all)
        return std::nullopt;
    Mistakes result;
    for (const JudgedDetection& judged : all->founds)
        if (!judged.hit)
            ++result.counts[std::size_t(judged.kind)];
    result.counts[std::size_t(MistakeKind::Missed)] =
        std::accumulate(all->missed.begin(), all->missed.end(), std::uint64_t{0});

    std::vector<Repair> repairs{{}, {{}, true, false}, {{}, false, true}};
    for (std::size_t kind = 0; kind < kMistakeKinds; ++kind)
        repairs.push_back({MistakeKind(kind), false, false});
    std::vector<double> aps(repairs.size());
    const auto measure = [&](std::size_t i, std::size_t) {
        aps[i] = meanAp(*all, repairs[i], options);
    };
    if (!parallelFor(repairs.size(), threads, measure, stop))
        return std::nullopt;
    result.ap = aps[0];
    const auto gain = [&](double repaired) { return std::max(repaired - aps[0], 0.0); };
    if (result.ap < 0)
        return result;
    result.lostToFalses = gain(aps[1]);
    result.lostToMisses = gain(aps[2]);
    for (std::size_t kind = 0; kind < kMistakeKinds; ++kind)
        result.lost[kind] = gain(aps[3 + kind]);
    return result;
}

std::optional<std::vector<CellObject>> mistakeObjects(const MatchTable& table,
                                                      const Protocol& protocol,
                                                      const OperatingPoint& point, MistakeKind kind,
                                                      const MistakeOptions& options,
                                                      std::stop_token stop, int threads) {
    const MistakeRules rules = mistakeRules(table, protocol, point, options);
    const auto list = [&](std::uint32_t image, std::vector<CellObject>& objects) {
        const JudgedImage judged = judgeImage(*table.cells[image], rules);
        const std::size_t first = objects.size();
        for (const JudgedDetection& found : judged.founds)
            if (!found.hit && found.kind == kind)
                objects.push_back({image, found.truth, found.found});
        std::sort(objects.begin() + std::ptrdiff_t(first), objects.end(),
                  [](const CellObject& a, const CellObject& b) { return *a.found < *b.found; });
        if (kind == MistakeKind::Missed)
            for (const std::uint32_t truth : judged.missed)
                objects.push_back({image, truth, {}});
    };
    return listOverImages<std::vector<CellObject>>(table.cells.size(), threads, stop, list);
}

}  // namespace selvedge
