#include "model/network/ops/roi_align.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "model/network/ops/roi_weights.h"

namespace selvedge {

namespace {

// Beyond any picture; bounds the samples of a region.
constexpr float kFarthest = 1e6f;

// Where the numbers of a pixel lie. With the channels first a plane is one channel; with the
// channels last it is the image, of whose pixels `depth` channels are looked at, all of them or a
// range.
struct Layout {
    std::size_t row = 0;    // floats from a row of pixels to the next
    std::size_t step = 1;   // from a pixel to the next, and from a bin to the next
    std::size_t depth = 1;  // of each pixel and bin
};

Layout layoutOf(const RoiAlignShape& shape, std::size_t depth) {
    const auto width = std::size_t(shape.width), channels = std::size_t(shape.channels);
    return shape.channelsLast ? Layout{width * channels, channels, depth} : Layout{width, 1, 1};
}

// A region with the weights of its bins and the part of the features it covers.
struct Region {
    RoiWeights x, y;
    std::size_t image = 0;
    std::size_t columns = 0;  // with a weight

    void set(const RoiAlignShape& shape, const float* region) {
        image = std::size_t(region[0]);
        computeRoiWeights(region, shape.scale, shape.aligned, shape.pooled, shape.samplingRatio,
                          shape.width, shape.height, x, y);
        columns = std::size_t(x.last() - x.first());
    }
    // The first pixel of a row of bins; of a bin among the columns with a weight.
    std::size_t start(const RoiWeights::Bin& rows, const Layout& layout) const {
        return std::size_t(rows.first) * layout.row + std::size_t(x.first()) * layout.step;
    }
    std::size_t column(const RoiWeights::Bin& bin) const {
        return bin.weights.empty() ? 0 : std::size_t(bin.first - x.first());
    }
};

void addScaled(const float* __restrict from, float factor, float* __restrict to,
               std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        to[i] += factor * from[i];
}

// `columns` pixels from `fromStep` apart to `toStep` apart.
void addPixels(const float* from, std::size_t fromStep, float factor, float* to, std::size_t toStep,
               std::size_t depth, std::size_t columns) {
    if (fromStep == depth && toStep == depth)
        return addScaled(from, factor, to, columns * depth);
    for (std::size_t i = 0; i < columns; ++i)
        addScaled(from + i * fromStep, factor, to + i * toStep, depth);
}

// Each row of bins is first summed over its rows of pixels, then over columns. `sums` has room for
// a row of pixels.
void poolPlane(const Region& region, const Layout& layout, const float* plane, int pooled,
               float* sums, float* out) {
    const std::size_t depth = layout.depth;
    for (int ph = 0; ph < pooled; ++ph) {
        const RoiWeights::Bin rows = region.y.bin(ph);
        std::fill_n(sums, region.columns * depth, 0.f);
        const float* row = plane + region.start(rows, layout);
        for (std::size_t i = 0; i < rows.weights.size(); ++i, row += layout.row)
            addPixels(row, layout.step, rows.weights[i], sums, depth, depth, region.columns);
        for (int pw = 0; pw < pooled; ++pw, out += layout.step) {
            const RoiWeights::Bin bin = region.x.bin(pw);
            const float* sum = sums + region.column(bin) * depth;
            std::fill_n(out, depth, 0.f);
            for (const float weight : bin.weights) {
                addScaled(sum, weight, out, depth);
                sum += depth;
            }
        }
    }
}

// The transpose of poolPlane.
void spreadPlane(const Region& region, const Layout& layout, const float* in, int pooled,
                 float* sums, float* plane) {
    const std::size_t depth = layout.depth;
    for (int ph = 0; ph < pooled; ++ph) {
        const RoiWeights::Bin rows = region.y.bin(ph);
        std::fill_n(sums, region.columns * depth, 0.f);
        for (int pw = 0; pw < pooled; ++pw, in += layout.step) {
            const RoiWeights::Bin bin = region.x.bin(pw);
            float* sum = sums + region.column(bin) * depth;
            for (const float weight : bin.weights) {
                addScaled(in, weight, sum, depth);
                sum += depth;
            }
        }
        float* row = plane + region.start(rows, layout);
        for (std::size_t i = 0; i < rows.weights.size(); ++i, row += layout.row)
            addPixels(sums, depth, rows.weights[i], row, layout.step, depth, region.columns);
    }
}

}  // namespace

void checkRoiAlign(const RoiAlignShape& shape, const float* regions) {
    const auto fail = [](const std::string& what) {
        throw Error(ErrorKind::BadFormat, "RoIAlign: " + what);
    };
    if (shape.images < 0 || shape.channels < 0 || shape.height < 0 || shape.width < 0 ||
        shape.regions < 0 || shape.pooled < 1 || shape.samplingRatio < 0 || !(shape.scale > 0))
        fail("sizes must not be negative");
    for (int r = 0; r < shape.regions; ++r) {
        const float* region = regions + std::size_t(r) * 5;
        if (!(region[0] >= 0 && region[0] < float(shape.images)))
            fail("region " + std::to_string(r) + " is of image " + std::to_string(region[0]) +
                 ", there are " + std::to_string(shape.images));
        for (int i = 1; i < 5; ++i) {
            if (!(std::abs(region[i]) * shape.scale <= kFarthest))
                fail("region " + std::to_string(r) + " has the coordinate " +
                     std::to_string(region[i]));
        }
    }
}

void roiAlignForward(const RoiAlignShape& shape, const float* features, const float* regions,
                     float* pooled, int begin, int end) {
    assert(0 <= begin && begin <= end && end <= shape.regions);
    const auto channels = std::size_t(shape.channels);
    const std::size_t pixels = std::size_t(shape.height) * std::size_t(shape.width);
    const std::size_t bins = std::size_t(shape.pooled) * std::size_t(shape.pooled);
    const Layout layout = layoutOf(shape, channels);
    std::vector<float> sums(std::size_t(shape.width) * layout.depth);
    Region region;
    for (int r = begin; r < end; ++r) {
        region.set(shape, regions + std::size_t(r) * 5);
        const float* from = features + region.image * channels * pixels;
        float* to = pooled + std::size_t(r) * channels * bins;
        for (std::size_t c = 0; c < channels; c += layout.depth)
            poolPlane(region, layout, from + c * pixels, shape.pooled, sums.data(), to + c * bins);
    }
}

void roiAlignBackward(const RoiAlignShape& shape, const float* pooledGradient, const float* regions,
                      float* featureGradient, int begin, int end) {
    assert(0 <= begin && begin <= end && end <= shape.channels);
    const auto channels = std::size_t(shape.channels);
    const std::size_t pixels = std::size_t(shape.height) * std::size_t(shape.width);
    const std::size_t bins = std::size_t(shape.pooled) * std::size_t(shape.pooled);
    const Layout layout = layoutOf(shape, std::size_t(end - begin));
    const std::size_t nextBin = shape.channelsLast ? 1 : bins;  // from a channel to the next
    const std::size_t nextPixel = shape.channelsLast ? 1 : pixels;
    std::vector<float> sums(std::size_t(shape.width) * layout.depth);
    Region region;
    for (int r = 0; r < shape.regions; ++r) {
        region.set(shape, regions + std::size_t(r) * 5);
        const float* from = pooledGradient + std::size_t(r) * channels * bins;
        float* to = featureGradient + region.image * channels * pixels;
        for (auto c = std::size_t(begin); c < std::size_t(end); c += layout.depth)
            spreadPlane(region, layout, from + c * nextBin, shape.pooled, sums.data(),
                        to + c * nextPixel);
    }
}

}  // namespace selvedge
