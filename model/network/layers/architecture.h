#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// Which of Detectron2's residual blocks a backbone is made of.
enum class BlockKind {
    Bottleneck,  // 1x1, 3x3, 1x1, each with a frozen batch norm (METHOD 2.1, ResNet)
    Basic,       // 3x3, 3x3, each with a group norm, as have the pyramid's convolutions.
                 // Learns from scratch with 1-2 pictures a step (Wu & He 2018, Group
                 // Normalization; He et al. 2019, Rethinking ImageNet Pre-training, section 3)
};

// The numbers of one backbone and the heads on it. Pyramid level l (2..6) has stride 2^l.
struct Architecture {
    BlockKind block = BlockKind::Bottleneck;
    int stemChannels = 64;
    bool stemPool = true;                // 7x7/2 and a max pool; else a 3x3/2 alone
    std::array<int, 4> blocks{};         // of res2..res5
    std::array<int, 4> innerChannels{};  // of the 3x3
    std::array<int, 4> outChannels{};
    int groups = 1;                // of the 3x3
    bool strideInFirst1x1 = true;  // MSRA's ResNets; ResNeXt strides in the 3x3
    int frozenStages = 2;          // FREEZE_AT: stem and res2; 0 trains all
    int pyramidChannels = 256;
    int boxHidden = 1024;  // both FC of the box head, the hidden FC of the attributes
    int maskConvs = 4;
    int maskChannels = 256;
    std::array<double, 5> anchorSizes{};  // pixels on p2..p6
    std::array<float, 3> pixelMean{};     // B, G, R, 0-255
    std::array<float, 3> pixelStd{};
};
Architecture architectureOf(Backbone backbone);

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
