#pragma once

#include <ATen/ATen.h>

#include <string>

#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// A convolution (Declarer::conv) that keeps the size when `stride` is 1, and its bias or norm.
//
// A frozen batch norm is x * s + (b - mean * s) with s = w / sqrt(var + epsilon). A trained one
// takes, where `network.training`, the batch's mean and variance and moves the running ones towards
// them by a tenth (torch's momentum .1, unbiased variance), else the running ones. In frozen stages
// Detectron2 freezes batch norms with the weights; torchvision goes on taking the batch's.
at::Tensor convNorm(const Network& network, const std::string& name, const at::Tensor& x,
                    NormKind norm, int stride = 1, int groups = 1, bool frozenStage = false);

}  // namespace selvedge
