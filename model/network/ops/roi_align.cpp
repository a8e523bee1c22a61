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

std::size_t planeSize(const RoiAlignShape& shape) {
    return std::size_t(shape.height) * std::size_t(shape.width);
}

// A region with the weights of its bins and the part of the feature planes it covers.
struct Region {
    RoiWeights x, y;
    std::size_t image = 0;
    int columns = 0;  // with a weight

    void set(const RoiAlignShape& shape, const float* region) {
        image = std::size_t(region[0]);
        computeRoiWeights(region, shape.scale, shape.aligned, shape.pooled, shape.samplingRatio,
                          shape.width, shape.height, x, y);
        columns = x.last() - x.first();
    }
};

void addScaled(const float* __restrict from, float factor, float* __restrict to, int count) {
    for (int i = 0; i < count; ++i)
        to[i] += factor * from[i];
}

// One channel: each row of bins is first summed over its rows of pixels, then over columns.
void poolPlane(const Region& region, const float* plane, int width, int pooled, float* sums,
               float* out) {
    for (int ph = 0; ph < pooled; ++ph) {
        const RoiWeights::Bin rows = region.y.bin(ph);
        std::fill_n(sums, region.columns, 0.f);
        const float* row = plane + std::size_t(rows.first) * std::size_t(width) + region.x.first();
        for (std::size_t i = 0; i < rows.weights.size(); ++i, row += width)
            addScaled(row, rows.weights[i], sums, region.columns);
        for (int pw = 0; pw < pooled; ++pw) {
            const RoiWeights::Bin columns = region.x.bin(pw);
            const float* sum =
                sums + (columns.weights.empty() ? 0 : columns.first - region.x.first());
            float value = 0;
            for (std::size_t i = 0; i < columns.weights.size(); ++i)
                value += columns.weights[i] * sum[i];
            *out++ = value;
        }
    }
}

// The transpose of poolPlane.
void spreadPlane(const Region& region, const float* in, int pooled, float* sums, float* plane,
                 int width) {
    for (int ph = 0; ph < pooled; ++ph) {
        const RoiWeights::Bin rows = region.y.bin(ph);
        std::fill_n(sums, region.columns, 0.f);
        for (int pw = 0; pw < pooled; ++pw) {
            const RoiWeights::Bin columns = region.x.bin(pw);
            const float value = *in++;
            float* sum = sums + (columns.weights.empty() ? 0 : columns.first - region.x.first());
            for (std::size_t i = 0; i < columns.weights.size(); ++i)
                sum[i] += columns.weights[i] * value;
        }
        float* row = plane + std::size_t(rows.first) * std::size_t(width) + region.x.first();
        for (std::size_t i = 0; i < rows.weights.size(); ++i, row += width)
            addScaled(sums, rows.weights[i], row, region.columns);
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
    const std::size_t plane = planeSize(shape);
    const auto channels = std::size_t(shape.channels);
    const std::size_t bins = std::size_t(shape.pooled) * std::size_t(shape.pooled);
    std::vector<float> sums(std::size_t(shape.width));
    Region region;
    for (int r = begin; r < end; ++r) {
        region.set(shape, regions + std::size_t(r) * 5);
        const float* from = features + region.image * channels * plane;
        float* to = pooled + std::size_t(r) * channels * bins;
        for (std::size_t c = 0; c < channels; ++c)
            poolPlane(region, from + c * plane, shape.width, shape.pooled, sums.data(),
                      to + c * bins);
    }
}

void roiAlignBackward(const RoiAlignShape& shape, const float* pooledGradient, const float* regions,
                      float* featureGradient, int begin, int end) {
    assert(0 <= begin && begin <= end && end <= shape.channels);
    const std::size_t plane = planeSize(shape);
    const auto channels = std::size_t(shape.channels);
    const std::size_t bins = std::size_t(shape.pooled) * std::size_t(shape.pooled);
    std::vector<float> sums(std::size_t(shape.width));
    Region region;
    for (int r = 0; r < shape.regions; ++r) {
        region.set(shape, regions + std::size_t(r) * 5);
        const float* from = pooledGradient + std::size_t(r) * channels * bins;
        float* to = featureGradient + region.image * channels * plane;
        for (auto c = std::size_t(begin); c < std::size_t(end); ++c)
            spreadPlane(region, from + c * bins, shape.pooled, sums.data(), to + c * plane,
                        shape.width);
    }
}

}  // namespace selvedge
