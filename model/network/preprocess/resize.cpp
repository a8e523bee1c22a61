#include "model/network/preprocess/resize.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace selvedge {

namespace {

constexpr int kFractionBits = 22;
constexpr std::size_t kChannels = 3;

// For each output pixel of an axis: `count` input pixels from `first` with their weights, which
// begin at `weights`; they sum to about 2^22.
struct Filter {
    struct Output {
        int first;
        int count;
        std::size_t weights;
    };
    std::vector<Output> outputs;
    std::vector<std::int32_t> weights;
};

Filter triangleFilter(int oldSize, int newSize) {
    const double scale = double(oldSize) / newSize;
    const double support = std::max(scale, 1.);  // half the triangle's width
    Filter filter;
    std::vector<double> exact;
    for (int i = 0; i < newSize; ++i) {
        const double centre = (i + .5) * scale;
        const int first = std::max(0, int(centre - support + .5));
        const int end = std::min(oldSize, int(centre + support + .5));
        exact.clear();
        double sum = 0;
        for (int pixel = first; pixel < end; ++pixel) {
            const double distance = std::abs((pixel - centre + .5) * (1 / support));
            exact.push_back(distance < 1 ? 1 - distance : 0);
            sum += exact.back();
        }
        filter.outputs.push_back({first, end - first, filter.weights.size()});
        for (const double weight : exact)
            filter.weights.push_back(
                std::int32_t(.5 + (sum != 0 ? weight / sum : weight) * (1 << kFractionBits)));
    }
    return filter;
}

std::uint8_t rounded(std::int32_t sum) {
    return std::uint8_t(std::clamp(sum >> kFractionBits, 0, 255));
}

constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);

Image resizedAcross(const Image& image, int width) {
    const Filter filter = triangleFilter(image.width, width);
    Image out{width, image.height, {}};
    out.rgb.resize(kChannels * std::size_t(width) * std::size_t(image.height));
    std::uint8_t* to = out.rgb.data();
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* row =
            image.rgb.data() + kChannels * std::size_t(image.width) * std::size_t(y);
        for (const Filter::Output& output : filter.outputs) {
            const std::int32_t* weights = filter.weights.data() + output.weights;
            const std::uint8_t* from = row + kChannels * std::size_t(output.first);
            std::int32_t red = kHalf, green = kHalf, blue = kHalf;
            for (int i = 0; i < output.count; ++i, from += kChannels) {
                red += weights[i] * from[0];
                green += weights[i] * from[1];
                blue += weights[i] * from[2];
            }
            *to++ = rounded(red);
            *to++ = rounded(green);
            *to++ = rounded(blue);
        }
    }
    return out;
}

Image resizedDown(const Image& image, int height) {
    const Filter filter = triangleFilter(image.height, height);
    const std::size_t rowBytes = kChannels * std::size_t(image.width);
    Image out{image.width, height, {}};
    out.rgb.resize(rowBytes * std::size_t(height));
    std::uint8_t* to = out.rgb.data();
    std::vector<std::int32_t> sums(rowBytes);
    for (const Filter::Output& output : filter.outputs) {
        std::fill(sums.begin(), sums.end(), kHalf);
        for (int i = 0; i < output.count; ++i) {
            const std::uint8_t* row = image.rgb.data() + rowBytes * std::size_t(output.first + i);
            const std::int32_t weight = filter.weights[output.weights + std::size_t(i)];
            for (std::size_t byte = 0; byte < rowBytes; ++byte)
                sums[byte] += weight * row[byte];
        }
        to = std::transform(sums.begin(), sums.end(), to, rounded);
    }
    return out;
}

}  // namespace

ImageSize networkSize(const ImageSize& original, int minSize, int maxSize) {
    assert(original.width > 0 && original.height > 0 && minSize > 0 && maxSize > 0);
    const double scale = double(minSize) / std::min(original.width, original.height);
    // The shortest edge is not multiplied: rounding could miss it by one.
    double width = original.width <= original.height ? minSize : scale * original.width;
    double height = original.height < original.width ? minSize : scale * original.height;
    if (const double longest = std::max(width, height); longest > maxSize) {
        width *= maxSize / longest;
        height *= maxSize / longest;
    }
    return {std::max(1, int(width + .5)), std::max(1, int(height + .5))};
}

Image resizedBilinear(const Image& image, int width, int height) {
    assert(image.width > 0 && image.height > 0 && width > 0 && height > 0);
    assert(image.rgb.size() == kChannels * std::size_t(image.width) * std::size_t(image.height));
    if (width == image.width)
        return height == image.height ? image : resizedDown(image, height);
    const Image narrow = resizedAcross(image, width);
    return height == image.height ? narrow : resizedDown(narrow, height);
}

}  // namespace selvedge
