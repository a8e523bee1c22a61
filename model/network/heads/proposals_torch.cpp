#include "model/network/heads/proposals_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <limits>

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

// The best of each level, of all pictures: K boxes each, whatever they are.
struct Candidates {
    at::Tensor boxes;   // [N, K, 4], not clipped
    at::Tensor logits;  // [N, K]
    at::Tensor levels;  // int64 [K]
};

Candidates bestOf(const RpnOutput& output, int perLevel) {
    std::vector<at::Tensor> boxes, logits, levels;
    for (std::size_t level = 0; level < output.anchors.size(); ++level) {
        const at::Tensor all = inAnchorOrder(output.objectness[level], 1).squeeze(2);  // [N, A]
        const at::Tensor deltas = inAnchorOrder(output.deltas[level], 4);              // [N, A, 4]
        const auto [best, index] = all.topk(std::min<std::int64_t>(perLevel, all.size(1)), 1);
        const std::int64_t count = best.size(1);
        const at::Tensor anchors = output.anchors[level].index_select(0, index.flatten());
        boxes.push_back(
            applyDeltas(deltas.gather(1, index.unsqueeze(2).expand({-1, -1, 4})).reshape({-1, 4}),
                        anchors, kProposalWeights)
                .view({-1, count, 4}));
        logits.push_back(best);
        levels.push_back(at::full({count}, double(level), index.options()));
    }
    return {at::cat(boxes, 1), at::cat(logits, 1), at::cat(levels)};
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
        output.objectness.push_back(
            convNorm(net, name + "objectness_logits", hidden, {}).to(at::kFloat));
        output.deltas.push_back(convNorm(net, name + "anchor_deltas", hidden, {}).to(at::kFloat));
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
    const Candidates all = bestOf(output, perLevel);
    const std::int64_t longest = std::min<std::int64_t>(all.levels.size(0), most);
    std::vector<Proposals> result;
    std::vector<at::Tensor> counts;
    for (std::size_t image = 0; image < sizes.size(); ++image) {
        const at::Tensor logits = all.logits[std::int64_t(image)];  // [K]
        at::Tensor boxes = all.boxes[std::int64_t(image)];          // [K, 4]
        at::Tensor wanted = at::isfinite(boxes).all(1).logical_and(at::isfinite(logits));
        boxes = clipped(boxes, sizes[image].height, sizes[image].width);
        wanted = wanted.logical_and(notSmall(boxes, output.flavour.leastProposalSide));
        // What is not wanted comes last and covers nothing.
        boxes = boxes.masked_fill(wanted.logical_not().unsqueeze(1), 0);
        const at::Tensor scores =
            (output.flavour.proposalsBySigmoid ? at::sigmoid(logits) : logits)
                .masked_fill(wanted.logical_not(), -std::numeric_limits<double>::infinity());
        const Kept kept = keptWithinClasses(boxes, scores, all.levels, kProposalNms);
        const at::Tensor best = kept.indices.narrow(0, 0, longest);
        counts.push_back(at::arange(longest, best.options())
                             .lt(kept.count)
                             .logical_and(wanted.index_select(0, best))
                             .sum());
        result.push_back({boxes.index_select(0, best), logits.index_select(0, best)});
    }
    const at::Tensor found = at::stack(counts).cpu();  // the one wait for the device
    for (std::size_t image = 0; image < sizes.size(); ++image) {
        const std::int64_t count = found[std::int64_t(image)].item<std::int64_t>();
        Proposals& own = result[image];
        own = {own.boxes.narrow(0, 0, count), own.logits.narrow(0, 0, count)};
    }
    return result;
}

}  // namespace selvedge
