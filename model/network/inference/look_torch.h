#pragma once

#include <span>
#include <vector>

#include "model/network/inference/prediction_torch.h"

namespace selvedge {

// Pictures of one network size, once through the network at that size. No gradient. Throws what
// torch throws.
std::vector<std::vector<Detection>> lookAt(const Network& network,
                                           std::span<const Image* const> pictures,
                                           const PredictOptions& options);

// One picture with test-time augmentation: PredictOptions::scales and mirrored. The features of a
// size are worked out twice, for boxes and for what is in them, so that memory does not grow with
// the number of sizes (as detectron2 does).
std::vector<Detection> lookAtScales(const Network& network, const Image& picture,
                                    const PredictOptions& options);

}  // namespace selvedge
