#include "model/network/layers/backbone_torch.h"

#include "dataset/error.h"

namespace selvedge {

namespace {

constexpr double kNormEps = 1e-5;  // FrozenBatchNorm2d and GroupNorm
constexpr int kNormGroups = 8;     // of the small network

// FrozenBatchNorm2d with scale and shift written out: torch's batch_norm refuses eps 0, which
// weights folded at another eps would need.
at::Tensor frozenNorm(const Parameters& p, const std::string& name, const at::Tensor& x) {
    const at::Tensor scale = p[name + ".weight"] * at::rsqrt(p[name + ".running_var"] + kNormEps);
    const at::Tensor shift = p[name + ".bias"] - p[name + ".running_mean"] * scale;
    return at::addcmul(shift.view({1, -1, 1, 1}), x, scale.view({1, -1, 1, 1}));  // [N, C, H, W]
}

// A convolution without bias and its normalisation.
at::Tensor convNorm(const Network& net, const std::string& name, const at::Tensor& x, int stride,
                    int groups = 1) {
    const Parameters& p = net.parameters;
    const at::Tensor& weight = p[name + ".weight"];
    const at::Tensor y = at::conv2d(x, weight, {}, stride, weight.size(2) / 2, 1, groups);
    const std::string norm = name + ".norm";
    if (net.arch.block == BlockKind::Bottleneck)
        return frozenNorm(p, norm, y);
    return at::group_norm(y, kNormGroups, p[norm + ".weight"], p[norm + ".bias"], kNormEps);
}

at::Tensor residualBlock(const Network& net, const std::string& name, const at::Tensor& x,
                         int stride, bool first) {
    const at::Tensor shortcut = first ? convNorm(net, name + "shortcut", x, stride) : x;
    at::Tensor y;
    if (net.arch.block == BlockKind::Basic) {
        y = at::relu(convNorm(net, name + "conv1", x, stride));
        y = convNorm(net, name + "conv2", y, 1);
    } else {
        const bool in1x1 = net.arch.strideInFirst1x1;
        y = at::relu(convNorm(net, name + "conv1", x, in1x1 ? stride : 1));
        y = at::relu(convNorm(net, name + "conv2", y, in1x1 ? 1 : stride, net.arch.groups));
        y = convNorm(net, name + "conv3", y, 1);
    }
    return at::relu(y + shortcut);
}

// A convolution of the pyramid: with a bias, or with a group norm.
at::Tensor pyramidConv(const Network& net, const std::string& name, const at::Tensor& x) {
    if (net.arch.block == BlockKind::Basic)
        return convNorm(net, name, x, 1);
    const at::Tensor& weight = net.parameters[name + ".weight"];
    return at::conv2d(x, weight, net.parameters[name + ".bias"], 1, weight.size(2) / 2);
}

}  // namespace

Features backboneFeatures(const Network& net, const at::Tensor& input) {
    if (input.dim() != 4 || input.size(1) != 3 || input.size(2) % 32 != 0 ||
        input.size(3) % 32 != 0)
        throw Error(ErrorKind::Internal, "The network's input must be [N, 3, 32h, 32w]; it is " +
                                             c10::str(input.sizes()));
    Features features;
    at::Tensor x = at::relu(convNorm(net, "backbone.bottom_up.stem.conv1", input, 2));
    if (net.arch.stemPool)               // [N, 64, H/2, W/2]
        x = at::max_pool2d(x, 3, 2, 1);  // [N, 64, H/4, W/4]
    for (int stage = 0; stage < 4; ++stage) {
        for (int b = 0; b < net.arch.blocks[stage]; ++b) {
            const bool halve = b == 0 && (stage > 0 || !net.arch.stemPool);
            x = residualBlock(
                net,
                std::string("backbone.bottom_up.") + kStages[stage] + "." + std::to_string(b) + ".",
                x, halve ? 2 : 1, b == 0);
        }
        features.stages.push_back(x);  // [N, C, H/4 >> stage, W/4 >> stage]
    }

    features.pyramid.resize(kPyramidLevels);
    at::Tensor top;
    for (int stage = 3; stage >= 0; --stage) {
        const std::string level = std::to_string(stage + 2);
        const at::Tensor lateral =
            pyramidConv(net, "backbone.fpn_lateral" + level, features.stages[stage]);
        top = top.defined()
                  ? lateral + at::upsample_nearest2d(top, {lateral.size(2), lateral.size(3)})
                  : lateral;  // [N, P, H/4 >> stage, W/4 >> stage]
        features.pyramid[stage] = pyramidConv(net, "backbone.fpn_output" + level, top);
    }
    features.pyramid[4] = at::max_pool2d(features.pyramid[3], 1, 2);  // p6, LastLevelMaxPool
    return features;
}

}  // namespace selvedge
