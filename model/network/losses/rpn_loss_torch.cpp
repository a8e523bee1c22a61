#include "model/network/losses/rpn_loss_torch.h"

#include <algorithm>

#include "model/network/layers/boxes_torch.h"

namespace selvedge {

RpnLosses rpnLosses(const RpnOutput& output, const std::vector<ImageTargets>& targets,
                    const Sampling& sampling) {
    const at::Tensor anchors = at::cat(output.anchors);    // [A, 4]
    const at::Tensor objectness = flatObjectness(output);  // [N, A]
    const at::Tensor deltas = flatDeltas(output);          // [N, A, 4]
    std::vector<at::Tensor> logits, labels, found, wanted;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Matches matches = matchAnchors(anchors, targets[i].boxes);
        const Sample sample =
            sampled(matches.labels, sampling, RandomPlace::Anchors, targets[i].imageId);
        const at::Tensor rows = at::cat({sample.foreground, sample.background});
        logits.push_back(objectness[std::int64_t(i)].index_select(0, rows));
        labels.push_back(matches.labels.index_select(0, rows).to(at::kFloat));
        if (sample.foreground.size(0) > 0) {
            const at::Tensor from = anchors.index_select(0, sample.foreground);
            const at::Tensor to = targets[i].boxes.index_select(
                0, matches.objects.index_select(0, sample.foreground));
            found.push_back(deltas[std::int64_t(i)].index_select(0, sample.foreground));
            wanted.push_back(deltasBetween(from, to, kProposalWeights));
        }
    }
    const at::Tensor allLabels = at::cat(labels);
    const double normalizer = output.flavour.meanOfSampledAnchors
                                  ? double(std::max<std::int64_t>(allLabels.size(0), 1))
                                  : double(sampling.perImage) * double(targets.size());
    RpnLosses losses;
    losses.objectness = at::binary_cross_entropy_with_logits(at::cat(logits), allLabels, {}, {},
                                                             at::Reduction::Sum) /
                        normalizer;
    losses.box = found.empty()
                     ? deltas.sum() * 0
                     : at::smooth_l1_loss(at::cat(found), at::cat(wanted), at::Reduction::Sum,
                                          output.flavour.boxLossBeta) /
                           normalizer;
    return losses;
}

}  // namespace selvedge
