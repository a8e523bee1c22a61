#include "model/network/layers/backbone_torch.h"

#include "dataset/error.h"
#include "model/network/layers/backbones_torch.h"
#include "model/network/layers/norm_torch.h"

namespace selvedge {

namespace {

// Everything after keeps the layout. With the channels last convolutions and RoIAlign are fastest,
// but not the gradients of a CPU's convolutions and group norms; and torch sums a batch's
// statistics of such numbers one after the other in float there, which costs them three digits.
at::MemoryFormat layoutFor(const Network& net, const at::Tensor& input) {
    return net.training && input.is_cpu() ? at::MemoryFormat::Contiguous
                                          : at::MemoryFormat::ChannelsLast;
}

}  // namespace

Features backboneFeatures(const Network& net, const at::Tensor& input) {
    if (input.dim() != 4 || input.size(1) != 3 || input.size(2) % 32 != 0 ||
        input.size(3) % 32 != 0)
        throw Error(ErrorKind::Internal, "The network's input must be [N, 3, 32h, 32w]; it is " +
                                             c10::str(input.sizes()));
    Features features;
    features.stages = net.arch.backbone->body->stages(net, input.contiguous(layoutFor(net, input)));
    features.pyramid.resize(kPyramidLevels);
    const ConvLayer layer{.norm = net.arch.pyramidNorm};
    at::Tensor top;
    for (int stage = 3; stage >= 0; --stage) {
        const std::string level = std::to_string(stage + 2);
        const at::Tensor& stageOutput = features.stages[stage];
        if (top.defined())
            top = at::upsample_nearest2d(top, {stageOutput.size(2), stageOutput.size(3)});
        top = convNorm(net, "backbone.fpn_lateral" + level, stageOutput, layer,
                       top);  // [N, P, H/4 >> stage, W/4 >> stage]
        features.pyramid[stage] = convNorm(net, "backbone.fpn_output" + level, top, layer);
    }
    features.pyramid[4] = at::max_pool2d(features.pyramid[3], 1, 2);  // p6, LastLevelMaxPool
    return features;
}

}  // namespace selvedge
