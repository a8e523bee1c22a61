#include "model/network/layers/architecture.h"

#include <algorithm>
#include <cmath>

#include "dataset/error.h"
#include "model/network/layers/backbones_torch.h"
#include "model/network/layers/declarer.h"

namespace selvedge {

namespace {

// ImageNet's, in Detectron2's digits (B, G, R of 0-255) and torchvision's (R, G, B of 0-1).
constexpr std::array<float, 3> kMeanBgr{103.530f, 116.280f, 123.675f};
constexpr std::array<float, 3> kDeviationBgr{57.375f, 57.120f, 58.395f};
constexpr std::array<float, 3> kMeanRgb{0.485f, 0.456f, 0.406f};
constexpr std::array<float, 3> kDeviationRgb{0.229f, 0.224f, 0.225f};

const BackboneRow& rowNamed(const std::string& name) {
    std::string known;
    for (const BackboneRow& row : backboneRows()) {
        if (row.name == name)
            return row;
        known += (known.empty() ? "" : ", ") + row.name;
    }
    throw Error(ErrorKind::Unsupported,
                "backbone \"" + name + "\" is not known; there are: " + known);
}

void setInput(const BackboneRow& row, Architecture& arch) {
    if (!arch.flavour.inputLikePillow) {
        arch.pixelMean = kMeanRgb;
        arch.pixelStd = kDeviationRgb;
        return;
    }
    arch.pixelMean = kMeanBgr;
    arch.pixelStd = row.dividesByDeviation ? kDeviationBgr : std::array<float, 3>{1, 1, 1};
}

void setNorms(const BackboneRow& row, BatchNorm wanted, Architecture& arch) {
    const BatchNorm batchNorm = wanted == BatchNorm::Usual ? arch.flavour.batchNorm : wanted;
    arch.trainedBatchNorm = batchNorm == BatchNorm::Trained;
    if (batchNorm == BatchNorm::FrozenNoEpsilon)
        arch.normEpsilon = 0;
    arch.norm = row.norm;
    if (arch.flavour.normInPyramidAndHeads)
        arch.pyramidNorm = arch.headNorm = row.norm;
    else if (row.norm == NormKind::Group)
        arch.pyramidNorm = row.norm;
}

void declarePyramid(const Architecture& arch, Declarer& declare) {
    for (int stage = 0; stage < 4; ++stage) {
        const std::string level = std::to_string(stage + 2);
        declare.conv("backbone.fpn_lateral" + level, arch.pyramidChannels,
                     arch.stageChannels[stage], 1, Fill::Xavier, 0, arch.pyramidNorm);
        declare.conv("backbone.fpn_output" + level, arch.pyramidChannels, arch.pyramidChannels, 3,
                     Fill::Xavier, 0, arch.pyramidNorm);
    }
}

// heads/attribute_head_torch.h
void declareAttributes(const NetworkConfig& config, const Architecture& arch, Declarer& declare) {
    const std::string name = attributeHeadName(config);
    int in = arch.pyramidChannels;
    for (int i = 1; i <= config.attributeConvs; ++i) {
        declare.conv(name + "attr_conv" + std::to_string(i), arch.maskChannels, in, 3, Fill::Msra,
                     0, NormKind::None);
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

void declareProposals(const Architecture& arch, Declarer& declare) {
    const int channels = arch.pyramidChannels, ratios = int(kAnchorRatios.size());
    const std::string rpn = "proposal_generator.rpn_head.";
    const auto conv = [&](const std::string& name, int out, int kernel) {
        declare.conv(rpn + name, out, channels, kernel, Fill::Normal, 0.01, NormKind::None);
    };
    for (int i = 0; i < arch.flavour.proposalConvs; ++i)
        conv(proposalConvName(arch, i), channels, 3);
    conv("objectness_logits", ratios, 1);
    conv("anchor_deltas", 4 * ratios, 1);
}

void declareBox(const NetworkConfig& config, const Architecture& arch, Declarer& declare) {
    const int channels = arch.pyramidChannels, hidden = arch.boxHidden;
    const std::string head = "roi_heads.box_head.", box = "roi_heads.box_predictor.";
    for (int i = 1; i <= arch.flavour.boxConvs; ++i)
        declare.conv(head + "conv" + std::to_string(i), channels, channels, 3, Fill::Msra, 0,
                     arch.headNorm);
    for (int i = 1; i <= arch.flavour.boxLayers; ++i)
        declare.linear(head + "fc" + std::to_string(i), hidden, i == 1 ? channels * 7 * 7 : hidden,
                       Fill::Xavier, 0);
    declare.linear(box + "cls_score", config.categories + 1, hidden, Fill::Normal, 0.01);
    declare.linear(box + "bbox_pred", 4 * outputClasses(config, arch), hidden, Fill::Normal, 0.001);
}

void declareMask(const NetworkConfig& config, const Architecture& arch, Declarer& declare) {
    const std::string mask = "roi_heads.mask_head.";
    int in = arch.pyramidChannels;
    for (int i = 1; i <= arch.maskConvs; ++i) {
        declare.conv(mask + "mask_fcn" + std::to_string(i), arch.maskChannels, in, 3, Fill::Msra, 0,
                     arch.headNorm);
        in = arch.maskChannels;
    }
    // A transposed convolution: [in, out, 2, 2], both maskChannels.
    declare.conv(mask + "deconv", arch.maskChannels, in, 2, Fill::Msra, 0, NormKind::None);
    declare.conv(mask + "predictor", outputClasses(config, arch), arch.maskChannels, 1,
                 Fill::Normal, 0.001, NormKind::None);
}

}  // namespace

bool Architecture::learnsBatchStatistics(bool frozenStage) const {
    return trainedBatchNorm && !(frozenStage && flavour.frozenStagesKeepStatistics);
}

int outputClasses(const NetworkConfig& config, const Architecture& arch) {
    return config.categories + (arch.flavour.backgroundOutputs ? 1 : 0);
}

std::string proposalConvName(const Architecture& arch, int index) {
    return arch.flavour.proposalConvs == 1 ? "conv" : "conv.conv" + std::to_string(index);
}

Architecture architectureOf(const NetworkConfig& config) {
    const BackboneRow& row = rowNamed(config.backbone);
    Architecture arch;
    arch.backbone = &row;
    arch.flavour = switchesOf(config.flavour);
    arch.stageChannels = row.body->channels();
    setNorms(row, config.batchNorm, arch);
    setInput(row, arch);
    arch.frozenStages = config.freezeAt < 0 ? row.frozenStages : config.freezeAt;
    arch.pyramidChannels = row.pyramidChannels;
    arch.boxHidden = row.boxHidden;
    arch.maskChannels = row.maskChannels;
    arch.anchorSizes = row.anchorSizes;
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
    const Architecture arch = architectureOf(config);
    Declarer declare(arch);
    arch.backbone->body->declare(arch, declare);
    declarePyramid(arch, declare);
    declareProposals(arch, declare);
    declareBox(config, arch, declare);
    declareAttributes(config, arch, declare);
    declareMask(config, arch, declare);
    return std::move(declare.specs);
}

}  // namespace selvedge
