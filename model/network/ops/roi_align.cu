// RoIAlign a bin a thread, sample by sample: the definition in METHOD 2.1 as it stands.
#include "model/network/ops/cuda_launch.h"
#include "model/network/ops/cuda_ops.h"

namespace selvedge {

namespace {

// The samples of a bin along one axis.
struct BinAxis {
    float start;  // of the bin, in feature pixels
    float side;   // its length
    int first;    // samples first..end - 1 of `samples` may lie inside
    int end;
    int samples;
};

// What a sample reads: two pixels and their weights.
struct Neighbours {
    int low, high;
    float toLow, toHigh;
};

__device__ int wholeNumber(float value) {
    return int(fmaxf(-1e9f, fminf(value, 1e9f)));
}

__device__ BinAxis binAxis(float from, float to, const RoiAlignShape& shape, int bin, int size) {
    const float offset = shape.aligned ? .5f : 0.f;
    const float start = from * shape.scale - offset;
    float length = to * shape.scale - offset - start;
    if (!shape.aligned)
        length = fmaxf(length, 1.f);
    const float side = length / float(shape.pooled);
    BinAxis axis;
    axis.samples = shape.samplingRatio > 0 ? shape.samplingRatio : int(ceilf(side));
    axis.start = start + float(bin) * side;
    axis.side = side;
    axis.first = 0;
    axis.end = axis.samples;
    const float step = side / float(axis.samples);
    // Of a huge region most samples lie outside: they are skipped, but for one on each side.
    if (step > 0) {
        axis.first = max(0, wholeNumber((-1 - axis.start) / step - 1.5f));
        axis.end = min(axis.end, wholeNumber((float(size) - axis.start) / step + 1.5f));
    }
    return axis;
}

__device__ bool neighboursOf(const BinAxis& axis, int sample, int size, Neighbours& out) {
    float position = axis.start + (float(sample) + .5f) * axis.side / float(axis.samples);
    if (!(position >= -1 && position <= float(size)))
        return false;
    position = fmaxf(position, 0.f);
    out.low = int(position);
    out.high = out.low + 1;
    out.toHigh = position - float(out.low);
    if (out.low >= size - 1) {
        out.low = out.high = size - 1;
        out.toHigh = 0;
    }
    out.toLow = 1 - out.toHigh;
    return true;
}

// Which bin a flat index of the pooled values is.
struct BinPlace {
    int region, channel, row, column;
};

__device__ BinPlace placeOf(std::int64_t index, const RoiAlignShape& shape) {
    BinPlace place;
    place.column = int(index % shape.pooled);
    place.row = int(index / shape.pooled % shape.pooled);
    place.channel = int(index / shape.pooled / shape.pooled % shape.channels);
    place.region = int(index / shape.pooled / shape.pooled / shape.channels);
    return place;
}

// Calls use(offset in the image's planes, weight) for every pixel that the bin's mean reads.
template <typename Use>
__device__ void visitBin(const RoiAlignShape& shape, const float* regions, const BinPlace& place,
                         Use use) {
    const float* region = regions + std::int64_t(place.region) * 5;
    if (!(region[0] >= 0 && region[0] < float(shape.images)) || shape.height == 0 ||
        shape.width == 0)
        return;
    const BinAxis x = binAxis(region[1], region[3], shape, place.column, shape.width);
    const BinAxis y = binAxis(region[2], region[4], shape, place.row, shape.height);
    const float mean = 1 / float(max(x.samples * y.samples, 1));
    const std::int64_t plane =
        (std::int64_t(region[0]) * shape.channels + place.channel) * shape.height;
    for (int iy = y.first; iy < y.end; ++iy) {
        Neighbours ny;
        if (!neighboursOf(y, iy, shape.height, ny))
            continue;
        const std::int64_t top = (plane + ny.low) * shape.width;
        const std::int64_t bottom = (plane + ny.high) * shape.width;
        for (int ix = x.first; ix < x.end; ++ix) {
            Neighbours nx;
            if (!neighboursOf(x, ix, shape.width, nx))
                continue;
            use(top + nx.low, ny.toLow * nx.toLow * mean);
            use(top + nx.high, ny.toLow * nx.toHigh * mean);
            use(bottom + nx.low, ny.toHigh * nx.toLow * mean);
            use(bottom + nx.high, ny.toHigh * nx.toHigh * mean);
        }
    }
}

__global__ void poolKernel(RoiAlignShape shape, const float* features, const float* regions,
                           float* pooled, std::int64_t count) {
    const std::int64_t stride = std::int64_t(gridDim.x) * blockDim.x;
    for (std::int64_t i = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
         i += stride) {
        float sum = 0;
        visitBin(shape, regions, placeOf(i, shape),
                 [&](std::int64_t at, float weight) { sum += weight * features[at]; });
        pooled[i] = sum;
    }
}

__global__ void spreadKernel(RoiAlignShape shape, const float* pooledGradient, const float* regions,
                             float* featureGradient, std::int64_t count) {
    const std::int64_t stride = std::int64_t(gridDim.x) * blockDim.x;
    for (std::int64_t i = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
         i += stride) {
        const float gradient = pooledGradient[i];
        visitBin(shape, regions, placeOf(i, shape), [&](std::int64_t at, float weight) {
            atomicAdd(featureGradient + at, weight * gradient);
        });
    }
}

std::int64_t pooledCount(const RoiAlignShape& shape) {
    return std::int64_t(shape.regions) * shape.channels * shape.pooled * shape.pooled;
}

}  // namespace

void roiAlignForwardCuda(const RoiAlignShape& shape, const float* features, const float* regions,
                         float* pooled, void* stream) {
    const std::int64_t count = pooledCount(shape);
    if (count == 0)
        return;
    poolKernel<<<blocksFor(count), kThreadsABlock, 0, static_cast<cudaStream_t>(stream)>>>(
        shape, features, regions, pooled, count);
    checkLaunch("RoIAlign");
}

void roiAlignBackwardCuda(const RoiAlignShape& shape, const float* pooledGradient,
                          const float* regions, float* featureGradient, void* stream) {
    const std::int64_t count = pooledCount(shape);
    if (count == 0)
        return;
    spreadKernel<<<blocksFor(count), kThreadsABlock, 0, static_cast<cudaStream_t>(stream)>>>(
        shape, pooledGradient, regions, featureGradient, count);
    checkLaunch("RoIAlign's gradient");
}

}  // namespace selvedge
