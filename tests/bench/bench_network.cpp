// The network and its operations; the script `network` runs them beside torchvision. Without Google
// Benchmark: a look at a picture takes seconds, and peak memory is a process's.
//
//   bench_network whole THREADS ROUNDS WEIGHTS PICTURE minSize maxSize batch scoreThreshold
//       from pixels to detections with masks as RLE, as Segmenter has it
//   bench_network load THREADS ROUNDS WEIGHTS
//       from a file to a network that is ready
//   bench_network step THREADS ROUNDS WEIGHTS PICTURE minSize maxSize batch CASE.safetensors
//       a step of training on pictures and rectangles of the case: batch, losses, gradients, SGD
//   bench_network roi_align|nms|paste THREADS ROUNDS CASE.safetensors
//       one operation on the tensors of a file; its numbers are in the metadata
//
// Prints a line of JSON: the seconds of every round and what came out.
#include <ATen/Parallel.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "model/network/block_cache_torch.h"
#include "model/network/inference/look_torch.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/ops/mask_paste.h"
#include "model/network/training/checkpoint_torch.h"
#include "model/network/training/step_torch.h"
#include "model/network/weights/safetensors.h"

using namespace selvedge;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

std::vector<double> secondsOf(int rounds, const std::function<void()>& work) {
    work();  // the first one allocates and chooses kernels
    std::vector<double> seconds;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = Clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    }
    return seconds;
}

Json whole(int rounds, char** arguments) {
    Network network = loadNetwork(arguments[0], at::kCPU, {});
    foldForPrediction(network);
    const Image picture = readImage(arguments[1]);
    network.config.minSize = std::atoi(arguments[2]);
    network.config.maxSize = std::atoi(arguments[3]);
    const std::vector<const Image*> pictures(std::size_t(std::atoi(arguments[4])), &picture);
    PredictOptions options;
    options.scoreThreshold = std::atof(arguments[5]);
    options.nmsThreshold = .5;
    options.maxDetections = 100;
    std::vector<std::vector<Detection>> found;
    Json result;
    result["seconds"] = secondsOf(rounds, [&] { found = lookAt(network, pictures, options); });
    result["detections"] = found.front().size();
    std::uint64_t area = 0;
    for (const Detection& detection : found.front())
        area += detection.mask.area();
    result["area"] = area;
    return result;
}

Json load(int rounds, char** arguments) {
    Json result;
    result["seconds"] = secondsOf(rounds, [&] { loadNetwork(arguments[0], at::kCPU, {}); });
    return result;
}

class Case {
public:
    explicit Case(const char* path) : m_file(path) {
        m_numbers = Json::parse(m_file.metadata().at("case"));
    }
    const Json& operator[](const char* name) const { return m_numbers.at(name); }
    at::Tensor tensor(const char* name) const {
        const TensorView* view = m_file.find(name);
        if (!view)
            throw Error(ErrorKind::BadFormat, std::string("The case has no tensor ") + name);
        return at::from_blob(const_cast<std::byte*>(view->data), view->shape,
                             view->dtype == Dtype::I64 ? at::kLong : at::kFloat)
            .clone();
    }

private:
    SafetensorsFile m_file;
    Json m_numbers;
};

// One picture with rectangles, again and again.
class Rectangles final : public SampleSource {
public:
    Rectangles(const char* picture, const Case& given) {
        m_sample.image = readImage(picture);
        const at::Tensor boxes = given.tensor("boxes"), categories = given.tensor("categories");
        const int width = m_sample.image.width, height = m_sample.image.height;
        for (std::int64_t i = 0; i < boxes.size(0); ++i) {
            const auto box = boxes[i].to(at::kInt);
            const int x = box[0].item<int>(), y = box[1].item<int>();
            const RleMask mask = RleMask::fromBox(
                width, height, {x, y, box[2].item<int>() - x, box[3].item<int>() - y});
            m_sample.objects.push_back({CategoryIndex(categories[i].item<int>()), mask, {}});
        }
    }
    std::size_t size() const override { return 1; }
    TrainingSample load(std::size_t) const override { return m_sample; }

private:
    TrainingSample m_sample;
};

Json step(int rounds, char** arguments) {
    TrainConfig config;
    config.network = loadNetwork(arguments[0], at::kCPU, {}).config;
    config.network.minSize = std::atoi(arguments[2]);
    config.network.maxSize = std::atoi(arguments[3]);
    config.imagesPerStep = std::atoi(arguments[4]);
    config.flipProbability = 0;
    Network network(config.network, 1, at::kCPU);
    startFrom(arguments[0], network);
    network.training = true;
    Sgd solver(network.parameters, config);
    const Rectangles samples(arguments[1], Case(arguments[5]));
    const AttributeLossOptions attributes = attributeLossOptions(config, {}, at::kCPU);
    BatchLoader loader(config, samples, 1);
    double first = 0;
    Json result;
    result["seconds"] = secondsOf(rounds, [&] {
        const std::optional<Batch> batch = loader.next({});
        const std::optional<StepLosses> losses =
            stepLosses(network, *batch, config, attributes, {});
        if (batch->step == 1)
            first = losses->rpn.objectness.item<double>();
        losses->total().backward();
        solver.step(1e-6);
    });
    result["objectness"] = first;
    return result;
}

Json roiAlignCase(int rounds, const Case& given) {
    const at::Tensor features = given.tensor("features"), regions = given.tensor("regions");
    const RoiAlignOptions options{given["scale"].get<double>(), given["pooled"].get<int>(),
                                  given["sampling_ratio"].get<int>(), given["aligned"].get<bool>()};
    const at::Tensor gradient = given.tensor("gradient");
    at::Tensor pooled;
    Json result;
    result["seconds"] = secondsOf(rounds, [&] { pooled = roiAlign(features, regions, options); });
    const at::Tensor leaf = features.clone().set_requires_grad(true);
    result["backward"] = secondsOf(rounds, [&] {
        leaf.mutable_grad().reset();
        roiAlign(leaf, regions, options).backward(gradient);
    });
    result["sum"] = pooled.sum(at::kDouble).item<double>();
    result["gradient_square"] = leaf.grad().square().sum(at::kDouble).item<double>();
    return result;
}

Json nmsCase(int rounds, const Case& given) {
    const at::Tensor boxes = given.tensor("boxes"), scores = given.tensor("scores"),
                     classes = given.tensor("classes");
    at::Tensor kept;
    Json result;
    result["seconds"] = secondsOf(rounds, [&] {
        kept = nmsWithinClasses(boxes, scores, classes, given["threshold"].get<double>());
    });
    result["kept"] = kept.size(0);
    return result;
}

Json pasteCase(int rounds, const Case& given) {
    const at::Tensor maps = given.tensor("maps"), boxes = given.tensor("boxes");
    const int side = int(maps.size(1));
    std::uint64_t area = 0;
    Json result;
    result["seconds"] = secondsOf(rounds, [&] {
        area = 0;
        for (std::int64_t i = 0; i < maps.size(0); ++i)
            area += pasteMaskToWholePixels(maps.data_ptr<float>() + i * side * side, side,
                                           boxes.data_ptr<float>() + 4 * i, given["width"],
                                           given["height"], .5)
                        .area();
    });
    result["area"] = area;
    return result;
}

Json run(const std::string& what, int rounds, int count, char** arguments) {
    if (what == "whole" && count == 6)
        return whole(rounds, arguments);
    if (what == "step" && count == 6)
        return step(rounds, arguments);
    if (what == "load" && count == 1)
        return load(rounds, arguments);
    if (count != 1)
        throw Error(ErrorKind::BadFormat, "bench_network: see the top of its source");
    const Case given(arguments[0]);
    return what == "roi_align" ? roiAlignCase(rounds, given)
           : what == "nms"     ? nmsCase(rounds, given)
                               : pasteCase(rounds, given);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc < 5)
            throw Error(ErrorKind::BadFormat, "bench_network: see the top of its source");
        keepTensorBlocks();
        at::set_num_threads(std::atoi(argv[2]));
        std::printf("%s\n", run(argv[1], std::atoi(argv[3]), argc - 4, argv + 4).dump().c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
