#include "model/network/layers/norm_torch.h"

#include <ATen/autocast_mode.h>
#include <ATen/core/List.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>

namespace selvedge {

namespace {

constexpr double kTrainedEpsilon = 1e-5;  // of GroupNorm and BatchNorm2d
constexpr double kMomentum = 0.1;         // BatchNorm2d

struct Convolution {
    at::Tensor weight, bias;
};

// With the norm's running statistics multiplied in. Written out: torch's batch_norm refuses epsilon
// 0.
Convolution withNorm(const Network& net, const std::string& name) {
    const Parameters& p = net.parameters;
    const std::string norm = name + ".norm";
    const at::Tensor scale =
        p[norm + ".weight"] * at::rsqrt(p[norm + ".running_var"] + net.arch.normEpsilon);
    return {p[name + ".weight"] * scale.view({-1, 1, 1, 1}),
            p[norm + ".bias"] - p[norm + ".running_mean"] * scale};
}

// The norms that need the numbers of x: those of a group, those of the batch.
bool looksAtInput(const Network& net, const ConvLayer& layer) {
    return layer.norm == NormKind::Group || (layer.norm == NormKind::Batch && net.training &&
                                             net.arch.learnsBatchStatistics(layer.frozenStage));
}

at::Tensor normed(const Network& net, const std::string& name, const at::Tensor& x, NormKind kind) {
    const Parameters& p = net.parameters;
    if (kind == NormKind::Group)
        return at::group_norm(x, kNormGroups, p[name + ".weight"], p[name + ".bias"],
                              kTrainedEpsilon);
    return at::batch_norm(x, p[name + ".weight"], p[name + ".bias"], p[name + ".running_mean"],
                          p[name + ".running_var"], true, kMomentum, kTrainedEpsilon, true);
}

at::Tensor activated(const at::Tensor& x, const ConvLayer& layer, const at::Tensor& added) {
    const at::Tensor sum = added.defined() ? x + added : x;
    return layer.relu ? at::relu(sum) : sum;
}

// torch's operators for a convolution with what follows it, made for its compiler; not in its
// headers. Absent in builds without oneDNN.
struct FusedOperators {
    std::optional<c10::OperatorHandle> plain, added;

    FusedOperators() {
        const auto find = [](const char* overload, const char* name) {
            return c10::Dispatcher::singleton().findSchema({name, overload});
        };
        plain = find("", "mkldnn::_convolution_pointwise");
        added = find("binary", "mkldnn::_convolution_pointwise_");
    }
    bool areThere() const { return plain && added; }
};

const FusedOperators& fusedOperators() {
    static const FusedOperators operators;
    return operators;
}

bool canFuse(const at::Tensor& x, const Convolution& conv) {
    const bool needsGradient =
        at::GradMode::is_enabled() &&
        (x.requires_grad() || conv.weight.requires_grad() || conv.bias.requires_grad());
    return !needsGradient && x.is_cpu() && x.scalar_type() == at::kFloat &&
           conv.weight.scalar_type() == at::kFloat && x.numel() > 0 &&
           !at::autocast::is_autocast_enabled(at::kCPU) && fusedOperators().areThere();
}

at::Tensor fused(const at::Tensor& x, const Convolution& conv, const ConvLayer& layer,
                 const at::Tensor& added) {
    const std::vector<std::int64_t> padding(2, conv.weight.size(2) / 2), stride(2, layer.stride),
        dilation(2, 1);
    const c10::List<std::optional<at::Scalar>> none;
    torch::jit::Stack stack;
    if (added.defined()) {
        const auto relu = layer.relu ? c10::IValue("relu") : c10::IValue();
        stack = {added,        x,     conv.weight,     conv.bias, padding, stride,       dilation,
                 layer.groups, "add", at::Scalar(1.0), relu,      none,    c10::IValue()};
        fusedOperators().added->callBoxed(stack);
    } else {
        stack = {x,      conv.weight, conv.bias,    padding,
                 stride, dilation,    layer.groups, layer.relu ? "relu" : "none",
                 none,   ""};
        fusedOperators().plain->callBoxed(stack);
    }
    return stack.front().toTensor();
}

}  // namespace

at::Tensor convNorm(const Network& net, const std::string& name, const at::Tensor& x,
                    const ConvLayer& layer, const at::Tensor& added) {
    const Parameters& p = net.parameters;
    const at::Tensor& weight = p[name + ".weight"];
    const std::int64_t padding = weight.size(2) / 2;
    if (looksAtInput(net, layer)) {
        const at::Tensor y = at::conv2d(x, weight, {}, layer.stride, padding, 1, layer.groups);
        return activated(normed(net, name + ".norm", y, layer.norm), layer, added);
    }
    const Convolution conv = layer.norm == NormKind::Batch && !net.isFolded
                                 ? withNorm(net, name)
                                 : Convolution{weight, p[name + ".bias"]};
    if (canFuse(x, conv))
        return fused(x, conv, layer, added);
    return activated(at::conv2d(x, conv.weight, conv.bias, layer.stride, padding, 1, layer.groups),
                     layer, added);
}

void foldForPrediction(Network& net) {
    const at::NoGradGuard noGrad;
    std::vector<std::string> convolutions;
    for (const Parameter& parameter : net.parameters.all())
        if (parameter.spec.shape.size() == 4)
            convolutions.push_back(parameter.spec.name);
    for (const std::string& weight : convolutions) {
        const std::string name = weight.substr(0, weight.size() - std::string(".weight").size());
        if (net.parameters.contains(name + ".norm.running_var")) {
            const Convolution conv = withNorm(net, name);
            net.parameters.replace(weight, conv.weight.contiguous(at::MemoryFormat::ChannelsLast));
            net.parameters.replace(name + ".bias", conv.bias);
            for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
                net.parameters.remove(name + ".norm" + part);
        } else {
            net.parameters.replace(
                weight, net.parameters[weight].detach().contiguous(at::MemoryFormat::ChannelsLast));
        }
    }
    net.isFolded = true;
}

}  // namespace selvedge
