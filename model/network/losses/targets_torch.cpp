#include "model/network/losses/targets_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>

#include "model/network/layers/boxes_torch.h"

namespace selvedge {

namespace {

at::Tensor toDevice(const std::vector<std::int64_t>& rows, const at::Device& device) {
    at::Tensor tensor = at::empty({std::int64_t(rows.size())}, at::kLong);
    std::copy(rows.begin(), rows.end(), tensor.data_ptr<std::int64_t>());
    return tensor.to(device);
}

Matches allBackground(const at::Tensor& boxes) {
    return {at::zeros({boxes.size(0)}, boxes.options().dtype(at::kLong)),
            at::zeros({boxes.size(0)}, boxes.options().dtype(at::kChar))};
}

}  // namespace

Matches matchAnchors(const at::Tensor& anchors, const at::Tensor& objectBoxes) {
    at::NoGradGuard noGrad;
    if (objectBoxes.size(0) == 0)
        return allBackground(anchors);
    const at::Tensor iou = pairwiseIou(objectBoxes, anchors);  // [G, B]
    auto [best, objects] = iou.max(0);                         // [B]
    at::Tensor labels = at::full_like(best, -1, at::kChar);
    labels.masked_fill_(best < 0.3, 0);
    labels.masked_fill_(best >= 0.7, 1);
    const at::Tensor highest = std::get<0>(iou.max(1, true));  // [G, 1]
    labels.masked_fill_((iou == highest).logical_and(highest > 0).any(0), 1);
    return {objects, labels};
}

Matches matchProposals(const at::Tensor& boxes, const at::Tensor& objectBoxes) {
    at::NoGradGuard noGrad;
    if (objectBoxes.size(0) == 0)
        return allBackground(boxes);
    auto [best, objects] = pairwiseIou(objectBoxes, boxes).max(0);
    return {objects, (best >= 0.5).to(at::kChar)};
}

Sample sampled(const at::Tensor& labels, const Sampling& sampling, RandomPlace::Stream stream,
               const std::string& imageId) {
    const at::Tensor onCpu = labels.to(at::kCPU).contiguous();
    const std::int8_t* label = onCpu.data_ptr<std::int8_t>();
    std::vector<std::int64_t> foreground, background;
    for (std::int64_t i = 0; i < onCpu.numel(); ++i) {
        if (label[i] >= 0)
            (label[i] == 1 ? foreground : background).push_back(i);
    }
    // Background draws go on where the foreground's numbers end: another step key keeps them apart.
    RandomPlace place{stream, imageKey(imageId), std::uint32_t(sampling.step) * 2};
    foreground = randomSubset(foreground, std::size_t(sampling.perImage * sampling.foreground),
                              sampling.seed, place);
    ++place.step;
    background = randomSubset(background, std::size_t(sampling.perImage) - foreground.size(),
                              sampling.seed, place);
    return {toDevice(foreground, labels.device()), toDevice(background, labels.device())};
}

}  // namespace selvedge
