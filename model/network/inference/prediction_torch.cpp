#include "model/network/inference/prediction_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>

#include "model/network/heads/attribute_head_torch.h"
#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/ops/mask_paste.h"

namespace selvedge {

namespace {

at::Tensor onCpu(const at::Tensor& x, at::ScalarType type) {
    return x.to(at::kCPU, type).contiguous();
}

std::vector<AttributeScore> attributeScores(const float* probabilities, std::int64_t count,
                                            double floor) {
    std::vector<AttributeScore> scores;
    for (std::int64_t i = 0; i < count; ++i) {
        if (probabilities[i] >= floor)
            scores.push_back({AttributeIndex(i), probabilities[i]});
    }
    return scores;
}

}  // namespace

PredictedObjects predictedObjects(const Network& net, const std::vector<at::Tensor>& pyramid,
                                  const at::Tensor& proposals, const InputSize& size,
                                  const BoxThresholds& thresholds) {
    at::NoGradGuard noGrad;
    const RegionPooling& pooling = net.arch.flavour.pooling;
    const at::Tensor pooled = pooledRegions(pooling, pyramid, {proposals}, kBoxPool);
    const at::Tensor features = boxFeatures(net, pooled);
    PredictedObjects objects;
    objects.paste = net.arch.flavour.paste;
    objects.boxes = boxDetections(net, boxOutput(net, features), proposals, size, thresholds);
    const BoxDetections& boxes = objects.boxes;
    const at::Tensor maskPooled = pooledRegions(pooling, pyramid, {boxes.boxes}, kMaskPool);
    const AttributeFeatures from = net.config.attributeFeatures;
    const at::Tensor columns =
        attributeLogits(net,
                        from == AttributeFeatures::MaskRegions ? maskPooled
                        : from == AttributeFeatures::BoxHead ? features.index_select(0, boxes.rows)
                                                             : pooled.index_select(0, boxes.rows),
                        boxes.categories);
    objects.attributeLogits = logitsOfAttributes(net, columns, boxes.categories);
    objects.masks = at::sigmoid(maskLogits(net, maskPooled, boxes.categories));
    return objects;
}

std::vector<Detection> detectionsOf(const PredictedObjects& objects, const InputSize& size,
                                    const ImageSize& original, const PredictOptions& options) {
    const at::Tensor scale =
        at::tensor({original.width / size.width, original.height / size.height})
            .to(at::kFloat)
            .repeat({2});
    const at::Tensor boxes =
        clipped(onCpu(objects.boxes.boxes, at::kFloat) * scale, original.height, original.width)
            .contiguous();
    const at::Tensor scores = onCpu(objects.boxes.scores, at::kFloat);
    const at::Tensor categories = onCpu(objects.boxes.categories, at::kLong);
    const at::Tensor masks = onCpu(objects.masks, at::kFloat);
    const at::Tensor attributes = onCpu(at::sigmoid(objects.attributeLogits), at::kFloat);
    const std::int64_t attributeCount = attributes.size(1);

    std::vector<Detection> detections;
    for (std::int64_t i = 0; i < boxes.size(0); ++i) {
        const float* box = boxes.data_ptr<float>() + 4 * i;
        if (box[2] <= box[0] || box[3] <= box[1])
            continue;
        Detection detection;
        detection.category = CategoryIndex(categories.data_ptr<std::int64_t>()[i]);
        detection.score = scores.data_ptr<float>()[i];
        detection.box = {box[0], box[1], box[2], box[3]};
        const auto paste =
            objects.paste == MaskPaste::PixelCentres ? pasteMask : pasteMaskToWholePixels;
        detection.mask = paste(masks.data_ptr<float>() + i * kMaskSide * kMaskSide, kMaskSide, box,
                               original.width, original.height, options.maskThreshold);
        detection.attributes = attributeScores(attributes.data_ptr<float>() + i * attributeCount,
                                               attributeCount, options.attributeFloor);
        detections.push_back(std::move(detection));
    }
    return detections;
}

}  // namespace selvedge
