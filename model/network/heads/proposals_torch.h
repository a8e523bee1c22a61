#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/network/layers/backbone_torch.h"

namespace selvedge {

// Size of one picture inside the padded input, in pixels.
struct InputSize {
    double height = 0, width = 0;
};

// What the proposal network says of each anchor, all levels together: level p2 first, then row,
// column, ratio. A is their number.
struct RpnOutput {
    std::vector<at::Tensor> objectness;  // a level: [N, ratios, H, W], as the convolution gives it
    std::vector<at::Tensor> deltas;      // a level: [N, 4 * ratios, H, W]
    std::vector<at::Tensor> anchors;     // a level: [H * W * ratios, 4]
    FlavourSwitches flavour;             // the network's, for what comes after
};
// 3x3 convolutions with ReLU (one; torchvision's _v2 two) and two 1x1, the same on all levels.
RpnOutput rpnHead(const Network& network, const std::vector<at::Tensor>& pyramid);

// The same outputs in the anchors' order.
at::Tensor flatObjectness(const RpnOutput& output);  // [N, A]
at::Tensor flatDeltas(const RpnOutput& output);      // [N, A, 4]

struct Proposals {
    at::Tensor boxes;   // [R, 4], clipped, best first
    at::Tensor logits;  // [R]
};

inline constexpr int kMostProposals = 1000;

// METHOD 2.1, RPN (detectron2 find_top_rpn_proposals; torchvision RegionProposalNetwork.
// filter_proposals): top `perLevel` by logit, decoded, clipped, small and non-finite ones dropped,
// NMS of .7 inside each level, the best `most`. The order is that of the logits, in torchvision's
// flavours of their sigmoid, where logits from 17 on are equal. One entry a picture; no gradient
// flows through. On a GPU the host waits once, for the numbers of boxes of all pictures. Both take
// 2000 a level in training, 1000 in inference.
std::vector<Proposals> proposals(const RpnOutput& output, const std::vector<InputSize>& sizes,
                                 int perLevel, int most = kMostProposals);
inline constexpr int kTrainingPerLevel = 2000;
inline constexpr int kInferencePerLevel = 1000;

}  // namespace selvedge
