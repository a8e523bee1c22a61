#include "model/network/training/checkpoint_torch.h"

#include <charconv>
#include <cstring>
#include <unordered_map>

#include "dataset/error.h"
#include "model/network/inspect.h"
#include "model/network/weights/load_plan.h"
#include "model/network/weights/safetensors.h"
#include "model/network/weights/weight_file.h"

namespace selvedge {

namespace {

const std::string kMomentumPrefix = "momentum.";

[[noreturn]] void unusable(const SafetensorsFile& file, const std::string& what) {
    throw Error(ErrorKind::BadFormat, file.path().string() + " " + what);
}

const std::string& metadata(const SafetensorsFile& file, const char* key) {
    const auto found = file.metadata().find(key);
    if (found == file.metadata().end())
        unusable(file, std::string("is no checkpoint of Selvedge: its metadata lacks ") + key);
    return found->second;
}

TrainConfig configOf(const SafetensorsFile& file) {
    try {
        return trainConfigFromJson(metadata(file, kConfigKey));
    } catch (const Error& error) {
        unusable(file, std::string("has a config that cannot be read: ") + error.what());
    }
}

// A copy with the view's shape as float32, or an undefined tensor for other types of numbers.
at::Tensor tensorOf(const TensorView& view) {
    if (view.dtype != Dtype::F32 && view.dtype != Dtype::F16 && view.dtype != Dtype::BF16 &&
        view.dtype != Dtype::F64)
        return {};
    const at::ScalarType type = view.dtype == Dtype::F32    ? at::kFloat
                                : view.dtype == Dtype::F16  ? at::kHalf
                                : view.dtype == Dtype::BF16 ? at::kBFloat16
                                                            : at::kDouble;
    at::Tensor bytes = at::empty(view.shape, type);
    std::memcpy(bytes.data_ptr(), view.data, view.bytes());
    return bytes.to(at::kFloat);
}

at::Tensor valueOf(const WeightFile& file, const TensorMatch& match) {
    const at::Tensor value = tensorOf(*file.find(match.source));
    return match.rows.empty() ? value : value.index_select(0, at::tensor(match.rows, at::kLong));
}

// Every tensor of such a network must be in the file with its shape.
void checkShapes(const SafetensorsFile& file, const NetworkConfig& config) {
    for (const ParameterSpec& spec : parameterSpecs(config)) {
        const TensorView* view = file.find(spec.name);
        if (!view)
            unusable(file, "is damaged: the tensor " + spec.name + " is missing");
        if (view->shape != spec.shape || view->dtype != Dtype::F32)
            unusable(file, "is damaged: the tensor " + spec.name +
                               " has another shape or type than its network");
    }
}

// Sets every tensor of the network from the file.
void setAll(const SafetensorsFile& file, Network& network) {
    checkShapes(file, network.config);
    for (const Parameter& parameter : network.parameters.all())
        network.parameters.set(parameter.spec.name, tensorOf(*file.find(parameter.spec.name)));
}

}  // namespace

std::filesystem::path saveCheckpoint(const std::filesystem::path& folder, const Network& network,
                                     const Sgd& solver, const TrainConfig& config, int step) {
    std::vector<at::Tensor> alive;  // the views' memory
    std::vector<TensorView> views;
    const auto add = [&](const std::string& name, const at::Tensor& tensor) {
        alive.push_back(tensor.detach().to(at::kCPU).contiguous());
        views.push_back({name, Dtype::F32, alive.back().sizes().vec(),
                         static_cast<const std::byte*>(alive.back().data_ptr())});
    };
    for (const Parameter& parameter : network.parameters.all())
        add(parameter.spec.name, parameter.value);
    for (const Sgd::Momentum& momentum : solver.momentum())
        add(kMomentumPrefix + momentum.name, momentum.value);
    const std::filesystem::path path = folder / ("step-" + std::to_string(step) + ".safetensors");
    writeSafetensors(path, views, {{kConfigKey, toJson(config)}, {kStepKey, std::to_string(step)}});
    return path;
}

int resumeFrom(const std::filesystem::path& path, Network& network, Sgd& solver) {
    const SafetensorsFile file(path);
    if (configOf(file).network != network.config)
        unusable(file, "holds another network than the one to train; start without resuming");
    const std::string& text = metadata(file, kStepKey);
    int step = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), step);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || step < 0)
        unusable(file, "is damaged: its step is \"" + text + "\"");
    setAll(file, network);
    for (const Sgd::Momentum& momentum : solver.momentum()) {
        const TensorView* view = file.find(kMomentumPrefix + momentum.name);
        const at::Tensor value = view ? tensorOf(*view) : at::Tensor();
        if (!value.defined() || value.sizes() != momentum.value.sizes())
            unusable(file, "is damaged: it lacks the momentum of " + momentum.name);
        momentum.value.copy_(value);
    }
    return step;
}

std::vector<std::string> startFrom(const std::filesystem::path& path, Network& network) {
    const WeightFile file(path);
    std::vector<TargetTensor> targets;
    for (const Parameter& parameter : network.parameters.all())
        targets.push_back({parameter.spec.name, parameter.spec.shape});
    LoadPlan plan = planThatFits(file, targets);
    for (const TensorMatch& match : plan.matched)
        network.parameters.set(match.target, valueOf(file, match));
    return std::move(plan.fresh);
}

Network loadNetwork(const std::filesystem::path& path, const at::Device& device,
                    const std::optional<NetworkConfig>& given) {
    const WeightFile weights(path);
    const NetworkConfig config = networkFor(weights, given);
    if (!isCheckpoint(weights)) {
        std::vector<TargetTensor> targets;
        for (const ParameterSpec& spec : parameterSpecs(config))
            targets.push_back({spec.name, spec.shape});
        const LoadPlan plan = planThatFits(weights, targets);
        std::unordered_map<std::string, const TensorMatch*> matches;
        for (const TensorMatch& match : plan.matched)
            matches.emplace(match.target, &match);
        return Network(config, 0, device, [&](const ParameterSpec& spec) {
            const auto match = matches.find(spec.name);
            return match == matches.end() ? at::Tensor() : valueOf(weights, *match->second);
        });
    }
    const SafetensorsFile file(path);
    checkShapes(file, config);  // before memory is taken for what the config claims
    return Network(config, 0, device,
                   [&](const ParameterSpec& spec) { return tensorOf(*file.find(spec.name)); });
}

}  // namespace selvedge
