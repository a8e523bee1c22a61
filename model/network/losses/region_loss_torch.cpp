#include "model/network/losses/region_loss_torch.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/ops/mask_target.h"

namespace selvedge {

at::Tensor maskTargets(const Regions& regions, const ImageTargets& targets, bool soft) {
    const at::Tensor boxes = regions.boxes.to(at::kCPU).contiguous();
    const at::Tensor objects = regions.objects.to(at::kCPU).contiguous();
    at::Tensor result = at::empty({objects.size(0), kMaskSide, kMaskSide}, at::kFloat);
    const float* box = boxes.data_ptr<float>();
    const std::int64_t* object = objects.data_ptr<std::int64_t>();
    float* out = result.data_ptr<float>();
    const auto target = soft ? softMaskTarget : maskTarget;
    at::parallel_for(0, objects.size(0), 4, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            target(targets.masks[std::size_t(object[i])], box + 4 * i, kMaskSide,
                   out + i * kMaskSide * kMaskSide);
    });
    return result.to(regions.boxes.device());
}

std::vector<Regions> sampledRegions(const std::vector<Proposals>& proposals,
                                    const std::vector<ImageTargets>& targets, int categories,
                                    const Sampling& sampling) {
    at::NoGradGuard noGrad;
    std::vector<Regions> result;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const at::Tensor boxes = at::cat({proposals[i].boxes, targets[i].boxes});
        const Matches matches = matchProposals(boxes, targets[i].boxes);
        const Sample sample =
            sampled(matches.labels, sampling, RandomPlace::Regions, targets[i].imageId);
        const at::Tensor objects = matches.objects.index_select(0, sample.foreground);
        result.push_back({boxes.index_select(0, at::cat({sample.foreground, sample.background})),
                          at::cat({targets[i].categories.index_select(0, objects),
                                   at::full_like(sample.background, categories)}),
                          objects});
    }
    return result;
}

RegionLosses regionLosses(const Network& net, const std::vector<at::Tensor>& pyramid,
                          const std::vector<Regions>& regions,
                          const std::vector<ImageTargets>& targets,
                          const AttributeLossOptions& options) {
    const FlavourSwitches& flavour = net.arch.flavour;
    std::vector<at::Tensor> boxes, categories, foregroundRows, backgroundRows, foregroundBoxes,
        objectBoxes, attributes, masks;
    std::int64_t row = 0;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const Regions& r = regions[i];
        const std::int64_t foreground = r.objects.size(0);
        boxes.push_back(r.boxes);
        categories.push_back(r.categories);
        foregroundRows.push_back(at::arange(row, row + foreground, r.objects.options()));
        backgroundRows.push_back(
            at::arange(row + foreground, row + r.boxes.size(0), r.objects.options()));
        foregroundBoxes.push_back(r.boxes.narrow(0, 0, foreground));
        objectBoxes.push_back(targets[i].boxes.index_select(0, r.objects));
        attributes.push_back(targets[i].attributes.index_select(0, r.objects));
        masks.push_back(maskTargets(r, targets[i], flavour.softMaskTargets));
        row += r.boxes.size(0);
    }
    const at::Tensor category = at::cat(categories);  // [R]
    const at::Tensor rows = at::cat(foregroundRows);  // [F]
    const at::Tensor objectCategory = category.index_select(0, rows);

    const at::Tensor pooled =
        pooledRegions(flavour.pooling, pyramid, boxes, kBoxPool);  // [R, P, 7, 7]
    const at::Tensor features = boxFeatures(net, pooled);
    const BoxOutput output = boxOutput(net, features);
    RegionLosses losses;
    losses.classification = row > 0 ? at::cross_entropy_loss(output.classLogits, category)
                                    : output.classLogits.sum() * 0;
    // With the background's regions where the attribute head learns from them.
    const bool poolAll = maskPoolsAll(net.config, options);
    at::Tensor maskPooled;  // [F or R, P, 14, 14]
    if (poolAll || rows.size(0) > 0)
        maskPooled =
            pooledRegions(flavour.pooling, pyramid, poolAll ? boxes : foregroundBoxes, kMaskPool);
    losses.attribute = attributeLoss(net,
                                     {pooled, features, maskPooled, rows, at::cat(backgroundRows),
                                      objectCategory, at::cat(attributes)},
                                     options);
    if (rows.size(0) == 0) {
        losses.box = output.deltas.sum() * 0;
        losses.mask = features.sum() * 0;
        return losses;
    }

    const at::Tensor found = output.deltas.index_select(0, rows)
                                 .view({-1, outputClasses(net.config, net.arch), 4})
                                 .index({at::arange(rows.size(0), rows.options()), objectCategory});
    const at::Tensor wanted =
        deltasBetween(at::cat(foregroundBoxes), at::cat(objectBoxes), kBoxWeights);  // [F, 4]
    losses.box =
        at::smooth_l1_loss(found, wanted, at::Reduction::Sum, flavour.boxLossBeta) / double(row);

    const at::Tensor mask = maskLogits(net, poolAll ? maskPooled.index_select(0, rows) : maskPooled,
                                       objectCategory);  // [F, 28, 28]
    losses.mask = at::binary_cross_entropy_with_logits(mask, at::cat(masks));
    return losses;
}

}  // namespace selvedge
