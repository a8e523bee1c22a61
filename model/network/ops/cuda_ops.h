#pragma once

#include <cstddef>
#include <cstdint>

#include "model/network/ops/roi_align.h"

namespace selvedge {

// The operations of roi_align.h and nms.h on a GPU; there when the program was built with
// WITH_CUDA. All pointers are device memory of the current device (the caller's guard sets it),
// `stream` is a cudaStream_t. They return once the work is queued and wait for nothing; a launch
// that is refused throws Error(Internal) with CUDA's reason.

// Of features and pooled values; sums are float.
enum class FloatType { Float, Half, BFloat16 };

// checkRoiAlign() on the host copy of the regions first, or trust where they come from: a region of
// no image here pools to 0, and one far outside costs no more than the features have pixels.
void roiAlignForwardCuda(const RoiAlignShape& shape, FloatType type, const void* features,
                         const float* regions, void* pooled, void* stream);

// Adds to `featureGradient`, which the caller zeroes. By atomicAdd, so the last digits differ from
// run to run.
void roiAlignBackwardCuda(const RoiAlignShape& shape, FloatType type, const void* pooledGradient,
                          const float* regions, float* featureGradient, void* stream);

// Device bytes that nmsWithinClassesCuda needs for `count` boxes: a bit a pair.
std::size_t nmsWorkspaceBytes(std::size_t count);

// nmsWithinClasses() with the boxes' order given: `order` [count] lists them by falling score, ties
// in the order wanted. Writes the kept ones' indices in that order to `kept`, room for `count`, and
// how many they are to `keptCount`. The arithmetic is the CPU's, operation by operation, so the
// result is the same.
void nmsWithinClassesCuda(const float* boxes, const std::int64_t* classes,
                          const std::int64_t* order, std::size_t count, double threshold,
                          void* workspace, std::int64_t* kept, std::int64_t* keptCount,
                          void* stream);

}  // namespace selvedge
