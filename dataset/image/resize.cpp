#include <algorithm>
#include <cassert>
#include <cmath>

#include "dataset/image/image.h"

namespace selvedge {

namespace {

// The source samples that make one target sample: weights of `first`, `first` + 1, ...; sum 1.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

// Target sample j covers [j * from, (j + 1) * from) and source sample i [i * to, (i + 1) * to) on a
// line of from * to units, so overlaps are whole numbers.
Taps areaTaps(std::int64_t from, std::int64_t to, std::int64_t j) {
    Taps taps;
    const std::int64_t begin = j * from, end = begin + from;
    taps.first = static_cast<int>(begin / to);
    for (std::int64_t i = taps.first; i * to < end; ++i) {
        const std::int64_t overlap = std::min(end, (i + 1) * to) - std::max(begin, i * to);
        taps.weights.push_back(static_cast<float>(overlap) / static_cast<float>(from));
    }
    return taps;
}

// Pixel centres at half integers; the border repeats.
Taps bilinearTaps(int from, int to, int j) {
    const double centre = std::clamp((j + .5) * from / to - .5, 0., from - 1.);
    const int first = std::min(static_cast<int>(centre), from - 1);
    const auto second = static_cast<float>(centre - first);
    if (first + 1 == from)
        return {first, {1.f}};
    return {first, {1.f - second, second}};
}

std::vector<Taps> tapsOf(int from, int to) {
    std::vector<Taps> taps;
    taps.reserve(static_cast<std::size_t>(to));
    for (int j = 0; j < to; ++j)
        taps.push_back(to < from ? areaTaps(from, to, j) : bilinearTaps(from, to, j));
    return taps;
}

// One row of RGB, brought to the length of `taps`, as floats.
void resizeRow(const std::uint8_t* row, const std::vector<Taps>& taps, float* out) {
    for (const Taps& tap : taps) {
        float sum[3] = {};
        const std::uint8_t* pixel = row + std::ptrdiff_t{3} * tap.first;
        for (const float weight : tap.weights) {
            for (int c = 0; c < 3; ++c)
                sum[c] += weight * static_cast<float>(*pixel++);
        }
        out = std::copy(sum, sum + 3, out);
    }
}

}  // namespace

Image resized(const Image& image, int width, int height) {
    assert(image.width > 0 && image.height > 0 && width > 0 && height > 0);
    if (width == image.width && height == image.height)
        return image;
    const std::vector<Taps> across = tapsOf(image.width, width);
    const std::vector<Taps> down = tapsOf(image.height, height);
    const std::size_t rowSize = std::size_t{3} * width;
    Image result{width, height, std::vector<std::uint8_t>(rowSize * height)};
    // The source row `held` at the target's width: the only one two target rows may share.
    std::vector<float> row(rowSize), sum(rowSize);
    int held = -1;
    for (int y = 0; y < height; ++y) {
        const Taps& tap = down[static_cast<std::size_t>(y)];
        std::fill(sum.begin(), sum.end(), 0.f);
        for (std::size_t k = 0; k < tap.weights.size(); ++k) {
            const int source = tap.first + static_cast<int>(k);
            if (source != held)
                resizeRow(image.rgb.data() + std::size_t{3} * source * image.width, across,
                          row.data());
            held = source;
            for (std::size_t i = 0; i < rowSize; ++i)
                sum[i] += tap.weights[k] * row[i];
        }
        for (std::size_t i = 0; i < rowSize; ++i)
            result.rgb[y * rowSize + i] =
                static_cast<std::uint8_t>(std::clamp(std::lround(sum[i]), 0l, 255l));
    }
    return result;
}

}  // namespace selvedge
