#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "dataset/error.h"

namespace selvedge {

constexpr int kThreadsABlock = 256;

// Blocks for a loop over `elements` with a stride of the whole grid.
inline unsigned blocksFor(std::int64_t elements) {
    constexpr std::int64_t kMostBlocks = 65535;
    return unsigned(
        std::clamp<std::int64_t>((elements + kThreadsABlock - 1) / kThreadsABlock, 1, kMostBlocks));
}

inline void checkLaunch(const char* operation) {
    const cudaError_t status = cudaGetLastError();
    if (status != cudaSuccess)
        throw Error(ErrorKind::Internal, std::string("The GPU refuses ") + operation + ": " +
                                             cudaGetErrorString(status));
}

}  // namespace selvedge
