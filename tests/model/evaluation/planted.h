#pragma once

#include <functional>

#include "test_tables.h"

// Tables whose best thresholds are known.

namespace selvedge::test {

struct Planted {
    int images = 40, objects = 3, categories = 2, attributes = 4;
    // An object that has the attribute is given a probability above this by its detection, one that
    // has it not one below: there the F1 of all objects is 1.
    std::function<double(int category, int attribute)> threshold;
    // The share of probabilities that are drawn without regard to the object.
    double noise = 0;
    std::uint64_t seed = 1;
};

// Objects side by side, each with one detection on exactly its pixels.
inline MatchTable plantedTable(const Planted& planted) {
    std::mt19937_64 random(planted.seed);
    const auto unit = [&] { return double(random() >> 11) * 0x1p-53; };
    std::vector<ImageContent> contents;
    for (int i = 0; i < planted.images; ++i) {
        ImageContent content;
        for (int o = 0; o < planted.objects; ++o) {
            const auto category = CategoryIndex(random() % std::uint64_t(planted.categories));
            const RleMask mask = RleMask::fromBox(60, 60, {10 * o, 5, 8, 8});
            std::vector<AttributeIndex> has;
            std::vector<AttributeScore> scores;
            for (int a = 0; a < planted.attributes; ++a) {
                const bool it = random() % 3 == 0;
                const double parts = planted.threshold(category, a);
                double probability = it ? parts + (1 - parts) * unit() : parts * unit();
                if (unit() < planted.noise)
                    probability = unit();
                if (it)
                    has.push_back(AttributeIndex(a));
                scores.push_back({AttributeIndex(a), float(probability)});
            }
            content.truths.push_back(truthOf(mask, category, has));
            content.founds.push_back(foundOf(mask, 0.2 + 0.8 * unit(), category, scores));
        }
        contents.push_back(std::move(content));
    }
    return tableOf(contents, planted.categories, planted.attributes);
}

}  // namespace selvedge::test
