#include "model/network/heads/proposals_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>

#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/regions_torch.h"

namespace selvedge {

namespace {

constexpr double kProposalNms = 0.7;
constexpr std::int64_t kMostProposals = 1000;

// [N, ratios * d, H, W] -> [N, H * W * ratios, d]
at::Tensor inAnchorOrder(const at::Tensor& x, std::int64_t d) {
    const std::int64_t n = x.size(0);
    return x.view({n, -1, d, x.size(2), x.size(3)}).permute({0, 3, 4, 1, 2}).reshape({n, -1, d});
}

}  // namespace

RpnOutput rpnHead(const Network& net, const std::vector<at::Tensor>& pyramid) {
    const Parameters& p = net.parameters;
    const std::string name = "proposal_generator.rpn_head.";
    RpnOutput output;
    for (int level = 0; level < kPyramidLevels; ++level) {
        const at::Tensor& feature = pyramid[level];  // [N, P, H, W]
        const at::Tensor hidden =
            at::relu(at::conv2d(feature, p[name + "conv.weight"], p[name + "conv.bias"], 1, 1));
        output.objectness.push_back(at::conv2d(hidden, p[name + "objectness_logits.weight"],
                                               p[name + "objectness_logits.bias"]));
        output.deltas.push_back(
            at::conv2d(hidden, p[name + "anchor_deltas.weight"], p[name + "anchor_deltas.bias"]));
        output.anchors.push_back(levelAnchors(feature.size(2), feature.size(3), kStrides[level],
                                              net.arch.anchorSizes[level], feature.device()));
    }
    return output;
}

at::Tensor flatObjectness(const RpnOutput& output) {
    std::vector<at::Tensor> levels;
    for (const at::Tensor& level : output.objectness)
        levels.push_back(inAnchorOrder(level, 1).squeeze(2));
    return at::cat(levels, 1);
}

at::Tensor flatDeltas(const RpnOutput& output) {
    std::vector<at::Tensor> levels;
    for (const at::Tensor& level : output.deltas)
        levels.push_back(inAnchorOrder(level, 4));
    return at::cat(levels, 1);
}

std::vector<Proposals> proposals(const RpnOutput& output, const std::vector<InputSize>& sizes,
                                 int perLevel) {
    at::NoGradGuard noGrad;
    std::vector<Proposals> result;
    for (std::size_t image = 0; image < sizes.size(); ++image) {
        std::vector<at::Tensor> allBoxes, allLogits, allLevels;
        for (std::size_t level = 0; level < output.anchors.size(); ++level) {
            const at::Tensor logits =
                inAnchorOrder(output.objectness[level].narrow(0, image, 1), 1).view(-1);
            const at::Tensor deltas =
                inAnchorOrder(output.deltas[level].narrow(0, image, 1), 4).view({-1, 4});
            const auto [best, index] =
                logits.topk(std::min<std::int64_t>(perLevel, logits.size(0)));
            allBoxes.push_back(applyDeltas(deltas.index_select(0, index),
                                           output.anchors[level].index_select(0, index),
                                           kProposalWeights));
            allLogits.push_back(best);
            allLevels.push_back(at::full_like(best, double(level), at::kLong));
        }
        at::Tensor boxes = at::cat(allBoxes), logits = at::cat(allLogits),
                   levels = at::cat(allLevels);
        const at::Tensor finite = at::isfinite(boxes).all(1).logical_and(at::isfinite(logits));
        boxes = clipped(boxes, sizes[image].height, sizes[image].width);
        const at::Tensor kept = at::nonzero(finite.logical_and(notEmpty(boxes))).view(-1);
        boxes = boxes.index_select(0, kept);
        logits = logits.index_select(0, kept);
        at::Tensor keep =
            nmsWithinClasses(boxes, logits, levels.index_select(0, kept), kProposalNms);
        keep = keep.narrow(0, 0, std::min(keep.size(0), kMostProposals));
        result.push_back({boxes.index_select(0, keep), logits.index_select(0, keep)});
    }
    return result;
}

}  // namespace selvedge
