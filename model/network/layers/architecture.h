#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/engine.h"
#include "model/network/layers/flavour.h"

namespace selvedge {

struct BackboneRow;

enum class NormKind {
    None,   // the convolution has a bias instead
    Batch,  // weight, bias, running mean and variance (NetworkConfig::batchNorm)
    Group,  // of kNormGroups. Learns from scratch with 1-2 pictures a step (Wu & He 2018, Group
            // Normalization; He et al. 2019, Rethinking ImageNet Pre-training, section 3)
};
inline constexpr int kNormGroups = 8;

// The numbers of a network: what its backbone's row, its flavour and its configuration come to.
// Pyramid level l (2..6) has stride 2^l.
struct Architecture {
    const BackboneRow* backbone = nullptr;  // layers/backbones_torch.h
    FlavourSwitches flavour;
    std::array<int, 4> stageChannels{};  // of res2..res5
    NormKind norm = NormKind::Batch;     // of the backbone
    NormKind pyramidNorm = NormKind::None;
    NormKind headNorm = NormKind::None;  // of the box and mask heads' convolutions
    bool trainedBatchNorm = false;       // else frozen
    double normEpsilon = 1e-5;           // of frozen batch norms
    int frozenStages = 2;                // FREEZE_AT: stem and res2; 0 trains all
    int pyramidChannels = 256;
    int boxHidden = 1024;  // the FC of the box head, the hidden FC of the attributes
    int maskConvs = 4;
    int maskChannels = 256;
    std::array<double, 5> anchorSizes{};  // pixels on p2..p6
    // In the order of the input's channels, in its unit (FlavourSwitches::inputLikePillow).
    std::array<float, 3> pixelMean{};
    std::array<float, 3> pixelStd{};

    // Whether a trained batch norm takes the batch's mean and variance in training.
    bool learnsBatchStatistics(bool frozenStage) const;
};
// Classes that have box deltas and a mask: the categories and, in torchvision's flavours, the
// background behind them.
int outputClasses(const NetworkConfig& config, const Architecture& arch);
// The name of convolution `index` (0-based) of the proposals' head, inside it: Detectron2's "conv"
// where there is one, "conv.conv0", ... where there are more.
std::string proposalConvName(const Architecture& arch, int index);
// Throws Error(Unsupported), naming those there are, for a backbone that is not known.
Architecture architectureOf(const NetworkConfig& config);

inline constexpr std::array<const char*, 4> kStages{"res2", "res3", "res4", "res5"};
inline constexpr int kPyramidLevels = 5;                              // p2..p6
inline constexpr std::array<int, 5> kStrides{4, 8, 16, 32, 64};       // pixels
inline constexpr std::array<double, 3> kAnchorRatios{0.5, 1.0, 2.0};  // height / width

// How a tensor starts (fvcore.nn.weight_init, Detectron2's heads).
enum class Fill {
    Msra,      // normal, variance 2 / fan-out (c2_msra_fill)
    Xavier,    // uniform, variance 1 / fan-in (c2_xavier_fill)
    Normal,    // standard deviation `number`
    Constant,  // `number`
};

struct ParameterSpec {
    std::string name;  // Detectron2's state-dict name
    std::vector<std::int64_t> shape;
    Fill fill = Fill::Constant;
    double number = 0;
    bool trained = true;
    bool norm = false;  // of a normalisation: no weight decay
};

// Names in the attribute head: "roi_heads.box_predictor." on the box head's features,
// "roi_heads.attribute_head." with layers of its own; then attr_conv1.., the hidden FC layers
// attr_fc, attr_fc2 (`layer` counts from 1) and attr_score.
std::string attributeHeadName(const NetworkConfig& config);
std::string attributeHiddenName(int layer);
// [categories, attributes], 1 or 0: the attribute occurs with the category (not trained).
inline constexpr const char* kAttributeMaskName = "roi_heads.attribute_mask";

// Every tensor of the network in the order of its layers. Output row c * columns + a of
// `attr_score` is column a of category c where attributesPerCategory (columns:
// attributeColumnCount()).
std::vector<ParameterSpec> parameterSpecs(const NetworkConfig& config);

}  // namespace selvedge
