// An engine that learns nothing in no time: for tests of what the window does with one. It trains
// `steps` steps; kEndless of them last until it is stopped. A run with seed kFailing fails after
// three. It predicts one garment on the left half of every picture, and waits with that while the
// file exists that QUICK_ENGINE_GATE names, but for as many pictures as stand in it; "fail" there
// breaks it off. Each loading of weights adds a line to the file that QUICK_ENGINE_LOADS names.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "dataset/error.h"
#include "model/engine.h"

using namespace selvedge;

namespace {

constexpr int kEndless = 1'000'000;
constexpr std::uint64_t kFailing = 13;

class QuickSegmenter : public Segmenter {
public:
    std::vector<Detection> predict(const Image& image, const PredictOptions&) override {
        waitAtGate();
        Detection garment;
        garment.category = 9;
        garment.score = 0.9;
        garment.mask =
            RleMask::fromBox(image.width, image.height, {0, 0, image.width / 2, image.height});
        garment.box = {0, 0, double(image.width / 2), double(image.height)};
        garment.attributes = {{3, 0.8f}};
        return {garment};
    }
    std::vector<std::vector<Detection>> predictBatch(std::span<const Image> images,
                                                     const PredictOptions& options, int&) override {
        std::vector<std::vector<Detection>> found;
        for (const Image& image : images)
            found.push_back(predict(image, options));
        return found;
    }
    const NetworkConfig& network() const override { return m_network; }

private:
    static void waitAtGate() {
        const char* gate = std::getenv("QUICK_ENGINE_GATE");
        while (gate && std::filesystem::exists(gate)) {
            std::string text;
            std::ifstream(gate) >> text;
            if (text == "fail")
                throw Error(ErrorKind::OutOfMemory, "memory is short");
            if (const int left = std::atoi(text.c_str()); left > 0) {
                std::ofstream(gate) << left - 1;
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    NetworkConfig m_network;
};

class QuickEngine : public Engine {
public:
    void prepareThread() override {}
    std::vector<DeviceInfo> devices() override { return {{"cpu", "quick", 0}}; }
    std::vector<BackboneInfo> backbones() override { return {{"tiny", "Tiny"}}; }
    std::string version() override { return "quick"; }
    std::string blasLibrary() override { return {}; }
    double gemmGflops() override { return 0; }

    TrainSummary train(const TrainConfig& config, const SampleSource& samples,
                       const std::filesystem::path& folder, const StepCallback& onStep,
                       std::stop_token stop) override {
        TrainSummary summary;
        while (summary.steps < config.steps && !stop.stop_requested()) {
            if (config.seed == kFailing && summary.steps == 3)
                throw Error(ErrorKind::BadFormat, "the loss is not finite at step 4");
            samples.load(std::size_t(summary.steps) % samples.size());
            summary.last.step = ++summary.steps;
            summary.last.total = 1.0 / summary.steps;
            summary.last.learningRate = config.learningRate;
            onStep(summary.last);
            if (config.steps == kEndless)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        summary.stoppedEarly = stop.stop_requested();
        summary.checkpoint = folder / ("step-" + std::to_string(summary.steps) + ".safetensors");
        std::ofstream(summary.checkpoint) << "weights";
        return summary;
    }

    std::unique_ptr<Segmenter> loadSegmenter(const std::filesystem::path& checkpoint,
                                             const std::string& device,
                                             const std::optional<NetworkConfig>&) override {
        contentOf(checkpoint);
        if (const char* loads = std::getenv("QUICK_ENGINE_LOADS"))
            std::ofstream(loads, std::ios::app) << checkpoint.string() << ' ' << device << '\n';
        return std::make_unique<QuickSegmenter>();
    }

    // "weights" are a checkpoint of its own, "foreign" are another program's; all else is damaged.
    WeightReport inspectWeights(const std::filesystem::path& file,
                                const std::optional<NetworkConfig>&) override {
        WeightReport report;
        const std::string text = contentOf(file);
        if (text == "weights") {
            report.producer = "Selvedge, step 3";
            report.metadata["selvedge.config"] = toJson(TrainConfig{});
        } else {
            report.fit = WeightReport::Fit{};
            report.fit->network = "r50";
            report.fit->names = "torchvision Mask R-CNN";
            report.fit->matched = 2;
            report.fit->networkTensors = 3;
            report.fit->missing = {"attribute.0.weight"};
        }
        return report;
    }

    std::uint64_t convertWeights(const std::filesystem::path&, WeightNames,
                                 const std::filesystem::path&,
                                 const std::optional<NetworkConfig>&) override {
        return 0;
    }

private:
    static std::string contentOf(const std::filesystem::path& file) {
        std::ifstream in(file);
        if (!in)
            throw Error(ErrorKind::NotFound, file.string() + " does not exist");
        std::string text;
        in >> text;
        if (text != "weights" && text != "foreign")
            throw Error(ErrorKind::BadFormat, file.string() + " is damaged");
        return text;
    }
};

}  // namespace

extern "C" Engine* createEngine() {
    static QuickEngine engine;
    return &engine;
}
