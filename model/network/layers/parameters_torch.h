#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/network/layers/architecture.h"

namespace selvedge {

struct Parameter {
    ParameterSpec spec;
    at::Tensor value;  // float32; requires a gradient when spec.trained
};

// The network's tensors by name, in the order of parameterSpecs. Copies share the tensors.
class Parameters {
public:
    // The number of a tensor as it is known already, float32 on the CPU; undefined when it is not.
    using Known = std::function<at::Tensor(const ParameterSpec&)>;
    // What is not known is filled after its spec: the same seed gives the same numbers on every
    // device.
    Parameters(const NetworkConfig& config, std::uint64_t seed, const at::Device& device,
               const Known& known = {});

    // The layers ask by Detectron2's names; an unknown one is our bug: Error(Internal).
    const at::Tensor& operator[](const std::string& name) const;
    const std::vector<Parameter>& all() const { return m_all; }
    const at::Device& device() const { return m_device; }

    bool contains(const std::string& name) const { return m_index.contains(name); }

    // Copies `value` in; false when there is no such tensor or its shape is another.
    bool set(const std::string& name, const at::Tensor& value);

    // Puts `value` in place of what was there, whatever its shape, or adds it; untrained.
    void replace(const std::string& name, const at::Tensor& value);
    void remove(const std::string& name);

private:
    std::vector<Parameter> m_all;
    std::unordered_map<std::string, std::size_t> m_index;
    at::Device m_device;
};

// A network: its shape, its numbers and its tensors.
struct Network {
    Network(const NetworkConfig& networkConfig, std::uint64_t seed, const at::Device& device,
            const Parameters::Known& known = {})
        : config(networkConfig),
          arch(architectureOf(networkConfig)),
          parameters(networkConfig, seed, device, known) {}

    NetworkConfig config;
    Architecture arch;
    Parameters parameters;
    bool training = false;  // trained batch norms take the batch's statistics
    bool isFolded = false;  // layers/norm_torch.h, foldForPrediction
};

}  // namespace selvedge
