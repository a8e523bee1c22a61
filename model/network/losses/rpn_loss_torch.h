#pragma once

#include "model/network/heads/proposals_torch.h"
#include "model/network/losses/targets_torch.h"

namespace selvedge {

struct RpnLosses {
    at::Tensor objectness, box;  // scalars
};

// METHOD 2.1, RPN (detectron2 RPN.losses): binary cross entropy over the sampled anchors and L1 of
// the deltas over the foreground ones, each summed and divided by perImage * pictures. In
// torchvision's flavours (RegionProposalNetwork.compute_loss) smooth L1 with beta 1/9 (Girshick
// 2015, Fast R-CNN, equation 3, with the corner at beta), and both divided by the anchors sampled.
RpnLosses rpnLosses(const RpnOutput& output, const std::vector<ImageTargets>& targets,
                    const Sampling& sampling);

}  // namespace selvedge
