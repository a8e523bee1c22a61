#include <algorithm>
#include <numeric>

#include "model/evaluation/cell_maker.h"

namespace selvedge {

double boxIou(const BoxXywh& found, const BoxXywh& truth, bool crowd) {
    const double width =
        std::min(found.width + found.x, truth.width + truth.x) - std::max(found.x, truth.x);
    if (width <= 0)
        return 0;
    const double height =
        std::min(found.height + found.y, truth.height + truth.y) - std::max(found.y, truth.y);
    if (height <= 0)
        return 0;
    const double both = width * height;
    const double foundArea = found.width * found.height;
    return both / (crowd ? foundArea : foundArea + truth.width * truth.height - both);
}

void indexCell(ImageCell& cell) {
    const auto numbered = [](std::size_t count) {
        std::vector<std::uint32_t> numbers(count);
        std::iota(numbers.begin(), numbers.end(), 0u);
        return numbers;
    };
    cell.foundOrder = numbered(cell.founds.size());
    std::stable_sort(
        cell.foundOrder.begin(), cell.foundOrder.end(), [&](std::uint32_t a, std::uint32_t b) {
            const auto &x = cell.founds[a], &y = cell.founds[b];
            return x.category != y.category ? x.category < y.category : x.score > y.score;
        });
    cell.truthOrder = numbered(cell.truths.size());
    std::stable_sort(cell.truthOrder.begin(), cell.truthOrder.end(),
                     [&](std::uint32_t a, std::uint32_t b) {
                         return cell.truths[a].category < cell.truths[b].category;
                     });

    cell.groups.clear();
    std::uint32_t found = 0, truth = 0;
    const auto foundCategory = [&](std::uint32_t i) {
        return cell.founds[cell.foundOrder[i]].category;
    };
    const auto truthCategory = [&](std::uint32_t i) {
        return cell.truths[cell.truthOrder[i]].category;
    };
    while (found < cell.founds.size() || truth < cell.truths.size()) {
        ImageCell::Group group;
        if (found == cell.founds.size())
            group.category = truthCategory(truth);
        else if (truth == cell.truths.size())
            group.category = foundCategory(found);
        else
            group.category = std::min(foundCategory(found), truthCategory(truth));
        group.foundBegin = found;
        while (found < cell.founds.size() && foundCategory(found) == group.category)
            ++found;
        group.foundEnd = found;
        group.truthBegin = truth;
        while (truth < cell.truths.size() && truthCategory(truth) == group.category)
            ++truth;
        group.truthEnd = truth;
        cell.groups.push_back(group);
    }

    cell.overlapBegin.assign(cell.founds.size() + 1, 0);
    for (const ImageCell::Overlap& overlap : cell.overlaps)
        ++cell.overlapBegin[overlap.found + 1];
    std::partial_sum(cell.overlapBegin.begin(), cell.overlapBegin.end(), cell.overlapBegin.begin());
}

std::shared_ptr<const ImageCell> makeCell(const GroundTruthImage& truth,
                                          const std::vector<Detection>& found,
                                          const TableOptions& options) {
    CellMaker maker;
    CellMaker::Truths truths(truth, options);
    for (const Detection& detection : found)
        maker.add(truths, detection);
    return maker.finish(truth);
}

}  // namespace selvedge
