#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "dataset/error.h"
#include "model/network/layers/regions_cuda_torch.h"
#include "model/network/ops/cuda_ops.h"

namespace selvedge {

namespace {

void* streamOf(const at::Tensor& tensor) {
    return c10::cuda::getCurrentCUDAStream(tensor.device().index()).stream();
}

at::MemoryFormat formatOf(const RoiAlignShape& shape) {
    return shape.channelsLast ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
}

FloatType typeOf(const at::Tensor& x) {
    switch (x.scalar_type()) {
        case at::kFloat:
            return FloatType::Float;
        case at::kHalf:
            return FloatType::Half;
        case at::kBFloat16:
            return FloatType::BFloat16;
        default:
            throw Error(ErrorKind::Internal,
                        std::string("RoIAlign of ") + c10::toString(x.scalar_type()));
    }
}

}  // namespace

at::Tensor roiAlignForwardOnGpu(const RoiAlignShape& shape, const at::Tensor& features,
                                const at::Tensor& regions) {
    const c10::DeviceGuard guard(features.device());
    at::Tensor pooled = at::empty({shape.regions, shape.channels, shape.pooled, shape.pooled},
                                  features.options(), formatOf(shape));
    if (pooled.numel() > 0)
        roiAlignForwardCuda(shape, typeOf(features), features.data_ptr(), regions.data_ptr<float>(),
                            pooled.data_ptr(), streamOf(features));
    return pooled;
}

at::Tensor roiAlignBackwardOnGpu(const RoiAlignShape& shape, const at::Tensor& pooledGradient,
                                 const at::Tensor& regions) {
    const c10::DeviceGuard guard(pooledGradient.device());
    at::Tensor gradient = at::empty({shape.images, shape.channels, shape.height, shape.width},
                                    pooledGradient.options().dtype(at::kFloat), formatOf(shape))
                              .zero_();
    if (pooledGradient.numel() > 0)
        roiAlignBackwardCuda(shape, typeOf(pooledGradient), pooledGradient.data_ptr(),
                             regions.data_ptr<float>(), gradient.data_ptr<float>(),
                             streamOf(pooledGradient));
    return gradient.to(pooledGradient.scalar_type());
}

Kept nmsOnGpu(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& classes,
              double threshold) {
    const std::size_t count = std::size_t(boxes.size(0));
    const c10::DeviceGuard guard(boxes.device());
    Kept kept{at::zeros({std::int64_t(count)}, classes.options()),
              at::zeros({1}, classes.options())};
    if (count == 0)
        return kept;
    const at::Tensor order = std::get<1>(scores.sort(/*stable=*/true, 0, /*descending=*/true));
    const at::Tensor workspace =
        at::empty({std::int64_t(nmsWorkspaceBytes(count))}, boxes.options().dtype(at::kByte));
    nmsWithinClassesCuda(boxes.data_ptr<float>(), classes.data_ptr<std::int64_t>(),
                         order.data_ptr<std::int64_t>(), count, threshold, workspace.data_ptr(),
                         kept.indices.data_ptr<std::int64_t>(), kept.count.data_ptr<std::int64_t>(),
                         streamOf(boxes));
    return kept;
}

}  // namespace selvedge
