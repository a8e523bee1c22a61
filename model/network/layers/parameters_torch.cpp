#include "model/network/layers/parameters_torch.h"

#include <c10/core/GradMode.h>

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "dataset/error.h"

namespace selvedge {

namespace {

std::uint64_t fnv1a(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (unsigned char c : text)
        hash = (hash ^ c) * 0x100000001b3u;
    return hash;
}

// Each tensor has a generator of its own, so adding a layer does not change the others.
at::Tensor filled(const ParameterSpec& spec, std::uint64_t seed) {
    at::Tensor value = at::empty(spec.shape, at::kFloat);
    auto generator = at::detail::createCPUGenerator(seed ^ fnv1a(spec.name));
    const std::int64_t receptive = spec.shape.size() == 4 ? spec.shape[2] * spec.shape[3] : 1;
    switch (spec.fill) {
        case Fill::Msra:
            return value.normal_(0, std::sqrt(2.0 / double(spec.shape[0] * receptive)), generator);
        case Fill::Xavier: {
            const double bound = std::sqrt(3.0 / double(spec.shape[1] * receptive));
            return value.uniform_(-bound, bound, generator);
        }
        case Fill::Normal:
            return value.normal_(0, spec.number, generator);
        case Fill::Constant:
            break;
    }
    return value.fill_(spec.number);
}

}  // namespace

Parameters::Parameters(const NetworkConfig& config, std::uint64_t seed, const at::Device& device,
                       const Known& known)
    : m_device(device) {
    for (ParameterSpec& spec : parameterSpecs(config)) {
        at::Tensor value = known ? known(spec) : at::Tensor();
        value = (value.defined() ? value : filled(spec, seed)).to(device);
        value.set_requires_grad(spec.trained);
        m_index.emplace(spec.name, m_all.size());
        m_all.push_back({std::move(spec), std::move(value)});
    }
}

const at::Tensor& Parameters::operator[](const std::string& name) const {
    const auto found = m_index.find(name);
    if (found == m_index.end())
        throw Error(ErrorKind::Internal, "The network has no tensor " + name);
    return m_all[found->second].value;
}

bool Parameters::set(const std::string& name, const at::Tensor& value) {
    const auto found = m_index.find(name);
    if (found == m_index.end() || value.sizes() != m_all[found->second].value.sizes())
        return false;
    at::NoGradGuard noGrad;
    m_all[found->second].value.copy_(value);
    return true;
}

void Parameters::replace(const std::string& name, const at::Tensor& value) {
    const auto [place, isNew] = m_index.emplace(name, m_all.size());
    if (isNew)
        m_all.push_back({});
    ParameterSpec spec;
    spec.name = name;
    spec.shape = value.sizes().vec();
    spec.trained = false;
    m_all[place->second] = {std::move(spec), value.detach()};
}

void Parameters::remove(const std::string& name) {
    const std::size_t at = m_index.at(name);
    m_index.erase(name);
    m_all.erase(m_all.begin() + std::ptrdiff_t(at));
    for (auto& [other, index] : m_index)
        if (index > at)
            --index;
}

}  // namespace selvedge
