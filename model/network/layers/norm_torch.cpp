#include "model/network/layers/norm_torch.h"

namespace selvedge {

namespace {

constexpr double kTrainedEpsilon = 1e-5;  // of GroupNorm and BatchNorm2d
constexpr double kMomentum = 0.1;         // BatchNorm2d

// Scale and shift written out: torch's batch_norm refuses epsilon 0.
at::Tensor withRunningStatistics(const Network& net, const std::string& name, const at::Tensor& x) {
    const Parameters& p = net.parameters;
    const at::Tensor scale =
        p[name + ".weight"] * at::rsqrt(p[name + ".running_var"] + net.arch.normEpsilon);
    const at::Tensor shift = p[name + ".bias"] - p[name + ".running_mean"] * scale;
    return at::addcmul(shift.view({1, -1, 1, 1}), x, scale.view({1, -1, 1, 1}));  // [N, C, H, W]
}

at::Tensor normed(const Network& net, const std::string& name, const at::Tensor& x, NormKind kind,
                  bool frozenStage) {
    const Parameters& p = net.parameters;
    if (kind == NormKind::Group)
        return at::group_norm(x, kNormGroups, p[name + ".weight"], p[name + ".bias"],
                              kTrainedEpsilon);
    if (net.training && net.arch.learnsBatchStatistics(frozenStage))
        return at::batch_norm(x, p[name + ".weight"], p[name + ".bias"], p[name + ".running_mean"],
                              p[name + ".running_var"], true, kMomentum, kTrainedEpsilon, true);
    return withRunningStatistics(net, name, x);
}

}  // namespace

at::Tensor convNorm(const Network& net, const std::string& name, const at::Tensor& x, NormKind kind,
                    int stride, int groups, bool frozenStage) {
    const at::Tensor& weight = net.parameters[name + ".weight"];
    const std::int64_t padding = weight.size(2) / 2;
    if (kind == NormKind::None)
        return at::conv2d(x, weight, net.parameters[name + ".bias"], stride, padding, 1, groups);
    return normed(net, name + ".norm", at::conv2d(x, weight, {}, stride, padding, 1, groups), kind,
                  frozenStage);
}

}  // namespace selvedge
