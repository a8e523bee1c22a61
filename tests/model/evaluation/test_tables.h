#pragma once

#include <cstring>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "model/evaluation/match_table.h"

// Small match tables for the tests of this folder.

namespace selvedge::test {

// A picture of '.' and '#', one string a row.
inline RleMask maskOf(const std::vector<std::string>& rows) {
    std::string pixels;
    for (const std::string& row : rows)
        pixels += row;
    for (char& pixel : pixels)
        pixel = pixel == '#';
    const int width = int(rows.front().size());
    return RleMask::fromBitmap(reinterpret_cast<const std::uint8_t*>(pixels.data()), width,
                               int(rows.size()), width);
}

inline BoxXywh boxOf(const RleMask& mask) {
    const IntBox box = mask.cocoBox();
    return {double(box.x), double(box.y), double(box.width), double(box.height)};
}

inline GroundTruthObject truthOf(const RleMask& mask, CategoryIndex category = 0,
                                 const std::vector<AttributeIndex>& attributes = {},
                                 bool crowd = false) {
    GroundTruthObject object;
    object.category = category;
    object.mask = mask;
    object.box = boxOf(mask);
    object.area = double(mask.area());
    object.crowd = crowd;
    for (const AttributeIndex attribute : attributes)
        object.attributes.set(attribute);
    return object;
}

inline Detection foundOf(const RleMask& mask, double score, CategoryIndex category = 0,
                         std::vector<AttributeScore> attributes = {}) {
    Detection detection;
    detection.category = category;
    detection.score = score;
    detection.mask = mask;
    detection.fileBox = boxOf(mask);
    detection.attributes = std::move(attributes);
    return detection;
}

// Categories 0 .. n - 1 with ids 10 i, attributes 0 .. m - 1 with their index as id.
inline std::shared_ptr<const Catalog> catalogOf(int categories, int attributes = 8) {
    std::vector<Category> c;
    for (int i = 0; i < categories; ++i)
        c.push_back({10 * i, "category " + std::to_string(i), ""});
    std::vector<Attribute> a;
    for (int i = 0; i < attributes; ++i)
        a.push_back({i, "attribute " + std::to_string(i), ""});
    return std::make_shared<Catalog>(c, a);
}

struct ImageContent {
    std::vector<GroundTruthObject> truths;
    std::vector<Detection> founds;
};

inline MatchTable tableOf(const std::vector<ImageContent>& images, int categories = 1,
                          int attributes = 8) {
    MatchTable table;
    table.catalog = catalogOf(categories, attributes);
    for (std::size_t i = 0; i < images.size(); ++i)
        table.cells.push_back(makeCell({std::to_string(i), images[i].truths}, images[i].founds));
    return table;
}

// Rectangles in pictures of 60 x 60 and detections near them, with ties, crowds and attributes;
// the same on every machine.
inline std::vector<ImageContent> randomContents(std::uint64_t seed, int images,
                                                int categories = 5) {
    std::mt19937_64 random(seed);
    const auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
    std::vector<ImageContent> contents;
    for (int i = 0; i < images; ++i) {
        ImageContent content;
        for (int objects = below(8); objects > 0; --objects) {
            const IntBox box{below(40), below(40), 1 + below(20), 1 + below(20)};
            const auto category = CategoryIndex(below(categories));
            std::vector<AttributeIndex> attributes;
            for (int a = 0; a < 8; ++a)
                if (below(3) == 0)
                    attributes.push_back(AttributeIndex(a));
            content.truths.push_back(
                truthOf(RleMask::fromBox(60, 60, box), category, attributes, below(10) == 0));
            for (int founds = below(4); founds > 0; --founds) {
                const IntBox near{box.x + below(3), box.y + below(3), box.width, box.height};
                std::vector<AttributeScore> scores;
                for (int a = 0; a < 8; ++a) {
                    const bool has = content.truths.back().attributes.has(AttributeIndex(a));
                    const int score = below(10) + (has ? 4 : -4);
                    if (score > 0)
                        scores.push_back({AttributeIndex(a), std::min(1.f, float(score) / 10)});
                }
                content.founds.push_back(foundOf(RleMask::fromBox(60, 60, near),
                                                 (1 + below(20)) / 20.0, category, scores));
            }
        }
        contents.push_back(std::move(content));
    }
    return contents;
}

inline MatchTable randomTable(std::uint64_t seed, int images, int categories = 5) {
    return tableOf(randomContents(seed, images, categories), categories);
}

inline bool sameBits(std::span<const double> a, std::span<const double> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

}  // namespace selvedge::test
