#pragma once

#include <optional>
#include <stop_token>

#include "model/network/losses/region_loss_torch.h"
#include "model/network/losses/rpn_loss_torch.h"
#include "model/network/training/batch_torch.h"

namespace selvedge {

struct StepLosses {
    RpnLosses rpn;
    RegionLosses regions;
    at::Tensor total() const;  // scalar
};

// The forward pass of one step. None when `stop` is requested between its stages. `batch` lies on
// the network's device. The sampling's perImage, seed and step come from `config` and the batch.
std::optional<StepLosses> stepLosses(const Network& network, const Batch& batch,
                                     const TrainConfig& config,
                                     const AttributeLossOptions& attributes, std::stop_token stop);

// The losses as numbers (one copy from the device).
StepMetrics metricsOf(const StepLosses& losses, const Batch& batch);

}  // namespace selvedge
