// RoIAlign a channel of a bin a thread, sample by sample: the definition in METHOD 2.1 as it
// stands. Neighbouring threads have neighbouring numbers of the pooled values, so with the channels
// last they read neighbouring channels of the same pixels.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <type_traits>

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
    if (shape.channelsLast) {
        place.channel = int(index % shape.channels);
        index /= shape.channels;
    }
    place.column = int(index % shape.pooled);
    place.row = int(index / shape.pooled % shape.pooled);
    index /= shape.pooled * shape.pooled;
    if (!shape.channelsLast) {
        place.channel = int(index % shape.channels);
        index /= shape.channels;
    }
    place.region = int(index);
    return place;
}

// Calls use(index of a feature, weight) for every pixel that the bin's mean reads.
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
    const std::int64_t pixels = std::int64_t(shape.height) * shape.width;
    const std::int64_t step = shape.channelsLast ? shape.channels : 1;
    const std::int64_t plane = std::int64_t(region[0]) * shape.channels * pixels +
                               place.channel * (shape.channelsLast ? 1 : pixels);
    for (int iy = y.first; iy < y.end; ++iy) {
        Neighbours ny;
        if (!neighboursOf(y, iy, shape.height, ny))
            continue;
        const std::int64_t top = plane + std::int64_t(ny.low) * shape.width * step;
        const std::int64_t bottom = plane + std::int64_t(ny.high) * shape.width * step;
        for (int ix = x.first; ix < x.end; ++ix) {
            Neighbours nx;
            if (!neighboursOf(x, ix, shape.width, nx))
                continue;
            use(top + nx.low * step, ny.toLow * nx.toLow * mean);
            use(top + nx.high * step, ny.toLow * nx.toHigh * mean);
            use(bottom + nx.low * step, ny.toHigh * nx.toLow * mean);
            use(bottom + nx.high * step, ny.toHigh * nx.toHigh * mean);
        }
    }
}

// Number is float, __half or __nv_bfloat16.
template <typename Number>
__global__ void poolKernel(RoiAlignShape shape, const Number* features, const float* regions,
                           Number* pooled, std::int64_t count) {
    const std::int64_t stride = std::int64_t(gridDim.x) * blockDim.x;
    for (std::int64_t i = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
         i += stride) {
        float sum = 0;
        visitBin(shape, regions, placeOf(i, shape), [&](std::int64_t at, float weight) {
            sum += weight * static_cast<float>(features[at]);
        });
        pooled[i] = static_cast<Number>(sum);
    }
}

template <typename Number>
__global__ void spreadKernel(RoiAlignShape shape, const Number* pooledGradient,
                             const float* regions, float* featureGradient, std::int64_t count) {
    const std::int64_t stride = std::int64_t(gridDim.x) * blockDim.x;
    for (std::int64_t i = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
         i += stride) {
        const auto gradient = static_cast<float>(pooledGradient[i]);
        visitBin(shape, regions, placeOf(i, shape), [&](std::int64_t at, float weight) {
            atomicAdd(featureGradient + at, weight * gradient);
        });
    }
}

// Calls work(a null pointer of the type).
template <typename Work>
void withType(FloatType type, Work work) {
    switch (type) {
        case FloatType::Float:
            return work(static_cast<float*>(nullptr));
        case FloatType::Half:
            return work(static_cast<__half*>(nullptr));
        case FloatType::BFloat16:
            return work(static_cast<__nv_bfloat16*>(nullptr));
    }
}

std::int64_t pooledCount(const RoiAlignShape& shape) {
    return std::int64_t(shape.regions) * shape.channels * shape.pooled * shape.pooled;
}

}  // namespace

void roiAlignForwardCuda(const RoiAlignShape& shape, FloatType type, const void* features,
                         const float* regions, void* pooled, void* stream) {
    const std::int64_t count = pooledCount(shape);
    if (count == 0)
        return;
    withType(type, [&](auto* number) {
        using Number = std::remove_pointer_t<decltype(number)>;
        poolKernel<<<blocksFor(count), kThreadsABlock, 0, static_cast<cudaStream_t>(stream)>>>(
            shape, static_cast<const Number*>(features), regions, static_cast<Number*>(pooled),
            count);
    });
    checkLaunch("RoIAlign");
}

void roiAlignBackwardCuda(const RoiAlignShape& shape, FloatType type, const void* pooledGradient,
                          const float* regions, float* featureGradient, void* stream) {
    const std::int64_t count = pooledCount(shape);
    if (count == 0)
        return;
    withType(type, [&](auto* number) {
        using Number = std::remove_pointer_t<decltype(number)>;
        spreadKernel<<<blocksFor(count), kThreadsABlock, 0, static_cast<cudaStream_t>(stream)>>>(
            shape, static_cast<const Number*>(pooledGradient), regions, featureGradient, count);
    });
    checkLaunch("RoIAlign's gradient");
}

}  // namespace selvedge
