#include "model/network/layers/regions_torch.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "model/network/ops/nms.h"
#include "model/network/ops/roi_align.h"
#ifdef SELVEDGE_WITH_CUDA
#include "model/network/layers/regions_cuda_torch.h"
#endif

namespace selvedge {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::MemoryFormat formatOf(bool channelsLast) {
    return channelsLast ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
}

// The layout of the features is that of the result.
at::MemoryFormat formatOf(const at::Tensor& x) {
    return formatOf(x.suggest_memory_format() == at::MemoryFormat::ChannelsLast);
}

RoiAlignShape shapeOf(at::IntArrayRef features, std::int64_t regions,
                      const RoiAlignOptions& options, at::MemoryFormat format) {
    RoiAlignShape shape;
    shape.images = int(features[0]);
    shape.channels = int(features[1]);
    shape.height = int(features[2]);
    shape.width = int(features[3]);
    shape.regions = int(regions);
    shape.pooled = options.output;
    shape.scale = float(options.scale);
    shape.samplingRatio = options.samplingRatio;
    shape.aligned = options.aligned;
    shape.channelsLast = format == at::MemoryFormat::ChannelsLast;
    return shape;
}

at::Tensor onCpu(const at::Tensor& x, at::MemoryFormat format = at::MemoryFormat::Contiguous) {
    return x.to(at::kCPU, at::kFloat).contiguous(format);
}

// The loops of ops/ on the CPU, in float; in a build without CUDA tensors of a GPU go there and
// back.
at::Tensor pool(const RoiAlignShape& shape, const at::Tensor& features, const at::Tensor& regions) {
    const at::MemoryFormat format = formatOf(features);
#ifdef SELVEDGE_WITH_CUDA
    if (features.is_cuda())
        return roiAlignForwardOnGpu(shape, features.contiguous(format), regions.contiguous());
#endif
    const at::Tensor from = onCpu(features, format), boxes = onCpu(regions);
    at::Tensor pooled = at::empty({shape.regions, shape.channels, shape.pooled, shape.pooled},
                                  from.options(), format);
    const float* in = from.data_ptr<float>();
    const float* box = boxes.data_ptr<float>();
    float* out = pooled.data_ptr<float>();
    checkRoiAlign(shape, box);
    at::parallel_for(0, shape.regions, 4, [&](std::int64_t begin, std::int64_t end) {
        roiAlignForward(shape, in, box, out, int(begin), int(end));
    });
    return pooled.to(features.options());
}

at::Tensor gradientOf(const RoiAlignShape& shape, const at::Tensor& pooledGradient,
                      const at::Tensor& regions) {
    const at::MemoryFormat format = formatOf(shape.channelsLast);
#ifdef SELVEDGE_WITH_CUDA
    if (pooledGradient.is_cuda())
        return roiAlignBackwardOnGpu(shape, pooledGradient.contiguous(format),
                                     regions.contiguous());
#endif
    const at::Tensor from = onCpu(pooledGradient, format), boxes = onCpu(regions);
    at::Tensor gradient =
        at::empty({shape.images, shape.channels, shape.height, shape.width}, from.options(), format)
            .zero_();
    const float* in = from.data_ptr<float>();
    const float* box = boxes.data_ptr<float>();
    float* out = gradient.data_ptr<float>();
    at::parallel_for(0, shape.channels, 8, [&](std::int64_t begin, std::int64_t end) {
        roiAlignBackward(shape, in, box, out, int(begin), int(end));
    });
    return gradient.to(pooledGradient.options());
}

struct RoiAlignFunction : torch::autograd::Function<RoiAlignFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& features,
                              const at::Tensor& regions, double scale, std::int64_t output,
                              std::int64_t samplingRatio, bool aligned) {
        context->save_for_backward({regions});
        context->saved_data["sizes"] = features.sizes().vec();
        context->saved_data["scale"] = scale;
        context->saved_data["output"] = output;
        context->saved_data["samplingRatio"] = samplingRatio;
        context->saved_data["aligned"] = aligned;
        const at::MemoryFormat format = formatOf(features);
        context->saved_data["channelsLast"] = format == at::MemoryFormat::ChannelsLast;
        return pool(shapeOf(features.sizes(), regions.size(0),
                            {scale, int(output), int(samplingRatio), aligned}, format),
                    features, regions);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const at::Tensor regions = context->get_saved_variables().front();
        auto& saved = context->saved_data;
        const std::vector<std::int64_t> sizes = saved["sizes"].toIntVector();
        const RoiAlignShape shape =
            shapeOf(sizes, regions.size(0),
                    {saved["scale"].toDouble(), int(saved["output"].toInt()),
                     int(saved["samplingRatio"].toInt()), saved["aligned"].toBool()},
                    formatOf(saved["channelsLast"].toBool()));
        return {gradientOf(shape, gradients.front(), regions), {}, {}, {}, {}, {}};
    }
};

}  // namespace

at::Tensor roiAlign(const at::Tensor& feature, const at::Tensor& regions,
                    const RoiAlignOptions& options) {
    return RoiAlignFunction::apply(feature, regions, options.scale, std::int64_t(options.output),
                                   std::int64_t(options.samplingRatio), options.aligned);
}

at::Tensor nmsWithinClasses(const at::Tensor& boxes, const at::Tensor& scores,
                            const at::Tensor& classes, double threshold) {
    const Kept kept = keptWithinClasses(boxes, scores, classes, threshold);
    return kept.indices.narrow(0, 0, kept.count.item<std::int64_t>());
}

Kept keptWithinClasses(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& classes,
                       double threshold) {
#ifdef SELVEDGE_WITH_CUDA
    if (boxes.is_cuda())
        return nmsOnGpu(boxes.contiguous(), scores.contiguous(), classes.contiguous(), threshold);
#endif
    const at::Tensor box = onCpu(boxes), score = onCpu(scores);
    const at::Tensor label = classes.to(at::kCPU, at::kLong).contiguous();
    std::vector<std::int64_t> kept =
        nmsWithinClasses(box.data_ptr<float>(), score.data_ptr<float>(),
                         label.data_ptr<std::int64_t>(), std::size_t(box.size(0)), threshold);
    const auto count = std::int64_t(kept.size());
    kept.resize(std::size_t(box.size(0)), 0);
    return {at::tensor(kept, at::kLong).to(boxes.device()),
            at::tensor({count}, at::kLong).to(boxes.device())};
}

}  // namespace selvedge
