#pragma once

#include <cstddef>

namespace selvedge {

// torch takes each tensor of a CPU from malloc and gives it back; blocks of megabytes come from the
// kernel then, which clears every page at its first touch. A 1x1 convolution takes three times as
// long for it. So such blocks are kept for the next tensor of about their size, as torch itself
// does on GPUs.

// From now on, for all tensors of this process's torch. Once is enough.
void keepTensorBlocks();
// Gives back what no tensor uses: at the end of a job, and before memory is said to be full.
void releaseTensorBlocks();
// What no tensor uses; at most kMostKeptBytes.
std::size_t keptTensorBytes();
inline constexpr std::size_t kMostKeptBytes = std::size_t(512) << 20;

// Calls releaseTensorBlocks() at the end of a scope.
class TensorBlocksOfJob {
public:
    TensorBlocksOfJob() = default;
    ~TensorBlocksOfJob() { releaseTensorBlocks(); }
    TensorBlocksOfJob(const TensorBlocksOfJob&) = delete;
    TensorBlocksOfJob& operator=(const TensorBlocksOfJob&) = delete;
};

}  // namespace selvedge
