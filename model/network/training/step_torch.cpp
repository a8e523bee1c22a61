#include "model/network/training/step_torch.h"

namespace selvedge {

at::Tensor StepLosses::total() const {
    return rpn.objectness + rpn.box + regions.classification + regions.box + regions.mask +
           regions.attribute;
}

std::optional<StepLosses> stepLosses(const Network& net, const Batch& batch,
                                     const TrainConfig& config,
                                     const AttributeLossOptions& attributes, std::stop_token stop) {
    const std::vector<at::Tensor> pyramid = backboneFeatures(net, batch.input).pyramid;
    if (stop.stop_requested())
        return std::nullopt;
    const RpnOutput rpn = rpnHead(net, pyramid);
    StepLosses losses;
    losses.rpn = rpnLosses(rpn, batch.targets,
                           {config.anchorsPerImage, kAnchorForeground, config.seed, batch.step});
    const std::vector<Regions> regions = sampledRegions(
        proposals(rpn, batch.sizes, kTrainingPerLevel, net.arch.flavour.trainingProposals),
        batch.targets, net.config.categories,
        {config.roisPerImage, kRegionForeground, config.seed, batch.step});
    if (stop.stop_requested())
        return std::nullopt;
    losses.regions = regionLosses(net, pyramid, regions, batch.targets, attributes);
    return losses;
}

StepMetrics metricsOf(const StepLosses& losses, const Batch& batch) {
    const at::Tensor values = at::stack({losses.total(), losses.rpn.objectness, losses.rpn.box,
                                         losses.regions.classification, losses.regions.box,
                                         losses.regions.mask, losses.regions.attribute})
                                  .detach()
                                  .to(at::kCPU, at::kDouble);
    const double* value = values.data_ptr<double>();
    StepMetrics metrics;
    metrics.step = batch.step;
    metrics.total = value[0];
    metrics.rpnObjectness = value[1];
    metrics.rpnBox = value[2];
    metrics.classification = value[3];
    metrics.box = value[4];
    metrics.mask = value[5];
    metrics.attribute = value[6];
    return metrics;
}

}  // namespace selvedge
