#include "model/network/heads/region_heads_torch.h"

#include <algorithm>

#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/layers/regions_torch.h"

namespace selvedge {

namespace {

at::Tensor fullyConnected(const Parameters& p, const std::string& name, const at::Tensor& x) {
    return at::linear(x, p[name + ".weight"], p[name + ".bias"]);
}

}  // namespace

at::Tensor boxFeatures(const Network& net, const at::Tensor& pooled) {
    const std::string name = "roi_heads.box_head.";
    at::Tensor x = pooled;
    for (int i = 1; i <= net.arch.flavour.boxConvs; ++i)
        x = convNorm(net, name + "conv" + std::to_string(i), x,
                     {.norm = net.arch.headNorm, .relu = true});
    x = x.flatten(1);
    for (int i = 1; i <= net.arch.flavour.boxLayers; ++i)
        x = at::relu(fullyConnected(net.parameters, name + "fc" + std::to_string(i), x));
    return x;
}

BoxOutput boxOutput(const Network& net, const at::Tensor& features) {
    const std::string name = "roi_heads.box_predictor.";
    return {fullyConnected(net.parameters, name + "cls_score", features).to(at::kFloat),
            fullyConnected(net.parameters, name + "bbox_pred", features).to(at::kFloat)};
}

at::Tensor maskLogits(const Network& net, const at::Tensor& pooled, const at::Tensor& categories) {
    const Parameters& p = net.parameters;
    const std::string name = "roi_heads.mask_head.";
    at::Tensor x = pooled;
    for (int i = 1; i <= net.arch.maskConvs; ++i)
        x = convNorm(net, name + "mask_fcn" + std::to_string(i), x,
                     {.norm = net.arch.headNorm, .relu = true});
    x = at::relu(at::conv_transpose2d(x, p[name + "deconv.weight"], p[name + "deconv.bias"], 2));
    // Of the outputs [R, outputClasses(), 28, 28] only each row's own category is worked out.
    const at::Tensor weight =
        p[name + "predictor.weight"].flatten(1).index_select(0, categories);  // [R, C]
    const at::Tensor bias = p[name + "predictor.bias"].index_select(0, categories);
    const at::Tensor pixels = x.permute({0, 2, 3, 1}).flatten(1, 2);  // [R, 28 * 28, C]
    return at::baddbmm(bias.view({-1, 1, 1}), pixels, weight.unsqueeze(2))
        .view({-1, x.size(2), x.size(3)})
        .to(at::kFloat);
}

BoxDetections boxDetections(const Network& net, const BoxOutput& output,
                            const at::Tensor& proposals, const InputSize& size,
                            const BoxThresholds& thresholds) {
    const std::int64_t categories = net.config.categories;
    const at::Tensor probs = at::softmax(output.classLogits, 1).narrow(1, 0, categories);  // [R, K]
    at::Tensor boxes = applyDeltas(output.deltas, proposals, kBoxWeights);  // [R, 4K or 4 (K + 1)]
    const at::Tensor finite = at::isfinite(boxes).all(1).logical_and(at::isfinite(probs).all(1));
    boxes =
        clipped(boxes.view({-1, outputClasses(net.config, net.arch), 4}).narrow(1, 0, categories),
                size.height,
                size.width);  // [R, K, 4]

    at::Tensor wanted = (probs > thresholds.score).logical_and(finite.unsqueeze(1));
    if (const double least = net.arch.flavour.leastDetectionSide; least > 0)
        wanted = wanted.logical_and(notSmall(boxes, least));
    const at::Tensor above = at::nonzero(wanted);  // [C, 2]
    const at::Tensor rows = above.select(1, 0), classes = above.select(1, 1);
    const at::Tensor candidates = boxes.index({rows, classes}),
                     scores = probs.index({rows, classes});
    at::Tensor keep = nmsWithinClasses(candidates, scores, classes, thresholds.nms);
    keep = keep.narrow(0, 0, std::min<std::int64_t>(keep.size(0), thresholds.most));
    return {candidates.index_select(0, keep), scores.index_select(0, keep),
            classes.index_select(0, keep), rows.index_select(0, keep)};
}

}  // namespace selvedge
