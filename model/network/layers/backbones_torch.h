#pragma once

#include <ATen/ATen.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "model/network/layers/declarer.h"
#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// What a family of backbones computes, with the numbers of one of its members.
class BackboneBody {
public:
    virtual ~BackboneBody() = default;
    virtual std::array<int, 4> channels() const = 0;  // of res2..res5
    // Its tensors, under "backbone.bottom_up.". Stage s (0: the stem, 1: res2, ...) is trained when
    // arch.frozenStages <= s.
    virtual void declare(const Architecture& arch, Declarer& declare) const = 0;
    // res2..res5 of `input` [N, 3, H, W]: [N, C, H/4, W/4] .. [N, C, H/32, W/32].
    virtual std::vector<at::Tensor> stages(const Network& network,
                                           const at::Tensor& input) const = 0;
};

// A backbone and the numbers of the heads that suit it (Architecture).
struct BackboneRow {
    std::string name, title;  // BackboneInfo
    std::shared_ptr<const BackboneBody> body;
    NormKind norm = NormKind::Batch;
    int frozenStages = 2;
    int pyramidChannels = 256;
    int boxHidden = 1024;
    int maskChannels = 256;
    std::array<double, 5> anchorSizes{32, 64, 128, 256, 512};
    // Detectron2's flavour divides its input by ImageNet's standard deviation. The weights of MSRA,
    // from which its start, were learned without.
    bool dividesByDeviation = true;
};

// The registry: a new backbone is a row in backbones.cpp and, for a new family, a BackboneBody in a
// file of its own.
const std::vector<BackboneRow>& backboneRows();

}  // namespace selvedge
