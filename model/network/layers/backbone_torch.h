#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/network/layers/parameters_torch.h"

namespace selvedge {

struct Features {
    std::vector<at::Tensor> stages;   // res2..res5: [N, C, H/4, W/4] .. [N, C, H/32, W/32]
    std::vector<at::Tensor> pyramid;  // p2..p6: [N, P, H/4, W/4] .. [N, P, H/64, W/64]
};

// `input` is [N, 3, H, W] as networkInput() and padded() give it, H and W multiples of 32. The
// backbone's row and the feature pyramid of METHOD 2.1 (detectron2.modeling.backbone.fpn, which
// torchvision's FeaturePyramidNetwork with LastLevelMaxPool equals).
Features backboneFeatures(const Network& network, const at::Tensor& input);

}  // namespace selvedge
