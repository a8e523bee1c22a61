#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/progress.h"
#include "model/detection.h"
#include "model/weight_report.h"

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

// What the attribute head looks at (METHOD 3.5).
enum class AttributeFeatures {
    BoxHead,      // the box head's hidden features: Jia et al. 2020, the paper
    BoxRegions,   // 7 x 7 of each proposal, with layers of its own: the paper's future work
    MaskRegions,  // 14 x 14 of each box, likewise: the winner of 2020
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
    // Outputs of the attribute head: a set for each category, chosen by class (the paper's best),
    // or one set for all. A set has a column for each attribute and, with attributeNone, a last
    // one.
    bool attributesPerCategory = true;
    // FC layers of the head, ReLU between them, the outputs' among them. 2: the paper's best.
    int attributeLayers = 2;
    AttributeFeatures attributeFeatures = AttributeFeatures::BoxHead;
    // 3x3 convolutions with ReLU before the FC layers; 0 on the box head's features, which have no
    // rows and columns.
    int attributeConvs = 0;
    // A last output that says "no attribute": the paper's background class.
    bool attributeNone = false;
    // Columns by the data's raw ids, as in the paper's Torchvision baseline (341 for ids 0-340),
    // and the column of each attribute; else attribute a has column a and the list is empty.
    bool attributesByRawId = false;
    std::vector<int> attributeColumns;
    // Attributes that no training object of a category has are impossible for it: probability 0 and
    // no loss. The mask is a tensor of the checkpoint.
    bool attributeMask = false;
    bool operator==(const NetworkConfig&) const = default;
};

// Columns of one set of attribute outputs; the outputs are as many, or this x `categories`.
std::int64_t attributeColumnCount(const NetworkConfig& config);

// Formulas: model/network/losses/attribute_loss_torch.h.
enum class AttributeLoss { Bce, Focal, Asymmetric, DistributionBalanced };

// What the loss makes of objects without attributes.
enum class AttributelessObjects {
    Exclude,     // no loss, as in the paper
    Negative,    // all attributes are absent
    DownWeight,  // the same, times attributelessWeight
    None,        // the output of attributeNone is present, all attributes are absent
};

// Bias that the attribute outputs start from; p is the probability it stands for.
enum class AttributeBias {
    Prior,    // p = .01 (Lin et al. 2017, section 4.1)
    Columns,  // -log(N - 1) for N columns (Jia et al. 2020)
    Counts,   // p = how often the training objects have it
    Zero,     // p = .5 (the winner of 2020)
};

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
    double focalGamma = 2.0;  // of the distribution-balanced loss too
    double attributeLossWeight = 1.0;
    // Asymmetric loss.
    double aslGammaPositive = 1;
    double aslGammaNegative = 4;
    double aslMargin = 0.05;
    // Distribution-balanced loss: alpha, beta, mu of the weights; lambda, kappa of the tolerance.
    double balanceAlpha = 0.1;
    double balanceBeta = 10;
    double balanceMu = 0.2;
    double balanceLambda = 2;
    double balanceKappa = 0.05;
    // Class-balanced weights of the attributes, (1 - b) / (1 - b^n); b = 0 weighs all alike.
    double classBalance = 0;
    // Of each region's absent attributes only so many count, those of highest loss; 0: all.
    int hardNegatives = 0;
    AttributelessObjects attributelessObjects = AttributelessObjects::Exclude;
    double attributelessWeight = 0.1;
    // Background regions join the loss with no attribute present (with attributeNone, none).
    bool attributeBackground = false;
    AttributeBias attributeBias = AttributeBias::Prior;
    double flipProbability = 0.5;  // horizontal
    int roisPerImage = 512;
    int anchorsPerImage = 256;
    int checkpointEvery = 500;  // steps; one is always written at the end
    std::uint64_t seed = 1;
    std::string device = "auto";  // "auto", "cpu", "cuda:0"
    // Weights to start from: a checkpoint of ours (resumes when `resume`), or a safetensors, .pth
    // or .pkl file under Detectron2's, torchvision's or Caffe2's names; what has another shape or
    // is absent starts fresh and is reported.
    std::filesystem::path startFrom;
    bool resume = false;
    bool operator==(const TrainConfig&) const = default;
};

// A setting that cannot be used with the others, and why.
struct SettingFault {
    std::string key;       // as in the JSON: "attributeBackground", "network.attributeConvs"
    std::string sentence;  // what does not fit and what to do, without the key in front
};
// What does not fit together in the settings of the attributes; empty when all does.
std::vector<SettingFault> attributeFaults(const NetworkConfig& config);
std::vector<SettingFault> attributeFaults(const TrainConfig& config);

// JSON of the structs above; unknown keys and wrong types throw Error(BadFormat) naming the key. A
// backbone may have any short name here; the module refuses those it does not know.
std::string toJson(const TrainConfig& config);
std::string toJson(const NetworkConfig& config);
TrainConfig trainConfigFromJson(const std::string& text);
NetworkConfig networkConfigFromJson(const std::string& text);
// Where two networks differ, for people: "categories 46 and not 90, minSize 800 and not 256"; empty
// where they are the same.
std::string differences(const NetworkConfig& one, const NetworkConfig& other);

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

// How often categories and attributes occur in a source's objects.
struct LabelCounts {
    std::vector<std::int64_t> objects;         // [categories]
    std::vector<std::int64_t> withAttributes;  // [categories]: those with any attribute
    std::vector<std::int64_t> pairs;           // [categories * attributes], attribute fastest
    bool operator==(const LabelCounts&) const = default;
};

// Where training pictures come from. load() is called from one worker thread at a time; an image
// that cannot be read throws Error: the trainer skips it, counts it and goes on unless all fail.
class SampleSource {
public:
    virtual ~SampleSource() = default;
    virtual std::size_t size() const = 0;
    virtual TrainingSample load(std::size_t index) const = 0;
    // Of all pictures, for the settings that weigh by them; nothing where they are not known, which
    // the trainer refuses when a setting needs them.
    virtual std::optional<LabelCounts> labelCounts() const { return std::nullopt; }
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

// Of the convolutions, products and features; boxes and scores are float in any case, and so are
// sums inside RoIAlign. Half works on a GPU alone.
enum class Precision { Float, BFloat16, Half };

struct PredictOptions {
    double scoreThreshold = 0.01;  // loose: the operating point is applied by evaluate()
    double nmsThreshold = 0.7;
    int maxDetections = 300;  // an image
    double maskThreshold = 0.5;
    double attributeFloor = 0.01;  // probabilities below are dropped
    Precision precision = Precision::Float;
    // Test-time augmentation (detectron2 GeneralizedRCNNWithTTA): the picture at each of these
    // shortest edges, the longest at most 4000, and with `mirrored` each also mirrored. What all
    // find goes through one NMS; masks and attributes of each object are the mean over all. Empty:
    // once, at the network's own size.
    std::vector<int> scales;
    bool mirrored = true;
    // A picture with a longer edge than this many pixels is also looked at in overlapping squares
    // of that edge (inference/tiles.h); 0: never.
    int tile = 0;
    double tileOverlap = 0.25;  // of the edge, [0, .9]
    bool operator==(const PredictOptions&) const = default;
};
// detectron2's TEST.AUG.MIN_SIZES: 400, 500, .. 1200.
std::vector<int> defaultScales();
// All of it, for files and to tell two apart.
std::string toJson(const PredictOptions& options);

// A network ready to predict. Not thread-safe: one job at a time.
class Segmenter {
public:
    virtual ~Segmenter() = default;
    // Best score first. Throws Error (out of memory, device lost, Half on a CPU).
    virtual std::vector<Detection> predict(const Image& image, const PredictOptions& options) = 0;
    // Of each. Pictures of one network size go through the network together, at most `most`, which
    // is halved whenever memory is short for that. The same as one by one, to the network's noise.
    virtual std::vector<std::vector<Detection>> predictBatch(std::span<const Image> images,
                                                             const PredictOptions& options,
                                                             int& most) = 0;
    virtual const NetworkConfig& network() const = 0;
};

struct DeviceInfo {
    std::string id;                 // "cpu", "cuda:0"
    std::string name;               // for people
    std::uint64_t memoryBytes = 0;  // 0 for the CPU
};

// Whose names a file of weights gets. Detectron2's are the network's own.
enum class WeightNames { Detectron2, Torchvision };

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
    // `device` as in TrainConfig. A checkpoint of ours is its own network; weights of other
    // programs become `network`, else the one that they fit, with what they lack fresh. Throws
    // Error: damaged file (with its path), absent GPU, a checkpoint of another network.
    virtual std::unique_ptr<Segmenter> loadSegmenter(
        const std::filesystem::path& checkpoint, const std::string& device,
        const std::optional<NetworkConfig>& network = {}) = 0;

    // What a weight file of any known format holds and how it fits `network`, else which network
    // it fits. Throws Error: a sentence with the path for a file that is none, is damaged or asks
    // to run something.
    virtual WeightReport inspectWeights(const std::filesystem::path& file,
                                        const std::optional<NetworkConfig>& network = {}) = 0;

    // Writes what a weight file of any known format holds of its network (as loadSegmenter finds
    // it) as safetensors under other names, rows by class in the order that goes with them; the
    // numbers keep their type. What the names have no place for, the attributes, keeps the
    // network's name. Returns how many tensors were written. Throws Error as inspectWeights, or
    // when nothing fits.
    virtual std::uint64_t convertWeights(const std::filesystem::path& file, WeightNames names,
                                         const std::filesystem::path& target,
                                         const std::optional<NetworkConfig>& network = {}) = 0;
};

// Loads the module at first use (dlopen RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND) from
// SELVEDGE_ENGINE or ../lib beside the program; takes 0.5-3 s, so call it on a job's thread. Throws
// Error(Missing) that says what is absent and what still works without it.
Engine& engine();

}  // namespace selvedge

// The module's one entry. The instance lives as long as the process.
extern "C" selvedge::Engine* createEngine();
