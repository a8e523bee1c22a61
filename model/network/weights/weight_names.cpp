#include "model/network/weights/weight_names.h"

#include <algorithm>
#include <optional>

namespace selvedge {

namespace {

// What follows `prefix` in `text`, or nothing.
std::optional<std::string> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return std::nullopt;
    return std::string(text.substr(prefix.size()));
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// "2" and ".weight" of "2.weight"; nothing when it does not begin with one digit.
struct Numbered {
    int number;
    std::string rest;
};
std::optional<Numbered> numbered(std::string_view text, std::string_view prefix) {
    const auto rest = after(text, prefix);
    if (!rest || rest->empty() || !isDigit(rest->front()) ||
        (rest->size() > 1 && isDigit((*rest)[1])))
        return std::nullopt;
    return Numbered{rest->front() - '0', rest->substr(1)};
}

// "bn1.weight" of "conv1.norm.weight", "downsample.0.weight" of "shortcut.weight".
std::string residualLayer(const std::string& layer) {
    if (const auto rest = after(layer, "shortcut.norm."))
        return "downsample.1." + *rest;
    if (const auto rest = after(layer, "shortcut."))
        return "downsample.0." + *rest;
    if (const auto conv = numbered(layer, "conv")) {
        if (const auto rest = after(conv->rest, ".norm."))
            return "bn" + std::to_string(conv->number) + "." + *rest;
    }
    return layer;
}

// "layer1.0.conv1.weight" of "res2.0.conv1.weight"; empty for what is none of a ResNet.
std::string resNetName(const std::string& name) {
    if (const auto stem = after(name, "stem."))
        return residualLayer(*stem);
    const auto stage = numbered(name, "res");
    if (!stage || stage->rest.size() < 2)
        return "";
    const std::size_t dot = stage->rest.find('.', 1);
    if (dot == std::string::npos)
        return "";
    return "layer" + std::to_string(stage->number - 1) + stage->rest.substr(0, dot + 1) +
           residualLayer(stage->rest.substr(dot + 1));
}

// Convolution `index` of a row: inside its block 0 is the convolution and 1 its norm.
std::string blockPart(const std::string& list, int index, const std::string& rest) {
    if (const auto norm = after(rest, ".norm."))
        return list + std::to_string(index) + ".1." + *norm;
    return list + std::to_string(index) + ".0" + rest;
}

std::vector<std::string> pyramidNames(const std::string& name) {
    for (const auto& [ours, theirs] : {std::pair("fpn_lateral", "backbone.fpn.inner_blocks."),
                                       std::pair("fpn_output", "backbone.fpn.layer_blocks.")}) {
        if (const auto level = numbered(name, ours)) {
            const int index = level->number - 2;
            return {blockPart(theirs, index, level->rest),
                    theirs + std::to_string(index) + level->rest};
        }
    }
    return {};
}

std::vector<std::string> proposalNames(const std::string& name) {
    if (const auto conv = numbered(name, "conv.conv"))  // several: _v2
        return {blockPart("rpn.head.conv.", conv->number, conv->rest)};
    if (const auto rest = after(name, "conv."))
        return {"rpn.head.conv.0.0." + *rest, "rpn.head.conv." + *rest};
    if (const auto rest = after(name, "objectness_logits."))
        return {"rpn.head.cls_logits." + *rest};
    if (const auto rest = after(name, "anchor_deltas."))
        return {"rpn.head.bbox_pred." + *rest};
    return {};
}

std::vector<std::string> regionNames(const std::string& name) {
    if (const auto rest = after(name, "box_head.fc1."))  // _v2: 4 convolutions, a flatten, one FC
        return {"roi_heads.box_head.fc6." + *rest, "roi_heads.box_head.5." + *rest};
    if (const auto rest = after(name, "box_head.fc2."))
        return {"roi_heads.box_head.fc7." + *rest};
    if (const auto conv = numbered(name, "box_head.conv"))
        return {blockPart("roi_heads.box_head.", conv->number - 1, conv->rest)};
    if (name.starts_with("box_predictor.cls_score.") ||
        name.starts_with("box_predictor.bbox_pred."))
        return {"roi_heads." + name};
    if (const auto conv = numbered(name, "mask_head.mask_fcn"))
        return {blockPart("roi_heads.mask_head.", conv->number - 1, conv->rest),
                "roi_heads." + name};
    if (const auto rest = after(name, "mask_head.deconv."))
        return {"roi_heads.mask_predictor.conv5_mask." + *rest};
    if (const auto rest = after(name, "mask_head.predictor."))
        return {"roi_heads.mask_predictor.mask_fcn_logits." + *rest};
    return {};
}

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

bool replaceBegin(std::string& text, std::string_view from, std::string_view to) {
    if (!text.starts_with(from))
        return false;
    text.replace(0, from.size(), to);
    return true;
}

bool replaceEnd(std::string& text, std::string_view from, std::string_view to) {
    if (!text.ends_with(from))
        return false;
    text.replace(text.size() - from.size(), from.size(), to);
    return true;
}

// "fpn_lateral2.weight" of "fpn.inner.res2.2.sum.lateral.weight", "fpn_output2.weight" of
// "fpn.res2.2.sum.weight"; group norms keep their ".norm".
void pyramidOfCaffe2(std::string& name) {
    for (const auto& [theirs, ours] :
         {std::pair("fpn.inner.res", "fpn_lateral"), std::pair("fpn.res", "fpn_output")}) {
        const auto level = numbered(name, theirs);
        if (!level)
            continue;
        const std::string norm = name.find(".norm.") == name.npos ? "" : ".norm";
        name = ours + std::to_string(level->number) + norm + name.substr(name.rfind('.'));
        return;
    }
}

}  // namespace

const char* nameFamilyName(NameFamily family) {
    switch (family) {
        case NameFamily::Detectron2:
            return "Detectron2";
        case NameFamily::Caffe2:
            return "Caffe2 (MSRA, Detectron)";
        case NameFamily::TorchvisionResNet:
            return "torchvision ResNet (ImageNet)";
        case NameFamily::TorchvisionMaskRcnn:
            return "torchvision Mask R-CNN";
        case NameFamily::Unknown:
            return "unknown";
    }
    return "";
}

NameFamily nameFamilyOf(const std::vector<std::string>& names) {
    bool stages = false, classifier = false, caffe2 = false, detectron2 = false;
    for (const std::string& name : names) {
        if (name.starts_with("backbone.body."))
            return NameFamily::TorchvisionMaskRcnn;
        stages = stages || name.starts_with("layer1.0.conv1.");
        classifier = classifier || name == "conv1.weight";
        caffe2 = caffe2 || name == "conv1_w" || name.find("_branch2a_") != name.npos;
        detectron2 = detectron2 || name.starts_with("backbone.bottom_up.") ||
                     name.starts_with("roi_heads.") || name.starts_with("stem.conv1.") ||
                     name.starts_with("proposal_generator.") || name.starts_with("res2.0.conv1.");
    }
    if (detectron2)
        return NameFamily::Detectron2;
    if (caffe2)
        return NameFamily::Caffe2;
    return stages && classifier ? NameFamily::TorchvisionResNet : NameFamily::Unknown;
}

std::vector<std::string> torchvisionNames(NameFamily family, const std::string& name) {
    const bool whole = family == NameFamily::TorchvisionMaskRcnn;
    if (const auto rest = after(name, "backbone.bottom_up.")) {
        const std::string layer = resNetName(*rest);
        if (layer.empty())
            return {};
        return {whole ? "backbone.body." + layer : layer};
    }
    if (!whole)
        return {};
    if (const auto rest = after(name, "backbone."))
        return pyramidNames(*rest);
    if (const auto rest = after(name, "proposal_generator.rpn_head."))
        return proposalNames(*rest);
    if (const auto rest = after(name, "roi_heads."))
        return regionNames(*rest);
    return {};
}

std::string endOfCaffe2Name(std::string_view caffe2) {
    std::string name(caffe2);
    std::replace(name.begin(), name.end(), '_', '.');
    replaceEnd(name, ".b", ".bias");
    replaceEnd(name, ".w", ".weight");
    for (const std::string norm : {"bn", "gn"}) {
        for (const auto& [theirs, ours] :
             {std::pair(".s", ".weight"), std::pair(".gamma", ".weight"),
              std::pair(".bias", ".bias"), std::pair(".beta", ".bias"),
              std::pair(".rm", ".running_mean"), std::pair(".running.mean", ".running_mean"),
              std::pair(".riv", ".running_var"), std::pair(".running.var", ".running_var")}) {
            if (replaceEnd(name, norm + theirs, std::string("norm") + ours))
                break;
        }
    }
    replaceBegin(name, "res.conv1.norm.", "conv1.norm.");
    replaceBegin(name, "conv1.", "stem.conv1.");
    replaceAll(name, ".branch1.", ".shortcut.");
    replaceAll(name, ".branch2a.", ".conv1.");
    replaceAll(name, ".branch2b.", ".conv2.");
    replaceAll(name, ".branch2c.", ".conv3.");
    pyramidOfCaffe2(name);
    for (const auto& [theirs, ours] :
         {std::pair("conv.rpn.fpn2.", "rpn_head.conv."), std::pair("conv.rpn.", "rpn_head.conv."),
          std::pair("rpn.bbox.pred.fpn2.", "rpn_head.anchor_deltas."),
          std::pair("rpn.bbox.pred.", "rpn_head.anchor_deltas."),
          std::pair("rpn.cls.logits.fpn2.", "rpn_head.objectness_logits."),
          std::pair("rpn.cls.logits.", "rpn_head.objectness_logits."),
          std::pair("bbox.pred.", "box_predictor.bbox_pred."),
          std::pair("cls.score.", "box_predictor.cls_score."), std::pair("fc6.", "box_head.fc1."),
          std::pair("fc7.", "box_head.fc2."), std::pair("head.conv", "box_head.conv"),
          std::pair(".[mask].fcn", "mask_head.mask_fcn"),
          std::pair(".mask.fcn", "mask_head.mask_fcn"),
          std::pair("mask.fcn.logits.", "mask_head.predictor."),
          std::pair("conv5.mask.", "mask_head.deconv.")}) {
        if (replaceBegin(name, theirs, ours))
            break;
    }
    return name;
}

BackgroundRows backgroundRows(NameFamily family, const std::string& name, bool outputs) {
    if (family != NameFamily::TorchvisionMaskRcnn && family != NameFamily::Caffe2)
        return {};
    if (name.starts_with("roi_heads.box_predictor.cls_score."))
        return {1, true};
    if (name.starts_with("roi_heads.box_predictor.bbox_pred."))
        return {4, outputs};
    if (name.starts_with("roi_heads.mask_head.predictor."))
        return {1, outputs};
    return {};
}

}  // namespace selvedge
