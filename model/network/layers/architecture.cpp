#include "model/network/layers/architecture.h"

#include <cmath>

namespace selvedge {

namespace {

constexpr std::array<float, 3> kImageNetMeanBgr{103.530f, 116.280f, 123.675f};
constexpr std::array<float, 3> kImageNetStdBgr{57.375f, 57.120f, 58.395f};

// Collects the specs; one method a kind of layer.
class Declarer {
public:
    std::vector<ParameterSpec> specs;

    void conv(const std::string& name, int out, int in, int kernel, Fill fill, double number,
              bool bias, bool trained = true) {
        specs.push_back(
            {name + ".weight", {out, in, kernel, kernel}, fill, number, trained, false});
        if (bias)
            specs.push_back({name + ".bias", {out}, Fill::Constant, 0, trained, false});
    }

    // A convolution of the pyramid: with a bias, or normalised.
    void pyramidConv(const std::string& name, int out, int in, int kernel, Fill fill,
                     BlockKind kind) {
        conv(name, out, in, kernel, fill, 0, kind == BlockKind::Bottleneck);
        if (kind == BlockKind::Basic)
            norm(name + ".norm", out, kind);
    }

    void linear(const std::string& name, std::int64_t out, std::int64_t in, Fill fill,
                double number, double bias = 0) {
        specs.push_back({name + ".weight", {out, in}, fill, number, true, false});
        specs.push_back({name + ".bias", {out}, Fill::Constant, bias, true, false});
    }

    void norm(const std::string& name, int channels, BlockKind kind, double scale = 1) {
        const bool frozen = kind == BlockKind::Bottleneck;
        specs.push_back({name + ".weight", {channels}, Fill::Constant, scale, !frozen, true});
        specs.push_back({name + ".bias", {channels}, Fill::Constant, 0, !frozen, true});
        if (frozen) {
            // FrozenBatchNorm2d starts as the identity: variance 1 - eps.
            specs.push_back({name + ".running_mean", {channels}, Fill::Constant, 0, false, true});
            specs.push_back(
                {name + ".running_var", {channels}, Fill::Constant, 1 - 1e-5, false, true});
        }
    }
};

void declareBackbone(const Architecture& arch, Declarer& declare) {
    const std::string root = "backbone.bottom_up.";
    const bool basic = arch.block == BlockKind::Basic;
    declare.conv(root + "stem.conv1", arch.stemChannels, 3, arch.stemPool ? 7 : 3, Fill::Msra, 0,
                 false, arch.frozenStages < 1);
    declare.norm(root + "stem.conv1.norm", arch.stemChannels, arch.block);
    int in = arch.stemChannels;
    for (int stage = 0; stage < 4; ++stage) {
        const bool trained = arch.frozenStages < stage + 2;
        const int inner = arch.innerChannels[stage], out = arch.outChannels[stage];
        for (int b = 0; b < arch.blocks[stage]; ++b) {
            const std::string block = root + kStages[stage] + "." + std::to_string(b) + ".";
            const auto layer = [&](const std::string& name, int to, int from, int kernel,
                                   double scale = 1) {
                declare.conv(block + name, to, from, kernel, Fill::Msra, 0, false, trained);
                declare.norm(block + name + ".norm", to, arch.block, scale);
            };
            if (b == 0)
                layer("shortcut", out, in, 1);
            if (basic) {
                layer("conv1", inner, in, 3);
                layer("conv2", out, inner, 3);
            } else {
                layer("conv1", inner, in, 1);
                layer("conv2", inner, inner / arch.groups, 3);
                layer("conv3", out, inner, 1);
            }
            in = out;
        }
    }
    for (int stage = 0; stage < 4; ++stage) {
        const std::string level = std::to_string(stage + 2);
        declare.pyramidConv("backbone.fpn_lateral" + level, arch.pyramidChannels,
                            arch.outChannels[stage], 1, Fill::Xavier, arch.block);
        declare.pyramidConv("backbone.fpn_output" + level, arch.pyramidChannels,
                            arch.pyramidChannels, 3, Fill::Xavier, arch.block);
    }
}

// heads/attribute_head_torch.h
void declareAttributes(const NetworkConfig& config, const Architecture& arch, Declarer& declare) {
    const std::string name = attributeHeadName(config);
    int in = arch.pyramidChannels;
    for (int i = 1; i <= config.attributeConvs; ++i) {
        declare.conv(name + "attr_conv" + std::to_string(i), arch.maskChannels, in, 3, Fill::Msra,
                     0, true);
        in = arch.maskChannels;
    }
    if (config.attributeFeatures == AttributeFeatures::BoxHead)
        in = arch.boxHidden;
    else
        in *= config.attributeFeatures == AttributeFeatures::BoxRegions ? 7 * 7 : 14 * 14;
    for (int i = 1; i < config.attributeLayers; ++i) {
        declare.linear(name + attributeHiddenName(i), arch.boxHidden, in, Fill::Xavier, 0);
        in = arch.boxHidden;
    }
    // Prior of 1 %: -log((1 - .01) / .01) (Lin et al. 2017, section 4.1; METHOD 3.4).
    // A stranger's file may claim 65,535 of each: past an int, and checked against its tensors
    // later.
    const std::int64_t outputs =
        attributeColumnCount(config) * (config.attributesPerCategory ? config.categories : 1);
    declare.linear(name + "attr_score", outputs, in, Fill::Normal, 0.01, -std::log(99.0));
    if (config.attributeMask)
        declare.specs.push_back({kAttributeMaskName,
                                 {config.categories, config.attributes},
                                 Fill::Constant,
                                 1,
                                 false,
                                 false});
}

void declareHeads(const NetworkConfig& config, const Architecture& arch, Declarer& declare) {
    const int channels = arch.pyramidChannels, hidden = arch.boxHidden;
    const int ratios = int(kAnchorRatios.size());
    const std::string rpn = "proposal_generator.rpn_head.";
    declare.conv(rpn + "conv", channels, channels, 3, Fill::Normal, 0.01, true);
    declare.conv(rpn + "objectness_logits", ratios, channels, 1, Fill::Normal, 0.01, true);
    declare.conv(rpn + "anchor_deltas", 4 * ratios, channels, 1, Fill::Normal, 0.01, true);

    declare.linear("roi_heads.box_head.fc1", hidden, channels * 7 * 7, Fill::Xavier, 0);
    declare.linear("roi_heads.box_head.fc2", hidden, hidden, Fill::Xavier, 0);
    const std::string box = "roi_heads.box_predictor.";
    declare.linear(box + "cls_score", config.categories + 1, hidden, Fill::Normal, 0.01);
    declare.linear(box + "bbox_pred", 4 * config.categories, hidden, Fill::Normal, 0.001);
    declareAttributes(config, arch, declare);

    const std::string mask = "roi_heads.mask_head.";
    int in = channels;
    for (int i = 1; i <= arch.maskConvs; ++i) {
        declare.conv(mask + "mask_fcn" + std::to_string(i), arch.maskChannels, in, 3, Fill::Msra, 0,
                     true);
        in = arch.maskChannels;
    }
    // A transposed convolution: [in, out, 2, 2], both maskChannels.
    declare.conv(mask + "deconv", arch.maskChannels, in, 2, Fill::Msra, 0, true);
    declare.conv(mask + "predictor", config.categories, arch.maskChannels, 1, Fill::Normal, 0.001,
                 true);
}

}  // namespace

Architecture architectureOf(Backbone backbone) {
    Architecture arch;
    if (backbone == Backbone::Tiny) {
        // Ours: 1.9 M weights and 3.5 M in the attribute layers; a step on two pictures of 320 x
        // 448 takes .3 s of one core. Half of Detectron2's anchor sizes, for pictures a third as
        // large. Two mask convolutions instead of four stay at a mask loss twice as high.
        arch.block = BlockKind::Basic;
        arch.stemChannels = 16;
        arch.stemPool = false;
        arch.blocks = {1, 1, 1, 1};
        arch.innerChannels = {32, 64, 128, 128};
        arch.outChannels = {32, 64, 128, 128};
        arch.frozenStages = 0;
        arch.pyramidChannels = 64;
        arch.boxHidden = 256;
        arch.maskConvs = 4;
        arch.maskChannels = 64;
        arch.anchorSizes = {16, 32, 64, 128, 256};
        arch.pixelMean = kImageNetMeanBgr;
        arch.pixelStd = kImageNetStdBgr;
        return arch;
    }
    arch.blocks = {3, 4, backbone == Backbone::R50 ? 6 : 23, 3};
    arch.innerChannels = {64, 128, 256, 512};
    arch.outChannels = {256, 512, 1024, 2048};
    arch.anchorSizes = {32, 64, 128, 256, 512};
    arch.pixelMean = kImageNetMeanBgr;
    arch.pixelStd = {1, 1, 1};
    if (backbone == Backbone::X101) {  // ResNeXt 32x8d
        arch.innerChannels = {256, 512, 1024, 2048};
        arch.groups = 32;
        arch.strideInFirst1x1 = false;
        arch.pixelStd = kImageNetStdBgr;
    }
    return arch;
}

std::string attributeHeadName(const NetworkConfig& config) {
    return config.attributeFeatures == AttributeFeatures::BoxHead ? "roi_heads.box_predictor."
                                                                  : "roi_heads.attribute_head.";
}

std::string attributeHiddenName(int layer) {
    return layer == 1 ? "attr_fc" : "attr_fc" + std::to_string(layer);
}

std::vector<ParameterSpec> parameterSpecs(const NetworkConfig& config) {
    const Architecture arch = architectureOf(config.backbone);
    Declarer declare;
    declareBackbone(arch, declare);
    declareHeads(config, arch, declare);
    return std::move(declare.specs);
}

}  // namespace selvedge
