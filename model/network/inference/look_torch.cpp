#include "model/network/inference/look_torch.h"

#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>

#include <algorithm>

#include "dataset/error.h"
#include "model/network/heads/attribute_head_torch.h"
#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/training/batch_torch.h"

namespace selvedge {

namespace {

constexpr int kLongestScaled = 4000;  // detectron2's TEST.AUG.MAX_SIZE

// Convolutions and products in another precision as long as it lives.
class InPrecision {
public:
    InPrecision(Precision precision, const at::Device& device) : m_type(device.type()) {
        if (precision == Precision::Float)
            return;
        if (precision == Precision::Half && device.is_cpu())
            throw Error(ErrorKind::Unsupported,
                        "Half precision works on a GPU alone; use bfloat16 or float on the CPU");
        m_on = true;
        m_dtypeBefore = at::autocast::get_autocast_dtype(m_type);
        at::autocast::set_autocast_dtype(m_type,
                                         precision == Precision::Half ? at::kHalf : at::kBFloat16);
        at::autocast::set_autocast_enabled(m_type, true);
        at::autocast::increment_nesting();
    }
    ~InPrecision() {
        if (!m_on)
            return;
        if (at::autocast::decrement_nesting() == 0)
            at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(m_type, false);
        at::autocast::set_autocast_dtype(m_type, m_dtypeBefore);
    }
    InPrecision(const InPrecision&) = delete;
    InPrecision& operator=(const InPrecision&) = delete;

private:
    at::DeviceType m_type;
    bool m_on = false;
    at::ScalarType m_dtypeBefore = at::kFloat;
};

BoxThresholds thresholdsOf(const PredictOptions& options) {
    return {options.scoreThreshold, options.nmsThreshold, options.maxDetections};
}

std::vector<at::Tensor> pyramidOf(const Network& network, const at::Tensor& input) {
    return backboneFeatures(network, input.to(network.parameters.device())).pyramid;
}

// One of the sizes of an augmented look, mirrored or not.
struct View {
    at::Tensor input;  // [1, 3, H, W]
    InputSize size;
    bool isMirrored = false;
};

View viewOf(const Image& picture, NetworkConfig config, int scale, bool isMirrored) {
    config.minSize = scale;
    config.maxSize = kLongestScaled;
    at::Tensor pixels = networkInput(picture, config);  // [3, h, w]
    if (isMirrored)
        pixels = at::flip(pixels, {2});
    return {padded({pixels}), {double(pixels.size(1)), double(pixels.size(2))}, isMirrored};
}

// Boxes [R, 4] of a view in the picture's pixels, and back.
at::Tensor mirroredBoxes(const at::Tensor& boxes, double width) {
    return at::stack({width - boxes.select(1, 2), boxes.select(1, 1), width - boxes.select(1, 0),
                      boxes.select(1, 3)},
                     1);
}
at::Tensor scaledBoxes(const at::Tensor& boxes, double byX, double byY) {
    return boxes * at::tensor({byX, byY, byX, byY}, boxes.options());
}
at::Tensor inPicture(const at::Tensor& boxes, const View& view, const ImageSize& size) {
    const at::Tensor turned = view.isMirrored ? mirroredBoxes(boxes, view.size.width) : boxes;
    return scaledBoxes(turned, size.width / view.size.width, size.height / view.size.height);
}
at::Tensor inView(const at::Tensor& boxes, const View& view, const ImageSize& size) {
    const at::Tensor scaled =
        scaledBoxes(boxes, view.size.width / size.width, view.size.height / size.height);
    return view.isMirrored ? mirroredBoxes(scaled, view.size.width) : scaled;
}

// What all views find, in the picture's pixels, through one NMS.
BoxDetections boxesOf(const Network& network, const Image& picture, const std::vector<View>& views,
                      const PredictOptions& options) {
    const ImageSize size{picture.width, picture.height};
    std::vector<at::Tensor> boxes, scores, categories;
    for (const View& view : views) {
        const auto pyramid = pyramidOf(network, view.input);
        const at::Tensor proposed =
            proposals(rpnHead(network, pyramid), {view.size}, kInferencePerLevel).front().boxes;
        const at::Tensor features = boxFeatures(
            network, pooledRegions(network.arch.flavour.pooling, pyramid, {proposed}, kBoxPool));
        const BoxDetections found = boxDetections(network, boxOutput(network, features), proposed,
                                                  view.size, thresholdsOf(options));
        boxes.push_back(clipped(inPicture(found.boxes, view, size), size.height, size.width));
        scores.push_back(found.scores);
        categories.push_back(found.categories);
    }
    BoxDetections all{at::cat(boxes), at::cat(scores), at::cat(categories), {}};
    at::Tensor keep = nmsWithinClasses(all.boxes, all.scores, all.categories, options.nmsThreshold);
    keep = keep.narrow(0, 0, std::min<std::int64_t>(keep.size(0), options.maxDetections));
    return {all.boxes.index_select(0, keep), all.scores.index_select(0, keep),
            all.categories.index_select(0, keep), keep};
}

// What the attribute head looks at, of boxes and their pooled masks' regions.
at::Tensor attributeInput(const Network& network, const std::vector<at::Tensor>& pyramid,
                          const at::Tensor& boxes, const at::Tensor& forMasks) {
    if (network.config.attributeFeatures == AttributeFeatures::MaskRegions)
        return forMasks;
    const at::Tensor pooled =
        pooledRegions(network.arch.flavour.pooling, pyramid, {boxes}, kBoxPool);
    return network.config.attributeFeatures == AttributeFeatures::BoxHead
               ? boxFeatures(network, pooled)
               : pooled;
}

}  // namespace

std::vector<std::vector<Detection>> lookAt(const Network& network,
                                           std::span<const Image* const> pictures,
                                           const PredictOptions& options) {
    at::NoGradGuard noGrad;
    const InPrecision guard(options.precision, network.parameters.device());
    std::vector<at::Tensor> inputs;
    std::vector<InputSize> sizes;
    for (const Image* picture : pictures) {
        inputs.push_back(networkInput(*picture, network.config));
        sizes.push_back({double(inputs.back().size(1)), double(inputs.back().size(2))});
    }
    const auto pyramid = pyramidOf(network, padded(inputs));
    const std::vector<Proposals> found =
        proposals(rpnHead(network, pyramid), sizes, kInferencePerLevel);
    std::vector<std::vector<Detection>> result;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        std::vector<at::Tensor> own;
        for (const at::Tensor& level : pyramid)
            own.push_back(level.narrow(0, std::int64_t(i), 1));
        const PredictedObjects objects =
            predictedObjects(network, own, found[i].boxes, sizes[i], thresholdsOf(options));
        result.push_back(
            detectionsOf(objects, sizes[i], {pictures[i]->width, pictures[i]->height}, options));
    }
    return result;
}

std::vector<Detection> lookAtScales(const Network& network, const Image& picture,
                                    const PredictOptions& options) {
    at::NoGradGuard noGrad;
    const InPrecision guard(options.precision, network.parameters.device());
    const ImageSize size{picture.width, picture.height};
    std::vector<View> views;
    for (const int scale : options.scales)
        for (const bool isMirrored : {false, true})
            if (!isMirrored || options.mirrored)
                views.push_back(viewOf(picture, network.config, scale, isMirrored));
    PredictedObjects objects;
    objects.paste = network.arch.flavour.paste;
    objects.boxes = boxesOf(network, picture, views, options);
    at::Tensor masks, attributes;
    for (const View& view : views) {
        const auto pyramid = pyramidOf(network, view.input);
        const at::Tensor boxes = inView(objects.boxes.boxes, view, size);
        const at::Tensor forMasks =
            pooledRegions(network.arch.flavour.pooling, pyramid, {boxes}, kMaskPool);
        const at::Tensor probable = at::sigmoid(logitsOfAttributes(
            network,
            attributeLogits(network, attributeInput(network, pyramid, boxes, forMasks),
                            objects.boxes.categories),
            objects.boxes.categories));
        at::Tensor mask = at::sigmoid(maskLogits(network, forMasks, objects.boxes.categories));
        if (view.isMirrored)
            mask = at::flip(mask, {2});
        masks = masks.defined() ? masks + mask : mask;
        attributes = attributes.defined() ? attributes + probable : probable;
    }
    objects.masks = masks / double(views.size());
    objects.attributeLogits = at::logit(attributes / double(views.size()));
    // The boxes are in the picture's pixels already.
    return detectionsOf(objects, {double(size.height), double(size.width)}, size, options);
}

}  // namespace selvedge
