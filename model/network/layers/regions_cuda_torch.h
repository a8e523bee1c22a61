#pragma once

#include <ATen/ATen.h>

#include "model/network/ops/roi_align.h"

namespace selvedge {

// The kernels of ops/cuda_ops.h on tensors of a GPU, queued on torch's current stream. Only in
// builds with WITH_CUDA. Float tensors, contiguous, all on one device; shapes as in
// regions_torch.h.
at::Tensor roiAlignForwardOnGpu(const RoiAlignShape& shape, const at::Tensor& features,
                                const at::Tensor& regions);
at::Tensor roiAlignBackwardOnGpu(const RoiAlignShape& shape, const at::Tensor& pooledGradient,
                                 const at::Tensor& regions);
at::Tensor nmsOnGpu(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& classes,
                    double threshold);

}  // namespace selvedge
