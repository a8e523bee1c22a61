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
};
RpnOutput rpnHead(const Network& network, const std::vector<at::Tensor>& pyramid);

// The same outputs in the anchors' order.
at::Tensor flatObjectness(const RpnOutput& output);  // [N, A]
at::Tensor flatDeltas(const RpnOutput& output);      // [N, A, 4]

struct Proposals {
    at::Tensor boxes;   // [R, 4], clipped, best first
    at::Tensor logits;  // [R]
};

// METHOD 2.1, RPN (detectron2 find_top_rpn_proposals): top `perLevel` by logit, decoded, clipped,
// empty and non-finite ones dropped, NMS of .7 inside each level, the best 1000. One entry a
// picture; no gradient flows through. Detectron2 takes 2000 a level in training, 1000 in inference.
std::vector<Proposals> proposals(const RpnOutput& output, const std::vector<InputSize>& sizes,
                                 int perLevel);
inline constexpr int kTrainingPerLevel = 2000;
inline constexpr int kInferencePerLevel = 1000;

}  // namespace selvedge
