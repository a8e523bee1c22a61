#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/progress.h"
#include "model/detection.h"

// What the rest of the program knows of the network, in plain types. The module
// libselvedge-engine.so implements it and is the only place that sees torch.

namespace selvedge {

// Which library's form of Mask R-CNN is computed, number by number: Detectron2's (the paper's),
// torchvision's maskrcnn_resnet50_fpn or its _v2. They differ in a dozen constants and steps.
enum class Flavour { Detectron2, Torchvision, TorchvisionV2 };

// What batch norms do; a backbone with group norms has none.
enum class BatchNorm {
    Usual,            // the flavour's: Trained in TorchvisionV2, else Frozen
    Frozen,           // running mean and variance as they are, epsilon 1e-5; nothing is learned
    FrozenNoEpsilon,  // with epsilon 0, as torchvision has it once its COCO_V1 weights are loaded
    Trained,          // the batch's mean and variance in training, which move the running ones
};

// The network's shape; saved with every checkpoint.
struct NetworkConfig {
    std::string backbone = "tiny";  // the name of one of Engine::backbones()
    Flavour flavour = Flavour::Detectron2;
    BatchNorm batchNorm = BatchNorm::Usual;
    // FREEZE_AT: so many parts of the backbone, counted from the stem, learn nothing (2: stem and
    // res2; 5: all); -1 is the backbone's usual.
    int freezeAt = -1;
    int categories = 46;  // without background
    int attributes = 294;
    // Shortest edge of the input and the most the longest may have; the paper: 800 / 1333.
    int minSize = 800;
    int maxSize = 1333;
    // Outputs of the attribute head: `attributes` x `categories`, chosen by class (the paper's
    // best), or `attributes` once for all.
    bool attributesPerCategory = true;
    // 2: FC + ReLU + FC on the box head's features (the paper's best); 1: one FC.
    int attributeLayers = 2;
    bool operator==(const NetworkConfig&) const = default;
};

enum class AttributeLoss { Bce, Focal };

struct TrainConfig {
    NetworkConfig network;
    int steps = 1000;
    int imagesPerStep = 2;
    double learningRate = 0.00025;  // the paper's; warmed up linearly from 1/1000 of it
    int warmupSteps = 100;
    std::vector<int> dropAt;  // steps at which the rate is multiplied by 0.1
    double momentum = 0.9;
    bool nesterov = true;
    double weightDecay = 1e-4;
    // Gradients are scaled down to this norm over all parameters when it is exceeded; 0 is off.
    double gradientClip = 0;
    AttributeLoss attributeLoss = AttributeLoss::Focal;
    double focalAlpha = 0.25;
    double focalGamma = 2.0;
    double attributeLossWeight = 1.0;
    double flipProbability = 0.5;  // horizontal
    int roisPerImage = 512;
    int anchorsPerImage = 256;
    int checkpointEvery = 500;  // steps; one is always written at the end
    std::uint64_t seed = 1;
    std::string device = "auto";  // "auto", "cpu", "cuda:0"
    // safetensors to start from: a checkpoint of ours (resumes when `resume`), or weights under
    // Detectron2's names; what has another shape or is absent starts fresh and is reported.
    std::filesystem::path startFrom;
    bool resume = false;
    bool operator==(const TrainConfig&) const = default;
};

// JSON of the structs above; unknown keys and wrong types throw Error(BadFormat) naming the key. A
// backbone may have any short name here; the module refuses those it does not know.
std::string toJson(const TrainConfig& config);
std::string toJson(const NetworkConfig& config);
TrainConfig trainConfigFromJson(const std::string& text);
NetworkConfig networkConfigFromJson(const std::string& text);

// One training picture with its ground truth, at its original size.
struct TrainingSample {
    struct Object {
        CategoryIndex category = 0;
        RleMask mask;  // of the image's size
        std::vector<AttributeIndex> attributes;
    };
    std::string imageId;
    Image image;
    std::vector<Object> objects;
};

// Where training pictures come from. load() is called from one worker thread at a time; an image
// that cannot be read throws Error: the trainer skips it, counts it and goes on unless all fail.
class SampleSource {
public:
    virtual ~SampleSource() = default;
    virtual std::size_t size() const = 0;
    virtual TrainingSample load(std::size_t index) const = 0;
};

// Losses of one step, each already times its weight; `total` is their sum.
struct StepMetrics {
    int step = 0;  // 1-based, global across resumes
    double total = 0, rpnObjectness = 0, rpnBox = 0, classification = 0, box = 0, mask = 0,
           attribute = 0;
    double learningRate = 0;
    double imagesPerSecond = 0;
    double dataWaitSeconds = 0;  // of this step
};
using StepCallback = std::function<void(const StepMetrics&)>;

struct TrainSummary {
    int steps = 0;  // done in all, counted from the run's first start
    bool stoppedEarly = false;
    std::filesystem::path checkpoint;  // the last one written
    StepMetrics last;
    std::vector<std::string> skippedImages;
    std::vector<std::string> freshParameters;  // not found in `startFrom`
};

struct PredictOptions {
    double scoreThreshold = 0.01;  // loose: the operating point is applied by evaluate()
    double nmsThreshold = 0.7;
    int maxDetections = 300;  // an image
    double maskThreshold = 0.5;
    double attributeFloor = 0.01;  // probabilities below are dropped
};

// A network ready to predict. Not thread-safe: one job at a time.
class Segmenter {
public:
    virtual ~Segmenter() = default;
    // Best score first. Throws Error (out of memory, device lost).
    virtual std::vector<Detection> predict(const Image& image, const PredictOptions& options) = 0;
    virtual const NetworkConfig& network() const = 0;
};

struct DeviceInfo {
    std::string id;                 // "cpu", "cuda:0"
    std::string name;               // for people
    std::uint64_t memoryBytes = 0;  // 0 for the CPU
};

// A backbone that the module knows.
struct BackboneInfo {
    std::string name;   // in NetworkConfig: "r50"
    std::string title;  // for people: "ResNet-50"
};

// Everything the module offers. One instance a process; its methods may be called from any job
// thread (call prepareThread first).
class Engine {
public:
    virtual ~Engine() = default;
    // Each job thread, once, before anything else: sets torch's thread count for it.
    virtual void prepareThread() = 0;
    virtual std::vector<DeviceInfo> devices() = 0;
    virtual std::vector<BackboneInfo> backbones() = 0;  // smallest first
    virtual std::string version() = 0;                  // "LibTorch 2.11.0"
    // File name of the library that the module's sgemm_ comes from (DESIGN, "The engine"), and the
    // speed of a 1024^3 float product in GFLOP/s on this thread's pool.
    virtual std::string blasLibrary() = 0;
    virtual double gemmGflops() = 0;

    // Writes checkpoints into `folder` as step-<n>.safetensors with their config; `folder` exists.
    // Polls `stop` between the stages of a step; a checkpoint is written when stopped. `onStep`
    // runs on this thread. Throws Error (a GPU asked for and absent, loss not finite).
    virtual TrainSummary train(const TrainConfig& config, const SampleSource& samples,
                               const std::filesystem::path& folder, const StepCallback& onStep,
                               std::stop_token stop) = 0;
    // `device` as in TrainConfig. Throws Error: damaged file (with its path), absent GPU.
    virtual std::unique_ptr<Segmenter> loadSegmenter(const std::filesystem::path& checkpoint,
                                                     const std::string& device) = 0;
};

// Loads the module at first use (dlopen RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND) from
// SELVEDGE_ENGINE or ../lib beside the program; takes 0.5-3 s, so call it on a job's thread. Throws
// Error(Missing) that says what is absent and what still works without it.
Engine& engine();

}  // namespace selvedge

// The module's one entry. The instance lives as long as the process.
extern "C" selvedge::Engine* createEngine();
