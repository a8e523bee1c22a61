#pragma once

#include "model/engine.h"
#include "model/network/heads/proposals_torch.h"
#include "model/network/heads/region_heads_torch.h"
#include "model/network/losses/attribute_loss_torch.h"
#include "model/network/losses/targets_torch.h"

namespace selvedge {

// Boxes of one picture that the heads learn from.
struct Regions {
    at::Tensor boxes;       // [R, 4], foreground first
    at::Tensor categories;  // int64 [R]; `categories` of the network means background
    at::Tensor objects;     // int64 [F]: the object of each of the F foreground boxes
};
// Matches and samples (METHOD 2.1, ROI heads). The objects' own boxes join the proposals, so that
// every object is learned from the first step on.
std::vector<Regions> sampledRegions(const std::vector<Proposals>& proposals,
                                    const std::vector<ImageTargets>& targets, int categories,
                                    const Sampling& sampling);

struct RegionLosses {
    at::Tensor classification, box, mask, attribute;  // scalars
};
// classification: cross entropy, mean over all regions. box: L1 (torchvision's flavours: smooth L1
// with beta 1/9) of the deltas of the object's category over the foreground, divided by the number
// of all regions. mask: binary cross entropy of
// the 28 x 28 of the object's category, mean over the foreground. (detectron2 FastRCNNOutputLayers,
// mask_rcnn_loss.) attribute: losses/attribute_loss_torch.h.
RegionLosses regionLosses(const Network& network, const std::vector<at::Tensor>& pyramid,
                          const std::vector<Regions>& regions,
                          const std::vector<ImageTargets>& targets,
                          const AttributeLossOptions& attributes);

// Targets of the mask loss, [F, 28, 28]: 1 where RoIAlign of the object's mask over the box is at
// least half; `soft`: that mean itself (ops/mask_target.h).
at::Tensor maskTargets(const Regions& regions, const ImageTargets& targets, bool soft);

}  // namespace selvedge
