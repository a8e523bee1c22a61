#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge::doctor {

// Kaggle's run text as it stands, also where parseKaggleRle refuses it: pairs of numbers, starts
// from 1. Numbers past 2^33 are read as that.
struct LooseRuns {
    struct Run {
        std::uint64_t start = 0;  // 0-based
        std::uint64_t length = 0;
    };
    std::vector<Run> runs;
};
// Nothing where the text is no such list.
std::optional<LooseRuns> readLooseRuns(std::string_view text);

// What is wrong with runs in an image of so many pixels. Numbers of runs count from 1; 0: none.
struct RunFaults {
    std::size_t pastEnd = 0;  // runs that end past the last pixel
    std::size_t firstPastEnd = 0;
    std::uint64_t farthestPast = 0;  // pixels by which they do so at most
    std::size_t zeroLength = 0;
    std::size_t firstZeroLength = 0;
    std::uint64_t overlap = 0;  // pixels that are written more than once
};
RunFaults faultsOf(const LooseRuns& runs, std::uint64_t pixels);

// The mask that the runs mean: cut off at the image's end, without empty runs, each pixel once.
// May be empty.
RleMask mended(const LooseRuns& runs, int width, int height);

}  // namespace selvedge::doctor
