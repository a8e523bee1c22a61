#pragma once

#include "model/network/layers/backbones_torch.h"

namespace selvedge {

// A residual network (He et al. 2016; ResNeXt: Xie et al. 2017) as METHOD 2.1 has it.
struct ResNetShape {
    // Blocks of two 3x3; else bottlenecks of 1x1, 3x3, 1x1. Both norm every convolution.
    bool basic = false;
    int stemChannels = 64;
    bool stemPool = true;                // 7x7/2 and a max pool; else a 3x3/2 alone
    std::array<int, 4> blocks{};         // of res2..res5
    std::array<int, 4> innerChannels{};  // of the 3x3
    std::array<int, 4> outChannels{};
    int groups = 1;  // of the bottleneck's 3x3; with more than one it is what strides
};
std::shared_ptr<const BackboneBody> resNet(const ResNetShape& shape);

}  // namespace selvedge
