#include "source_names.h"

#include <regex>
#include <utility>
#include <vector>

namespace selvedge {

namespace {

std::string plusOne(const std::string& digit) {
    return std::to_string(std::stoi(digit) + 1);
}

std::string plusTwo(const std::string& digit) {
    return std::to_string(std::stoi(digit) + 2);
}

std::string backboneName(const std::string& name) {
    static const std::regex stem("body\\.(?:conv1|(bn1))\\.(.*)");
    static const std::regex block("body\\.layer(\\d)\\.(\\d+)\\.(conv|bn)(\\d)\\.(.*)");
    static const std::regex shortcut("body\\.layer(\\d)\\.(\\d+)\\.downsample\\.(\\d)\\.(.*)");
    static const std::regex pyramid("fpn\\.(inner|layer)_blocks\\.(\\d)\\.(?:(\\d)\\.)?(.*)");
    std::smatch m;
    const std::string root = "backbone.bottom_up.";
    if (std::regex_match(name, m, stem))
        return root + "stem.conv1." + (m[1].matched ? "norm." : "") + m[2].str();
    if (std::regex_match(name, m, block))
        return root + "res" + plusOne(m[1]) + "." + m[2].str() + ".conv" + m[4].str() +
               (m[3] == "bn" ? ".norm." : ".") + m[5].str();
    if (std::regex_match(name, m, shortcut))
        return root + "res" + plusOne(m[1]) + "." + m[2].str() + ".shortcut" +
               (m[3] == "1" ? ".norm." : ".") + m[4].str();
    if (std::regex_match(name, m, pyramid))
        return std::string("backbone.fpn_") + (m[1] == "inner" ? "lateral" : "output") +
               plusTwo(m[2]) + (m[3] == "1" ? ".norm." : ".") + m[4].str();
    return "backbone." + name;
}

std::string headName(const std::string& name) {
    static const std::regex boxConv("box_head\\.([0-3])\\.(\\d)\\.(.*)");
    static const std::regex maskConv("mask_head\\.(\\d)\\.(\\d)\\.(.*)");
    std::smatch m;
    if (std::regex_match(name, m, boxConv))
        return "box_head.conv" + plusOne(m[1]) + (m[2] == "1" ? ".norm." : ".") + m[3].str();
    if (std::regex_match(name, m, maskConv))
        return "mask_head.mask_fcn" + plusOne(m[1]) + (m[2] == "1" ? ".norm." : ".") + m[3].str();
    static const std::vector<std::pair<std::string, std::string>> prefixes{
        {"box_head.fc6.", "box_head.fc1."},
        {"box_head.fc7.", "box_head.fc2."},
        {"box_head.5.", "box_head.fc1."},
        {"mask_predictor.conv5_mask.", "mask_head.deconv."},
        {"mask_predictor.mask_fcn_logits.", "mask_head.predictor."}};
    for (const auto& [theirs, ours] : prefixes) {
        if (name.starts_with(theirs))
            return ours + name.substr(theirs.size());
    }
    return name;
}

}  // namespace

std::string SourceNames::ours(const std::string& theirs) const {
    static const std::regex conv("rpn\\.head\\.conv\\.(\\d)\\.0\\.(.*)");
    static const std::string rpn = "proposal_generator.rpn_head.";
    if (m_flavour == Flavour::Detectron2)
        return theirs;
    std::smatch m;
    if (std::regex_match(theirs, m, conv))  // Detectron2 counts them where there are several
        return rpn + (m_flavour == Flavour::TorchvisionV2 ? "conv.conv" + m[1].str() : "conv") +
               "." + m[2].str();
    if (theirs.starts_with("rpn.head.cls_logits."))
        return rpn + "objectness_logits." + theirs.substr(20);
    if (theirs.starts_with("rpn.head.bbox_pred."))
        return rpn + "anchor_deltas." + theirs.substr(19);
    if (theirs.starts_with("backbone."))
        return backboneName(theirs.substr(9));
    if (theirs.starts_with("roi_heads."))
        return "roi_heads." + headName(theirs.substr(10));
    return theirs;
}

// By how many rows the classes lie apart; 0 where rows are no classes.
std::int64_t SourceNames::rowsAClass(const std::string& theirs) const {
    if (m_flavour == Flavour::Detectron2)
        return 0;
    if (theirs.starts_with("roi_heads.box_predictor.cls_score.") ||
        theirs.starts_with("roi_heads.mask_predictor.mask_fcn_logits."))
        return 1;
    return theirs.starts_with("roi_heads.box_predictor.bbox_pred.") ? 4 : 0;
}

at::Tensor SourceNames::inOurOrder(const std::string& theirs, const at::Tensor& value) const {
    const std::int64_t rows = rowsAClass(theirs);
    return rows == 0 ? value : value.roll({-rows}, {0});
}

at::Tensor SourceNames::inTheirOrder(const std::string& theirs, const at::Tensor& value) const {
    const std::int64_t rows = rowsAClass(theirs);
    return rows == 0 ? value : value.roll({rows}, {0});
}

}  // namespace selvedge
