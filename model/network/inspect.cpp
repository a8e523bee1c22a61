#include "model/network/inspect.h"

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
    std::string name;
    std::vector<TargetTensor> tensors;
};

Candidate candidateOf(const NetworkConfig& config) {
    Candidate candidate{config.backbone, {}};
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
    fit.network = candidate.name;
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

std::optional<WeightReport::Fit> bestFit(const WeightFile& file) {
    std::optional<WeightReport::Fit> best;
    std::uint64_t most = 0;
    for (const Candidate& candidate : candidatesFor(file)) {
        LoadPlan plan = planLoading(file, candidate.tensors);
        const std::uint64_t numbers = numbersMatched(plan, candidate);
        if (numbers <= most)
            continue;
        most = numbers;
        best = fitOf(std::move(plan), candidate);
    }
    return best;
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
    report.fit = bestFit(file);
    return report;
}

}  // namespace selvedge
