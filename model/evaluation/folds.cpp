#include "model/evaluation/folds.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "dataset/parallel.h"

namespace selvedge {

namespace {

// FNV-1a of the id, then the mix of splitmix64 (Steele, Lea, Flood 2014): no state, no order.
std::uint64_t hashOf(const std::string& id, std::uint64_t seed) {
    std::uint64_t z = 0xcbf29ce484222325;
    for (const char c : id)
        z = (z ^ std::uint8_t(c)) * 0x100000001b3;
    z += (seed + 1) * 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

// Categories, then attributes, of an image's objects; each once.
std::vector<std::uint32_t> labelsOf(const ImageCell& cell, std::size_t categories) {
    std::vector<std::uint32_t> labels;
    for (const ImageCell::Truth& truth : cell.truths) {
        labels.push_back(truth.category);
        for (std::size_t a = 0; truth.hasAttributes && a < AttributeBits::kCapacity; ++a)
            if (truth.attributes.has(AttributeIndex(a)))
                labels.push_back(std::uint32_t(categories + a));
    }
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    return labels;
}

template <typename Kept>
MatchTable someOf(const MatchTable& table, const Kept& kept) {
    std::vector<std::size_t> images;
    for (std::size_t i = 0; i < table.cells.size(); ++i)
        if (kept(i))
            images.push_back(i);
    return partOf(table, images);
}

}  // namespace

std::vector<std::uint32_t> foldsOf(const MatchTable& table, std::uint32_t folds,
                                   std::uint64_t seed) {
    const std::size_t categories = table.catalog->categories().size();
    std::vector<std::vector<std::uint32_t>> labels;
    std::vector<std::uint32_t> images(categories + AttributeBits::kCapacity);  // by label
    for (const auto& cell : table.cells) {
        labels.push_back(labelsOf(*cell, categories));
        for (const std::uint32_t label : labels.back())
            ++images[label];
    }
    // Rarest label, itself between equals, then hash; images without objects come last.
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint64_t, std::string>;
    std::vector<Key> keys;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        Key key{std::numeric_limits<std::uint32_t>::max(), 0, hashOf(table.cells[i]->imageId, seed),
                table.cells[i]->imageId};
        for (const std::uint32_t label : labels[i])
            if (images[label] < std::get<0>(key)) {
                std::get<0>(key) = images[label];
                std::get<1>(key) = label;
            }
        keys.push_back(std::move(key));
    }
    std::vector<std::size_t> order(table.cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    std::vector<std::uint32_t> fold(table.cells.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        fold[order[i]] = std::uint32_t(i % folds);
    return fold;
}

MatchTable inFold(const MatchTable& table, const std::vector<std::uint32_t>& foldOfImage,
                  std::uint32_t fold) {
    return someOf(table, [&](std::size_t image) { return foldOfImage[image] == fold; });
}

MatchTable outsideFold(const MatchTable& table, const std::vector<std::uint32_t>& foldOfImage,
                       std::uint32_t fold) {
    return someOf(table, [&](std::size_t image) { return foldOfImage[image] != fold; });
}

MatchTable applied(const MatchTable& table, const std::vector<std::uint32_t>& foldOfImage,
                   const std::vector<OperatingPoint>& pointOfFold, int threads) {
    const std::size_t categories = table.catalog->categories().size();
    std::vector<std::vector<CategoryThresholds>> thresholds;  // by fold, then category
    for (const OperatingPoint& point : pointOfFold) {
        thresholds.emplace_back();
        for (std::size_t c = 0; c < categories; ++c)
            thresholds.back().emplace_back(point, CategoryIndex(c));
    }
    MatchTable result = table;
    parallelFor(table.cells.size(), threads, [&](std::size_t i, std::size_t) {
        auto cell = std::make_shared<ImageCell>(*table.cells[i]);
        for (ImageCell::Found& found : cell->founds) {
            const CategoryThresholds& of = thresholds[foldOfImage[i]][found.category];
            // The order by score stays: of a category, the lowest fall.
            if (found.score < of.score())
                found.score = -std::numeric_limits<double>::infinity();
            for (std::uint32_t a = found.attributeBegin; a < found.attributeEnd; ++a) {
                AttributeScore& score = cell->attributeScores[a];
                score.probability = score.probability >= of.attribute(score.attribute) ? 1 : 0;
            }
        }
        result.cells[i] = std::move(cell);
    });
    return result;
}

OperatingPoint appliedPoint(const OperatingPoint& point) {
    OperatingPoint result;
    result.scoreThreshold = std::numeric_limits<double>::lowest();
    result.attributeThreshold = 0.5;
    result.maxDetections = point.maxDetections;
    result.nmsIou = point.nmsIou;
    return result;
}

}  // namespace selvedge
