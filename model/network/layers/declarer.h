#pragma once

#include <string>
#include <vector>

#include "model/network/layers/architecture.h"

namespace selvedge {

// Collects the specs of a network's tensors; one method a kind of layer.
class Declarer {
public:
    explicit Declarer(const Architecture& architecture) : m_arch(architecture) {}

    // A convolution and what follows it: a bias or, under name + ".norm", a norm that starts as the
    // identity. `trained` is false in frozen stages.
    void conv(const std::string& name, int out, int in, int kernel, Fill fill, double number,
              NormKind norm, bool trained = true);
    void linear(const std::string& name, std::int64_t out, std::int64_t in, Fill fill,
                double number, double bias = 0);

    std::vector<ParameterSpec> specs;

private:
    void norm(const std::string& name, int channels, NormKind kind, bool trained);

    const Architecture& m_arch;
};

}  // namespace selvedge
