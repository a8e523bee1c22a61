#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <stop_token>
#include <vector>

#include "dataset/parallel.h"
#include "model/evaluation/cell_object.h"
#include "model/evaluation/verdict.h"

// What the analyses (curves, confusion, reliability, ...) share. Not for other folders.

namespace selvedge {

// Calls body(image, out) for all images, in parallel over blocks of them; each block has an Out of
// its own. Blocks are in image order and the same for any number of threads, so that lists and sums
// made from them are, too. Nothing when stopped.
template <typename Out, typename Body>
std::optional<std::vector<Out>> overImages(std::size_t images, int threads, std::stop_token stop,
                                           const Body& body) {
    constexpr std::size_t kBlock = 64;
    std::vector<Out> blocks((images + kBlock - 1) / kBlock);
    const auto one = [&](std::size_t block, std::size_t) {
        const std::size_t end = std::min(images, (block + 1) * kBlock);
        for (std::size_t image = block * kBlock; image < end; ++image)
            body(std::uint32_t(image), blocks[block]);
    };
    if (!parallelFor(blocks.size(), threads, one, stop))
        return std::nullopt;
    return blocks;
}

template <typename T>
void append(std::vector<T>& all, const std::vector<T>& more) {
    all.insert(all.end(), more.begin(), more.end());
}
inline void append(CountedObjects& all, const CountedObjects& more) {
    append(all.hits, more.hits);
    append(all.falses, more.falses);
    append(all.misses, more.misses);
}
// overImages() for lists of objects.
template <typename Out, typename Body>
std::optional<Out> listOverImages(std::size_t images, int threads, std::stop_token stop,
                                  const Body& body) {
    const auto blocks = overImages<Out>(images, threads, stop, body);
    if (!blocks)
        return std::nullopt;
    Out all;
    for (const Out& block : *blocks)
        append(all, block);
    return all;
}

// By index: whether it is chosen; an empty choice is all.
std::vector<bool> chosenOf(std::size_t count, const std::vector<std::uint16_t>& chosen);

// Verdicts by overlap of `iou` alone, in COCOeval's way: Right is a pair, False a detection without
// an object.
Criteria overlapCriteria(const MatchTable& table, IouType iouType, const OperatingPoint& point,
                         double iou = 0.5);

// `point` without score thresholds, or with this one for all.
OperatingPoint withScore(OperatingPoint point, std::optional<double> score);

// By category.
std::vector<CategoryThresholds> thresholdsOf(const Catalog& catalog, const OperatingPoint& point);

// Whether evaluate() counts a detection as false. Where F1 is asked, it asks crowds too, and with
// Choice::BothRise only one detection takes a crowd: the others on it are false there, though
// verdicts leave them out.
bool countsAsFalse(const Criteria& criteria, const ImageCell& cell, const ImageVerdicts& judged,
                   std::uint32_t found);

// An image's detections that count, of all categories, best score first; ties in file order.
std::vector<std::uint32_t> bestOfAll(const ImageCell& cell,
                                     const std::vector<CategoryThresholds>& thresholds);

// Of an image's verdicts, the hits, falses and misses of the chosen categories.
void addObjects(const ImageCell& cell, const Criteria& criteria, std::uint32_t image,
                const std::vector<bool>& categories, CountedObjects& counted);

// As attributeCurveObjects(), with the attribute thresholds of `point`.
std::optional<CountedObjects> attributeObjectsAt(const MatchTable& table, IouType iouType,
                                                 const OperatingPoint& point,
                                                 const std::vector<AttributeIndex>& attributes,
                                                 const std::vector<CategoryIndex>& categories,
                                                 std::stop_token stop, int threads);

}  // namespace selvedge
