#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "model/network/layers/regions_cuda_torch.h"
#include "model/network/ops/cuda_ops.h"

namespace selvedge {

namespace {

void* streamOf(const at::Tensor& tensor) {
    return c10::cuda::getCurrentCUDAStream(tensor.device().index()).stream();
}

}  // namespace

at::Tensor roiAlignForwardOnGpu(const RoiAlignShape& shape, const at::Tensor& features,
                                const at::Tensor& regions) {
    const c10::DeviceGuard guard(features.device());
    at::Tensor pooled =
        at::empty({shape.regions, shape.channels, shape.pooled, shape.pooled}, features.options());
    if (pooled.numel() > 0)
        roiAlignForwardCuda(shape, features.data_ptr<float>(), regions.data_ptr<float>(),
                            pooled.data_ptr<float>(), streamOf(features));
    return pooled;
}

at::Tensor roiAlignBackwardOnGpu(const RoiAlignShape& shape, const at::Tensor& pooledGradient,
                                 const at::Tensor& regions) {
    const c10::DeviceGuard guard(pooledGradient.device());
    at::Tensor gradient = at::zeros({shape.images, shape.channels, shape.height, shape.width},
                                    pooledGradient.options());
    if (pooledGradient.numel() > 0)
        roiAlignBackwardCuda(shape, pooledGradient.data_ptr<float>(), regions.data_ptr<float>(),
                             gradient.data_ptr<float>(), streamOf(pooledGradient));
    return gradient;
}

at::Tensor nmsOnGpu(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& classes,
                    double threshold) {
    const std::size_t count = std::size_t(boxes.size(0));
    if (count == 0)
        return at::empty({0}, classes.options());
    const c10::DeviceGuard guard(boxes.device());
    const at::Tensor order = std::get<1>(scores.sort(/*stable=*/true, 0, /*descending=*/true));
    const at::Tensor workspace =
        at::empty({std::int64_t(nmsWorkspaceBytes(count))}, boxes.options().dtype(at::kByte));
    at::Tensor kept = at::empty({std::int64_t(count)}, classes.options());
    at::Tensor keptCount = at::zeros({1}, classes.options());
    nmsWithinClassesCuda(boxes.data_ptr<float>(), classes.data_ptr<std::int64_t>(),
                         order.data_ptr<std::int64_t>(), count, threshold, workspace.data_ptr(),
                         kept.data_ptr<std::int64_t>(), keptCount.data_ptr<std::int64_t>(),
                         streamOf(boxes));
    return kept.narrow(0, 0, keptCount.item<std::int64_t>());  // waits for the device
}

}  // namespace selvedge
