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

// The network that a checkpoint of ours says it holds, else all there are, as the paper has them.
std::vector<Candidate> candidatesFor(const WeightFile& file) {
    const auto config = file.metadata().find("selvedge.config");
    if (config != file.metadata().end()) {
        try {
            return {candidateOf(trainConfigFromJson(config->second).network)};
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

WeightReport::Fit fitOf(LoadPlan plan, const Candidate& candidate) {
    WeightReport::Fit fit;
    fit.network = candidate.config.backbone;
    fit.names = nameFamilyName(plan.family);
    if (plan.flavour) {
        fit.flavour = plan.flavour->name;
        fit.expectations = plan.flavour->sentences();
    }
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

std::optional<std::pair<Candidate, LoadPlan>> bestOf(const WeightFile& file) {
    std::optional<std::pair<Candidate, LoadPlan>> best;
    std::uint64_t most = 0;
    for (Candidate& candidate : candidatesFor(file)) {
        LoadPlan plan = planLoading(file, candidate.tensors);
        const std::uint64_t numbers = numbersMatched(plan, candidate);
        if (numbers <= most)
            continue;
        most = numbers;
        best.emplace(std::move(candidate), std::move(plan));
    }
    return best;
}

bool isMaskRcnn(const LoadPlan& plan) {
    return std::any_of(plan.matched.begin(), plan.matched.end(), [](const TensorMatch& match) {
        return match.target.starts_with("roi_heads.");
    });
}

std::string producerOf(const WeightFile& file) {
    const auto value = [](const std::map<std::string, std::string>& texts, const char* key) {
        const auto found = texts.find(key);
        return found == texts.end() ? std::string() : found->second;
    };
    if (file.metadata().contains("selvedge.config"))
        return "Selvedge, step " + value(file.metadata(), "selvedge.step");
    return value(file.notes(), "__author__");
}

}  // namespace

WeightReport inspectWeightFile(const std::filesystem::path& path) {
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
    if (auto best = bestOf(file))
        report.fit = fitOf(std::move(best->second), best->first);
    return report;
}

NetworkConfig fittingNetwork(const WeightFile& file) {
    const auto best = bestOf(file);
    if (!best)
        throw Error(ErrorKind::BadFormat,
                    file.path().string() +
                        " fits no network of this program; `selvedge-cli inspect` lists what it "
                        "holds");
    NetworkConfig config = best->first.config;
    const std::string flavour = best->second.flavour ? best->second.flavour->name : "";
    if (flavour == "torchvision") {
        config.flavour = Flavour::Torchvision;
        if (isMaskRcnn(best->second))
            config.batchNorm = BatchNorm::FrozenNoEpsilon;
    }
    return config;
}

}  // namespace selvedge
