#include "model/network/training/solver_torch.h"

#include <c10/core/GradMode.h>

namespace selvedge {

double learningRateAt(const TrainConfig& config, int step) {
    double rate = config.learningRate;
    for (int drop : config.dropAt) {
        if (step >= drop)
            rate *= 0.1;
    }
    const int done = step - 1;
    if (done < config.warmupSteps) {
        const double a = double(done) / config.warmupSteps;
        rate *= 0.001 * (1 - a) + a;
    }
    return rate;
}

Sgd::Sgd(const Parameters& parameters, const TrainConfig& config)
    : m_factor(config.momentum), m_clip(config.gradientClip), m_nesterov(config.nesterov) {
    for (const Parameter& parameter : parameters.all()) {
        if (!parameter.spec.trained)
            continue;
        m_values.push_back(parameter.value);
        m_decay.push_back(parameter.spec.norm ? 0 : config.weightDecay);
        m_momentum.push_back({parameter.spec.name, at::zeros_like(parameter.value.detach())});
    }
}

void Sgd::clipGradients() {
    std::vector<at::Tensor> gradients, norms;
    for (const at::Tensor& value : m_values) {
        if (value.grad().defined()) {
            gradients.push_back(value.grad());
            norms.push_back(gradients.back().norm());
        }
    }
    if (gradients.empty())
        return;
    const at::Tensor scale = (m_clip / (at::stack(norms).norm() + 1e-6)).clamp_max(1);
    for (at::Tensor& gradient : gradients)
        gradient.mul_(scale);
}

void Sgd::step(double rate) {
    at::NoGradGuard noGrad;
    if (m_clip > 0)
        clipGradients();
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        at::Tensor& value = m_values[i];
        at::Tensor gradient = value.grad();
        if (!gradient.defined())
            continue;
        if (m_decay[i] != 0)
            gradient = gradient.add(value, m_decay[i]);
        at::Tensor& momentum = m_momentum[i].value;
        momentum.mul_(m_factor).add_(gradient);
        value.sub_(m_nesterov ? gradient.add(momentum, m_factor) : momentum, rate);
        value.mutable_grad().reset();
    }
}

}  // namespace selvedge
