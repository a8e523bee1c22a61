#include "model/evaluation/lvis.h"

#include <algorithm>

#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

bool contains(const std::vector<CategoryIndex>& list, CategoryIndex category) {
    return std::find(list.begin(), list.end(), category) != list.end();
}

// By found: whether it is among the image's first.
std::vector<char> firstOf(const ImageCell& cell, int limit) {
    std::vector<char> first(cell.founds.size(), 1);
    if (limit <= 0 || cell.founds.size() <= std::size_t(limit))
        return first;
    std::vector<std::uint32_t> order = cell.foundOrder;
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double x = cell.founds[a].score, y = cell.founds[b].score;
        return x != y ? x > y : a < b;
    });
    for (std::size_t i = std::size_t(limit); i < order.size(); ++i)
        first[order[i]] = 0;
    return first;
}

// Of a cell that the protocol sees as it is, nothing.
std::shared_ptr<const ImageCell> changedCell(const ImageCell& cell, const Protocol& protocol) {
    const bool tooMany = protocol.detectionsPerImage > 0 &&
                         cell.founds.size() > std::size_t(protocol.detectionsPerImage);
    const bool federated = protocol.federated && cell.searched.has_value();
    if (!tooMany && !federated)
        return nullptr;
    auto changed = std::make_shared<ImageCell>(cell);
    const std::vector<char> first = firstOf(cell, protocol.detectionsPerImage);
    changed->foundOrder.clear();
    changed->groups.clear();
    for (ImageCell::Group group : cell.groups) {
        const bool searched = !federated || group.truthBegin != group.truthEnd ||
                              contains(cell.searched->absent, group.category);
        const auto begin = std::uint32_t(changed->foundOrder.size());
        for (std::uint32_t i = group.foundBegin; searched && i < group.foundEnd; ++i)
            if (first[cell.foundOrder[i]])
                changed->foundOrder.push_back(cell.foundOrder[i]);
        group.foundBegin = begin;
        group.foundEnd = std::uint32_t(changed->foundOrder.size());
        group.unmatchedIgnored = federated && contains(cell.searched->open, group.category);
        if (group.foundBegin != group.foundEnd || group.truthBegin != group.truthEnd)
            changed->groups.push_back(group);
    }
    return changed;
}

}  // namespace

std::shared_ptr<const MatchTable> tableFor(const MatchTable& table, const Protocol& protocol) {
    if (protocol.detectionsPerImage <= 0 && !protocol.federated)
        return {std::shared_ptr<void>(), &table};
    auto result = std::make_shared<MatchTable>(table);
    for (auto& cell : result->cells)
        if (auto changed = changedCell(*cell, protocol))
            cell = std::move(changed);
    return result;
}

OperatingPoint pointFor(const OperatingPoint& point, const Protocol& protocol) {
    OperatingPoint result = point;
    if (protocol.detectionsPerImage > 0)
        result.maxDetections = protocol.detectionsPerImage;
    return result;
}

std::vector<char> frequencies(const MatchTable& table) {
    const std::vector<Category>& categories = table.catalog->categories();
    std::vector<char> result;
    bool said = false;
    for (const Category& category : categories) {
        result.push_back(category.frequency.empty() ? ' ' : category.frequency.front());
        said |= !category.frequency.empty();
    }
    if (said)
        return result;
    std::vector<std::size_t> images(categories.size());
    for (const auto& cell : table.cells)
        for (const ImageCell::Group& group : cell->groups)
            images[group.category] += group.truthBegin != group.truthEnd;
    for (std::size_t c = 0; c < categories.size(); ++c)
        result[c] = images[c] <= 10 ? 'r' : images[c] <= 100 ? 'c' : 'f';
    return result;
}

std::vector<Metric> lvisMetrics(AllCurves categories, const std::vector<char>& frequency,
                                int maxDetections) {
    const std::vector<Metric> coco = cocoMetrics(categories, false);
    std::vector<Metric> metrics(coco.begin(), coco.begin() + 6);
    for (const char of : {'r', 'c', 'f'}) {
        std::vector<const CategoryCurves*> some;
        for (std::size_t k = 0; k < categories.size(); ++k)
            if (frequency[k] == of)
                some.push_back(categories[k]);
        metrics.push_back({std::string("AP") + of, cocoAp(some, false)});
    }
    const std::string last = "@" + std::to_string(maxDetections);
    constexpr std::size_t kAr = 8;  // AR100, ARs, ARm, ARl of the twelve
    for (const char* name : {"AR", "ARs", "ARm", "ARl"})
        metrics.push_back({name + last, coco[kAr + metrics.size() - 9].value});
    return metrics;
}

}  // namespace selvedge
