// Compares the network on a GPU with the network on the CPU: the same weights, pictures and random
// choices. A line each; returns 0 when all agree, 1 when one does not, 77 without a GPU.
//
//   gpu_network_check [DEVICE]      "cuda:0"; "cpu" compares the CPU with itself
#include <ATen/Context.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "model/network/devices_torch.h"
#include "model/network/inference/look_torch.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/training/step_torch.h"
#include "tests/model/network/drawn_samples.h"

using namespace selvedge;

namespace {

int failures = 0;

// `most`: NaN fails.
void report(const std::string& what, double apart, double most) {
    const bool good = apart <= most;
    std::printf("%s  %s: %.1e apart, at most %.0e\n", good ? "ok  " : "FAIL", what.c_str(), apart,
                most);
    std::fflush(stdout);
    failures += !good;
}

double apart(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor x = a.detach().to(at::kCPU, at::kDouble),
                     y = b.detach().to(at::kCPU, at::kDouble);
    if (x.sizes() != y.sizes())
        return INFINITY;
    return ((x - y).norm() / y.norm().clamp_min(1e-30)).item<double>();
}

TrainConfig configOf(const char* backbone, Flavour flavour) {
    TrainConfig config;
    config.network.backbone = backbone;
    config.network.flavour = flavour;
    config.network.minSize = 96;
    config.network.maxSize = 128;
    config.imagesPerStep = 2;
    config.anchorsPerImage = 65536;  // all: the last digit of a logit changes no choice
    config.roisPerImage = 8192;
    return config;
}

// A second network with the same numbers.
Network on(const at::Device& device, const Network& network) {
    return Network(network.config, 0, device, [&](const ParameterSpec& spec) {
        return network.parameters[spec.name].detach().clone();
    });
}

void compareTraining(const TrainConfig& config, const at::Device& device, const std::string& name) {
    Network ours(config.network, 1, at::Device(at::kCPU));
    Network theirs = on(device, ours);
    ours.training = theirs.training = true;
    const DrawnSamples samples(2);
    Batch batch = *BatchLoader(config, samples, 1).next({});
    Batch there = batch;
    there.moveTo(device);
    const auto losses = [&](const Network& network, const Batch& of) {
        return *stepLosses(network, of, config,
                           attributeLossOptions(config, {}, network.parameters.device()), {});
    };
    const StepLosses a = losses(ours, batch), b = losses(theirs, there);
    report(name + ", objectness loss", apart(b.rpn.objectness, a.rpn.objectness), 1e-4);
    report(name + ", all losses", apart(b.total(), a.total()), 1e-3);
    a.total().backward();
    b.total().backward();
    double squares = 0, theirSquares = 0;
    for (const Parameter& parameter : ours.parameters.all()) {
        const at::Tensor& other = theirs.parameters[parameter.spec.name];
        if (!parameter.value.grad().defined())
            continue;
        squares += parameter.value.grad().square().sum().item<double>();
        theirSquares += other.grad().square().sum().item<double>();
    }
    report(name + ", norm of the gradient", std::abs(std::sqrt(theirSquares / squares) - 1), 1e-3);
}

void comparePrediction(const TrainConfig& config, const at::Device& device, Precision precision,
                       double most, const std::string& name) {
    Network ours(config.network, 1, at::Device(at::kCPU));
    Network theirs = on(device, ours);
    foldForPrediction(ours);
    foldForPrediction(theirs);
    const DrawnSamples samples(2);
    const Image first = samples.load(0).image, second = samples.load(1).image;
    const std::vector<const Image*> pictures{&first, &second};
    PredictOptions options;
    options.scoreThreshold = 0;
    const auto found = lookAt(ours, pictures, options);
    options.precision = precision;
    const auto there = lookAt(theirs, pictures, options);
    for (std::size_t i = 0; i < found.size(); ++i) {
        double worst = 0;
        const std::size_t count = std::min<std::size_t>(found[i].size(), 20);
        for (std::size_t d = 0; d < count; ++d) {
            double nearest = 1;  // equal scores change places
            for (const Detection& other : there[i])
                if (other.category == found[i][d].category)
                    nearest =
                        std::min(nearest, std::abs(other.score - found[i][d].score) +
                                              std::abs(other.box.x0 - found[i][d].box.x0) / 160 +
                                              std::abs(other.box.y1 - found[i][d].box.y1) / 160);
            worst = std::max(worst, nearest);
        }
        report(name + ", the best " + std::to_string(count) + " of picture " + std::to_string(i),
               count > 0 ? worst : NAN, most);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        // Float products in full, as the reference values are.
        at::globalContext().setAllowTF32CuBLAS(false);
        at::globalContext().setAllowTF32CuDNN(false);
        if (argc < 2 && listDevices().size() < 2) {
            std::puts("skipped: there is no GPU that CUDA can use");
            return 77;
        }
        const std::string name = argc > 1 ? argv[1] : "cuda:0";
        const at::Device device = deviceNamed(name);
        for (const Flavour flavour :
             {Flavour::Detectron2, Flavour::Torchvision, Flavour::TorchvisionV2})
            for (const char* backbone : {"tiny", "r50"}) {
                const TrainConfig config = configOf(backbone, flavour);
                const std::string what =
                    std::string(backbone) + " of flavour " + std::to_string(int(flavour));
                compareTraining(config, device, what);
                comparePrediction(config, device, Precision::Float, 2e-3, what);
                if (!device.is_cuda())
                    continue;
                comparePrediction(config, device, Precision::BFloat16, 5e-2, what + ", bfloat16");
                comparePrediction(config, device, Precision::Half, 2e-2, what + ", half");
            }
    } catch (const std::exception& error) {
        std::printf("FAIL  %s\n", error.what());
        ++failures;
    }
    std::printf("%s\n", failures ? "some differ" : "all agree");
    return failures ? 1 : 0;
}
