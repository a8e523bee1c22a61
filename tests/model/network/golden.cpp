#include "golden.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>

namespace selvedge {

namespace {

const std::filesystem::path kFolder = std::filesystem::path(SELVEDGE_SHARED) / "golden";

std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

at::Tensor formula(const std::string& name, const std::vector<std::int64_t>& shape, double scale,
                   double shift, std::uint64_t pair, std::uint64_t salt) {
    std::uint32_t h = 0x811C9DC5u;
    for (unsigned char c : name)
        h = (h ^ c) * 0x01000193u;
    const std::uint64_t key = mix(salt << 32 | h);
    at::Tensor tensor = at::empty(shape, at::kFloat);
    float* out = tensor.data_ptr<float>();
    for (std::uint64_t i = 0; i < std::uint64_t(tensor.numel()); ++i) {
        const bool odd = pair > 0 && ((i / pair) & 1) != 0;
        const std::uint64_t j = odd ? i - pair : i;
        const std::uint64_t z = mix(key + (j + 1) * 0x9E3779B97F4A7C15u);
        const double u = (double(z >> 40) - 8388608.0) / 8388608.0;
        out[i] = float(shift + scale * (odd ? -u : u));
    }
    return tensor;
}

}  // namespace

std::optional<nlohmann::json> Golden::read(const std::string& file) {
    std::ifstream in(kFolder / file);
    if (!in)
        return std::nullopt;
    return nlohmann::json::parse(in);
}

Image Golden::resizedPhoto(const std::string& name) {
    return readImage(kFolder / (name + "_256.png"));
}

NetworkConfig Golden::config(const nlohmann::json& golden) {
    const nlohmann::json& settings = golden.at("settings");
    NetworkConfig config;
    config.backbone = backboneNamed(settings.at("model").get<std::string>());
    config.categories = settings.at("num_classes");
    config.attributes = settings.at("num_attributes");
    config.minSize = settings.at("min_size");
    config.maxSize = settings.at("max_size");
    config.attributesPerCategory = false;
    config.attributeLayers = 1;
    return config;
}

double Golden::fill(Network& network, const nlohmann::json& golden, std::string* problem) {
    const nlohmann::json& weights = golden.at("weights");
    double worst = 0;
    std::set<std::string> filled;
    for (const nlohmann::json& row : weights.at("tensors")) {
        const std::string name = row[0];
        const at::Tensor value =
            formula(name, row[1].get<std::vector<std::int64_t>>(), double(row[2].get<float>()),
                    double(row[3].get<float>()), row[4], weights.at("salt"));
        const double sum = value.to(at::kDouble).abs().sum().item<double>(), expected = row[5];
        worst = std::max(worst, std::abs(sum - expected) / expected);
        filled.insert(name);
        if (!network.parameters.set(name, value))
            *problem = name + " does not fit";
    }
    for (const nlohmann::json& row : weights.at("overrides")) {
        at::Tensor value = network.parameters[row.at("name")].detach();
        value.view(-1)[row.at("flat_index").get<std::int64_t>()].fill_(
            row.at("value").get<double>());
    }
    for (const Parameter& parameter : network.parameters.all()) {
        if (!filled.contains(parameter.spec.name))
            *problem = parameter.spec.name + " is not in the table";
    }
    return worst;
}

double relativeDeviation(const at::Tensor& found, const nlohmann::json& expected) {
    if (found.sizes() != at::IntArrayRef(expected.at("shape").get<std::vector<std::int64_t>>()))
        return std::numeric_limits<double>::infinity();
    const at::Tensor flat = found.detach().contiguous().view(-1);
    double largest = 0, deviation = 0;
    for (std::size_t i = 0; i < expected.at("index").size(); ++i) {
        const double value = expected.at("value")[i];
        const double here = flat[expected.at("index")[i].get<std::int64_t>()].item<double>();
        largest = std::max(largest, std::abs(value));
        deviation = std::max(deviation, std::abs(here - value));
    }
    return deviation / largest;
}

at::Tensor numbers(const nlohmann::json& list) {
    std::vector<float> flat;
    const auto collect = [&](const auto& self, const nlohmann::json& part) -> void {
        if (!part.is_array()) {
            flat.push_back(part.get<float>());
            return;
        }
        for (const nlohmann::json& item : part)
            self(self, item);
    };
    collect(collect, list);
    return at::tensor(flat);
}

}  // namespace selvedge
