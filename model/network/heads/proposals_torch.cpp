#include "model/network/heads/proposals_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>

#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/layers/regions_torch.h"

namespace selvedge {

namespace {

constexpr double kProposalNms = 0.7;

// [N, ratios * d, H, W] -> [N, H * W * ratios, d]
at::Tensor inAnchorOrder(const at::Tensor& x, std::int64_t d) {
    const std::int64_t n = x.size(0);
    return x.view({n, -1, d, x.size(2), x.size(3)}).permute({0, 3, 4, 1, 2}).reshape({n, -1, d});
}

// The padded input has 4 pixels a cell of p2, since both its sides are multiples of 32.
AnchorGrid anchorGrid(const Network& net, const std::vector<at::Tensor>& pyramid, int level) {
    AnchorGrid grid{pyramid[level].size(2), pyramid[level].size(3), kStrides[level],
                    kStrides[level]};
    if (net.arch.flavour.wholeAnchors) {
        grid.strideY = kStrides[0] * pyramid[0].size(2) / grid.height;
        grid.strideX = kStrides[0] * pyramid[0].size(3) / grid.width;
    }
    return grid;
}

}  // namespace

RpnOutput rpnHead(const Network& net, const std::vector<at::Tensor>& pyramid) {
    const std::string name = "proposal_generator.rpn_head.";
    RpnOutput output;
    output.flavour = net.arch.flavour;
    for (int level = 0; level < kPyramidLevels; ++level) {
        at::Tensor hidden = pyramid[level];  // [N, P, H, W]
        for (int i = 0; i < net.arch.flavour.proposalConvs; ++i)
            hidden = convNorm(net, name + proposalConvName(net.arch, i), hidden, {.relu = true});
        output.objectness.push_back(convNorm(net, name + "objectness_logits", hidden, {}));
        output.deltas.push_back(convNorm(net, name + "anchor_deltas", hidden, {}));
        output.anchors.push_back(levelAnchors(anchorGrid(net, pyramid, level),
                                              net.arch.anchorSizes[level],
                                              net.arch.flavour.wholeAnchors, hidden.device()));
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
                                 int perLevel, int most) {
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
        const at::Tensor kept =
            at::nonzero(finite.logical_and(notSmall(boxes, output.flavour.leastProposalSide)))
                .view(-1);
        boxes = boxes.index_select(0, kept);
        logits = logits.index_select(0, kept);
        const at::Tensor scores = output.flavour.proposalsBySigmoid ? at::sigmoid(logits) : logits;
        at::Tensor keep =
            nmsWithinClasses(boxes, scores, levels.index_select(0, kept), kProposalNms);
        keep = keep.narrow(0, 0, std::min<std::int64_t>(keep.size(0), most));
        result.push_back({boxes.index_select(0, keep), logits.index_select(0, keep)});
    }
    return result;
}

}  // namespace selvedge
