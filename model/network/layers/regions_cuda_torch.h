#pragma once

#include <ATen/ATen.h>

#include "model/network/layers/regions_torch.h"
#include "model/network/ops/roi_align.h"

namespace selvedge {

// The kernels of ops/cuda_ops.h on tensors of a GPU, queued on torch's current stream. Only in
// builds with WITH_CUDA. All tensors on one device, contiguous in the layout that the shape says;
// features, pooled values and their gradients float, half or bfloat16, the rest float. Shapes as in
// regions_torch.h.
at::Tensor roiAlignForwardOnGpu(const RoiAlignShape& shape, const at::Tensor& features,
                                const at::Tensor& regions);
at::Tensor roiAlignBackwardOnGpu(const RoiAlignShape& shape, const at::Tensor& pooledGradient,
                                 const at::Tensor& regions);
Kept nmsOnGpu(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& classes,
              double threshold);

}  // namespace selvedge
