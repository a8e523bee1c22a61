#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// A mask from a picture of '.' and '#', one string a row.
inline RleMask maskOf(const std::vector<std::string>& rows) {
    const int height = static_cast<int>(rows.size());
    const int width = rows.empty() ? 0 : static_cast<int>(rows[0].size());
    std::vector<RleMask::Run> runs;
    for (int x = 0; x < width; ++x) {
        for (int y = 0; y < height; ++y) {
            if (rows[y][x] == '#')
                runs.push_back({static_cast<std::uint32_t>(x * height + y), 1});
        }
    }
    return RleMask::fromRuns(width, height, runs);
}

inline std::vector<std::string> pictureOf(const RleMask& mask) {
    std::vector<std::string> rows(mask.height(), std::string(mask.width(), '.'));
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x)
            rows[y][x] = mask.contains(x, y) ? '#' : '.';
    }
    return rows;
}

// The mask of the pixels for which `isForeground(x, y)`: what operations are compared with.
template <typename F>
RleMask maskWhere(int width, int height, F isForeground) {
    std::vector<RleMask::Run> runs;
    for (int x = 0; x < width; ++x) {
        for (int y = 0; y < height; ++y) {
            if (isForeground(x, y))
                runs.push_back({static_cast<std::uint32_t>(x * height + y), 1});
        }
    }
    return RleMask::fromRuns(width, height, runs);
}

// A mask of 1..limit pixels a side: noise, blobs, empty or full.
inline RleMask randomMask(std::mt19937& random, int width, int height) {
    std::vector<std::string> rows(height, std::string(width, '.'));
    const int kind = static_cast<int>(random() % 8);
    if (kind == 1)
        rows.assign(height, std::string(width, '#'));
    if (kind >= 2 && kind <= 4) {
        for (std::string& row : rows) {
            for (char& pixel : row)
                pixel = random() % 4 < static_cast<unsigned>(kind - 1) ? '#' : '.';
        }
    }
    if (kind >= 5) {
        for (int box = 0; box < 3; ++box) {
            const int left = static_cast<int>(random() % width);
            const int top = static_cast<int>(random() % height);
            for (int y = top; y < height && y < top + 1 + height / 2; ++y) {
                for (int x = left; x < width && x < left + 1 + width / 2; ++x)
                    rows[y][x] = box == 2 ? '.' : '#';
            }
        }
    }
    return maskOf(rows);
}

// Masks that every operation must bear: no pixels, one, one row or column, empty, full, runs that
// cross columns, the last column; then `count` random ones of up to `side` pixels a side.
inline std::vector<RleMask> sampleMasks(unsigned seed, int count, int side) {
    std::vector<RleMask> masks = {RleMask(),
                                  RleMask(0, 5),
                                  RleMask(5, 0),
                                  RleMask(1, 1),
                                  maskOf({"#"}),
                                  maskOf({".#.##"}),
                                  maskOf({".", "#", ".", "#", "#"}),
                                  RleMask(4, 3),
                                  RleMask::fromBox(4, 3, {0, 0, 4, 3}),
                                  maskOf({"...#", "...#", "...#"}),
                                  maskOf({"....", "....", "...#"}),
                                  maskOf({".###", "..##", ".##."}),
                                  maskOf({"#####", "#.#.#", "#####", "#..##", "#####"})};
    std::mt19937 random(seed);
    for (int i = 0; i < count; ++i) {
        const int width = 1 + static_cast<int>(random() % unsigned(side));
        const int height = 1 + static_cast<int>(random() % unsigned(side));
        masks.push_back(randomMask(random, width, height));
    }
    return masks;
}

}  // namespace selvedge
