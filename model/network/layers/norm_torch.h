#pragma once

#include <ATen/ATen.h>

#include <string>

#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// A convolution (Declarer::conv) that keeps the size when its stride is 1, and what follows it.
struct ConvLayer {
    NormKind norm = NormKind::None;  // None: the convolution has a bias
    int stride = 1;
    int groups = 1;
    bool relu = false;  // at the end
    bool frozenStage = false;
};

// `x` is [N, C, H, W]; `added`, of the result's shape, is added before the ReLU and may be
// overwritten where nothing asks for a gradient.
//
// A frozen batch norm is x * s + (b - mean * s) with s = w / sqrt(var + epsilon); s is multiplied
// into the convolution. A trained one takes, where `network.training`, the batch's mean and
// variance and moves the running ones towards them by a tenth (torch's momentum .1, unbiased
// variance), else the running ones. In frozen stages Detectron2 freezes batch norms with the
// weights; torchvision goes on taking the batch's.
//
// Without a gradient to keep, a CPU computes convolution, sum and ReLU in one pass (oneDNN).
at::Tensor convNorm(const Network& network, const std::string& name, const at::Tensor& x,
                    const ConvLayer& layer, const at::Tensor& added = {});

// For a network that only predicts from now on: batch norms are multiplied into their convolutions
// for good, whose weights take the layout of the channels last. Its batch norms' tensors are gone
// then, so it cannot be trained or written.
void foldForPrediction(Network& network);

}  // namespace selvedge
