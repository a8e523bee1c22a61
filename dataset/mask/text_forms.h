#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// What came of a text: a mask, or a reason why not (`error`, with the 0-based character `column`).
struct ParsedMask {
    std::optional<RleMask> mask;
    bool canonical = false;  // encoding the mask again gives the same text
    std::string error;
    std::size_t column = 0;
};

// Kaggle's "start length start length ...": 1-based, column-major, blanks between. Runs may come in
// any order, touch or overlap (then not canonical). Zero-length runs, start 0, runs past the end of
// the image, odd counts and anything that is no number are errors.
ParsedMask parseKaggleRle(std::string_view text, int width, int height);
std::string toKaggleRle(const RleMask& mask);

// COCO's compressed string of counts (METHOD 1.2), column-major, first count is background. The
// counts must fill the image to its last pixel; empty ones in between are taken (not canonical).
ParsedMask parseCocoRle(std::string_view counts, int width, int height);
std::string toCocoRle(const RleMask& mask);
// COCO's uncompressed list of counts; `column` of an error is the index of the count.
ParsedMask maskFromCounts(std::span<const std::uint32_t> counts, int width, int height);
std::vector<std::uint32_t> toCounts(const RleMask& mask);

// Union of polygons x0 y0 x1 y1 ..., rasterised bit for bit as pycocotools' rleFrPoly and rleMerge
// (common/maskApi.c). Rings with a number that is not finite are left out; vertices farther out
// than 2^20 pixels are moved in to there. Error(Unsupported) unless isMaskSize().
RleMask maskFromPolygons(std::span<const std::vector<double>> polygons, int width, int height);

}  // namespace selvedge
