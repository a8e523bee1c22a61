#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/engine.h"
#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// METHOD 2.1, Solver (detectron2 WarmupMultiStepLR): the rate of 1-based `step`. In the warm-up
// rate * (.001 (1 - a) + a) with a = (step - 1) / warmupSteps; a tenth from each step of dropAt on.
double learningRateAt(const TrainConfig& config, int step);

// SGD as torch.optim.SGD has it: g += decay * w; m = momentum * m + g; g = nesterov ?
// g + momentum * m : m; w -= rate * g. No decay on the tensors of normalisations; biases have the
// weights' rate and decay. Before that, the gradients are clipped to config.gradientClip
// (torch.nn.utils.clip_grad_norm_: times clip / (norm + 1e-6) when that is below 1).
class Sgd {
public:
    Sgd(const Parameters& parameters, const TrainConfig& config);

    // Takes the gradients, which are left undefined. A tensor without one stays as it is.
    void step(double rate);

    struct Momentum {
        std::string name;  // of the parameter
        at::Tensor value;  // its shape, zeros at first
    };
    const std::vector<Momentum>& momentum() const { return m_momentum; }

private:
    std::vector<at::Tensor> m_values;  // share the parameters' memory
    std::vector<double> m_decay;
    std::vector<Momentum> m_momentum;
    void clipGradients();

    double m_factor, m_clip;
    bool m_nesterov;
};

}  // namespace selvedge
