#include "model/network/inspect.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "dataset/error.h"
#include "model/network/layers/architecture.h"
#include "model/network/layers/backbones_torch.h"
#include "model/network/weights/load_plan.h"
#include "model/network/weights/weight_file.h"

namespace selvedge {

namespace {

struct Candidate {
    NetworkConfig config;
    std::vector<TargetTensor> tensors;
};

Candidate candidateOf(const NetworkConfig& config) {
    Candidate candidate{config, {}};
    for (ParameterSpec& spec : parameterSpecs(config))
        candidate.tensors.push_back({std::move(spec.name), std::move(spec.shape)});
    return candidate;
}

NetworkConfig ownNetwork(const WeightFile& checkpoint) {
    return trainConfigFromJson(checkpoint.metadata().at(kConfigKey)).network;
}

// The network that a checkpoint of ours says it holds, else all there are, as the paper has them.
std::vector<Candidate> candidatesFor(const WeightFile& file) {
    if (isCheckpoint(file)) {
        try {
            return {candidateOf(ownNetwork(file))};
        } catch (const Error&) {  // by a newer version: its tensors may fit all the same
        }
    }
    std::vector<Candidate> candidates;
    for (const BackboneRow& row : backboneRows()) {
        NetworkConfig network;
        network.backbone = row.name;
        candidates.push_back(candidateOf(network));
    }
    NetworkConfig second;
    second.backbone = "r50";
    second.flavour = Flavour::TorchvisionV2;
    candidates.push_back(candidateOf(second));
    return candidates;
}

std::uint64_t numbersMatched(const LoadPlan& plan, const Candidate& candidate) {
    std::unordered_map<std::string, const TargetTensor*> byName;
    for (const TargetTensor& tensor : candidate.tensors)
        byName.emplace(tensor.name, &tensor);
    std::uint64_t numbers = 0;
    for (const TensorMatch& match : plan.matched)
        numbers += *sizeOf(Dtype::U8, byName.at(match.target)->shape);
    return numbers;
}

const char* nameOf(Flavour flavour) {
    switch (flavour) {
        case Flavour::Detectron2:
            return "detectron2";
        case Flavour::Torchvision:
            return "torchvision";
        case Flavour::TorchvisionV2:
            return "torchvision-v2";
    }
    return "";
}

WeightReport::Fit fitOf(LoadPlan plan, const Candidate& candidate, bool isCheckpoint) {
    WeightReport::Fit fit;
    fit.network = candidate.config.backbone;
    fit.names = nameFamilyName(plan.family);
    // Of a checkpoint of ours the names say nothing about the flavour, its config does.
    fit.flavour = isCheckpoint   ? nameOf(candidate.config.flavour)
                  : plan.flavour ? plan.flavour->name
                                 : "";
    if (plan.flavour && plan.flavour->name == fit.flavour)
        fit.expectations = plan.flavour->sentences();
    fit.matched = plan.matched.size() + plan.implied.size();
    fit.networkTensors = candidate.tensors.size();
    fit.missing = std::move(plan.missing);
    for (ShapeMismatch& mismatch : plan.otherShape)
        fit.otherShape.push_back({std::move(mismatch.source), std::move(mismatch.target),
                                  std::move(mismatch.sourceShape),
                                  std::move(mismatch.targetShape)});
    fit.leftOver = std::move(plan.leftOver);
    fit.ignored = std::move(plan.ignored);
    return fit;
}

bool isMaskRcnn(const LoadPlan& plan) {
    return std::any_of(plan.matched.begin(), plan.matched.end(), [](const TensorMatch& match) {
        return match.target.starts_with("roi_heads.");
    });
}

// A network of the weights' own flavour.
NetworkConfig likeTheWeights(NetworkConfig config, const LoadPlan& plan) {
    if (plan.flavour && plan.flavour->name == "torchvision") {
        config.flavour = Flavour::Torchvision;
        if (isMaskRcnn(plan))
            config.batchNorm = BatchNorm::FrozenNoEpsilon;
    }
    return config;
}

struct Found {
    Candidate network;
    LoadPlan plan;
};

std::optional<Found> bestOf(const WeightFile& file) {
    std::optional<Found> best;
    std::uint64_t most = 0;
    for (Candidate& candidate : candidatesFor(file)) {
        LoadPlan plan = planLoading(file, candidate.tensors);
        const std::uint64_t numbers = numbersMatched(plan, candidate);
        if (numbers <= most)
            continue;
        most = numbers;
        best.emplace(Found{std::move(candidate), std::move(plan)});
    }
    if (best && !isCheckpoint(file)) {
        best->network = candidateOf(likeTheWeights(best->network.config, best->plan));
        best->plan = planLoading(file, best->network.tensors);
    }
    return best;
}

// How the file fits `network`; nothing where no tensor does.
std::optional<Found> fitting(const WeightFile& file, const NetworkConfig& network) {
    Found found{candidateOf(network), {}};
    found.plan = planLoading(file, found.network.tensors);
    if (found.plan.matched.empty())
        return std::nullopt;
    return found;
}

std::string producerOf(const WeightFile& file) {
    const auto value = [](const std::map<std::string, std::string>& texts, const char* key) {
        const auto found = texts.find(key);
        return found == texts.end() ? std::string() : found->second;
    };
    if (isCheckpoint(file))
        return "Selvedge, step " + value(file.metadata(), kStepKey);
    return value(file.notes(), "__author__");
}

}  // namespace

bool isCheckpoint(const WeightFile& file) {
    return file.format() == WeightFormat::Safetensors && file.metadata().contains(kConfigKey);
}

WeightReport inspectWeightFile(const std::filesystem::path& path,
                               const std::optional<NetworkConfig>& network) {
    const WeightFile file(path);
    WeightReport report;
    report.format = weightFormatName(file.format());
    report.producer = producerOf(file);
    report.topLevelKeys = file.layout().topLevelKeys;
    report.weightsKey = file.layout().weightsKey;
    report.metadata = file.format() == WeightFormat::Safetensors ? file.metadata() : file.notes();
    for (const TensorView& tensor : file.tensors()) {
        report.tensors.push_back({tensor.name, dtypeName(tensor.dtype), tensor.shape});
        report.numbers += std::uint64_t(tensor.elements());
        report.bytes += tensor.bytes();
    }
    if (auto found = network ? fitting(file, *network) : bestOf(file))
        report.fit = fitOf(std::move(found->plan), found->network, isCheckpoint(file));
    return report;
}

NetworkConfig networkFor(const WeightFile& file, const std::optional<NetworkConfig>& given) {
    if (!isCheckpoint(file))
        return given ? *given : fittingNetwork(file);
    NetworkConfig own;
    try {
        own = ownNetwork(file);
    } catch (const Error& error) {
        throw Error(ErrorKind::BadFormat,
                    file.path().string() + " has a config that cannot be read: " + error.what());
    }
    if (given && own != *given)
        throw Error(ErrorKind::Unsupported, file.path().string() +
                                                " is a checkpoint of another network than the "
                                                "config's, so leave the config out: " +
                                                differences(own, *given));
    return own;
}

NetworkConfig fittingNetwork(const WeightFile& file) {
    const auto best = bestOf(file);
    if (!best)
        throw Error(ErrorKind::BadFormat,
                    file.path().string() +
                        " fits no network of this program; `selvedge-cli inspect` lists what it "
                        "holds");
    return best->network.config;
}

}  // namespace selvedge
