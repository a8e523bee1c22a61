#include "golden.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>

#include "dataset/error.h"

namespace selvedge {

namespace {

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

Flavour flavourOf(const nlohmann::json& settings) {
    if (settings.at("library") == "detectron2")
        return Flavour::Detectron2;
    const std::string model = settings.at("model");
    return model.find("_v2") == std::string::npos ? Flavour::Torchvision : Flavour::TorchvisionV2;
}

// Detectron2's files say "r50"; torchvision's name their builder, "maskrcnn_resnet50_fpn with ...".
std::string backboneOf(const std::string& model) {
    const std::string builder = "maskrcnn_resnet";
    return model.starts_with(builder)
               ? "r" + std::to_string(std::stoi(model.substr(builder.size())))
               : model;
}

NetworkConfig configOf(const nlohmann::json& settings) {
    NetworkConfig config;
    config.flavour = flavourOf(settings);
    config.backbone = backboneOf(settings.at("model"));
    config.batchNorm = BatchNorm::Frozen;
    config.freezeAt = settings.contains("freeze_at")
                          ? settings["freeze_at"].get<int>()
                          : 5 - settings.at("trainable_backbone_layers").get<int>();
    config.categories = settings.at("num_classes");
    config.attributes = settings.at("num_attributes");
    config.minSize = settings.at("min_size");
    config.maxSize = settings.at("max_size");
    config.attributesPerCategory = false;
    config.attributeLayers = 1;
    return config;
}

}  // namespace

Golden::Golden(const std::filesystem::path& file) : name(file.stem().string()) {
    std::ifstream in(file);
    values = nlohmann::json::parse(in);
    config = configOf(values.at("settings"));
}

std::filesystem::path Golden::folder() {
    const char* named = std::getenv("SELVEDGE_GOLDEN");
    return named ? std::filesystem::path(named) : std::filesystem::path(SELVEDGE_SHARED) / "golden";
}

std::vector<Golden> Golden::ofNetworks(Flavour flavour, const std::vector<std::string>& backbones) {
    std::vector<Golden> found;
    if (!std::filesystem::is_directory(folder()))
        return found;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        if (entry.path().extension() != ".json")
            continue;
        Golden golden(entry.path());
        if (golden.config.flavour == flavour &&
            std::count(backbones.begin(), backbones.end(), golden.config.backbone) > 0)
            found.push_back(std::move(golden));
    }
    std::sort(found.begin(), found.end(),
              [](const Golden& a, const Golden& b) { return a.name < b.name; });
    return found;
}

Image Golden::photo(const std::string& id) const {
    const std::filesystem::path shared(SELVEDGE_SHARED);
    for (const std::filesystem::path& file :
         {folder() / (id + ".jpg"), folder() / (id + ".png"),
          shared / "data/ccp/images" / (id + ".jpg"),
          folder() / (id + "_" + std::to_string(config.minSize) + ".png")}) {
        if (std::filesystem::exists(file))
            return readImage(file);
    }
    throw Error(ErrorKind::NotFound, "the photo " + id + " of " + name + " is not here");
}

double Golden::fill(Network& network, std::string* problem) const {
    const nlohmann::json& weights = values.at("weights");
    const SourceNames names(config.flavour);
    double worst = 0;
    std::set<std::string> filled;
    for (const nlohmann::json& row : weights.at("tensors")) {
        const std::string theirs = row[0];
        const at::Tensor value =
            formula(theirs, row[1].get<std::vector<std::int64_t>>(), double(row[2].get<float>()),
                    double(row[3].get<float>()), row[4], weights.at("salt"));
        const double sum = value.to(at::kDouble).abs().sum().item<double>(), expected = row[5];
        worst = std::max(worst, std::abs(sum - expected) / expected);
        const std::string ours = names.ours(theirs);
        filled.insert(ours);
        if (!network.parameters.set(ours, names.inOurOrder(theirs, value)))
            *problem = theirs + " does not fit";
    }
    for (const nlohmann::json& row : weights.at("overrides")) {
        const std::string theirs = row.at("name");
        const std::string ours = names.ours(theirs);
        at::Tensor value = names.inTheirOrder(theirs, network.parameters[ours].detach()).clone();
        value.view(-1)[row.at("flat_index").get<std::int64_t>()].fill_(
            row.at("value").get<double>());
        network.parameters.set(ours, names.inOurOrder(theirs, value));
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
