#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "dataset/mask/overlap.h"
#include "test_tables.h"

// Random images whose detections are often of the wrong category, doubled or misplaced, with the
// masks at hand for a second implementation.

namespace selvedge::test {

inline std::vector<ImageContent> mixedContents(std::uint64_t seed, int images, int categories,
                                               bool crowds = true) {
    std::mt19937_64 random(seed);
    const auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
    const auto attributes = [&] {
        std::vector<AttributeIndex> list;
        for (int a = 0; a < 8; ++a)
            if (below(3) == 0)
                list.push_back(AttributeIndex(a));
        return list;
    };
    std::vector<ImageContent> contents(static_cast<std::size_t>(images));
    for (ImageContent& content : contents) {
        const auto found = [&](const IntBox& box, CategoryIndex category) {
            std::vector<AttributeScore> scores;
            for (const AttributeIndex attribute : attributes())
                scores.push_back({attribute, float(1 + below(10)) / 10});
            content.founds.push_back(foundOf(RleMask::fromBox(60, 60, box),
                                             double(1 + below(200)) / 200, category, scores));
        };
        for (int objects = below(7); objects > 0; --objects) {
            const IntBox box{below(30), below(30), 4 + below(20), 4 + below(20)};
            const auto category = CategoryIndex(below(categories));
            content.truths.push_back(truthOf(RleMask::fromBox(60, 60, box), category, attributes(),
                                             crowds && below(8) == 0));
            for (int founds = below(4); founds > 0; --founds) {
                const int most = 1 + below(10);
                const IntBox near{box.x + below(most), box.y + below(most), box.width, box.height};
                found(near, below(3) == 0 ? CategoryIndex(below(categories)) : category);
                if (below(2) == 0)  // its own attributes
                    for (AttributeScore& score : content.founds.back().attributes)
                        if (!content.truths.back().attributes.has(score.attribute))
                            score.probability = .1f;
            }
        }
        if (below(3) == 0)
            found({30 + below(20), 30 + below(20), 5, 5}, CategoryIndex(below(categories)));
    }
    return contents;
}

inline double plainIou(const Detection& found, const GroundTruthObject& truth, IouType type) {
    if (type == IouType::Box)
        return boxIou(boxXywh(found), truth.box, truth.crowd);
    const auto both = double(intersectionArea(found.mask, truth.mask));
    return both / (truth.crowd ? double(found.mask.area())
                               : double(found.mask.area() + truth.mask.area()) - both);
}

// Indices of an image's detections, best score first, ties in file order.
inline std::vector<std::uint32_t> byScore(const ImageContent& content) {
    std::vector<std::uint32_t> order(content.founds.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return content.founds[a].score > content.founds[b].score;
    });
    return order;
}

}  // namespace selvedge::test
