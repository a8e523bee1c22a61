#pragma once

#include "model/network/heads/proposals_torch.h"
#include "model/network/heads/region_heads_torch.h"
#include "model/network/layers/backbone_torch.h"

namespace selvedge {

// The objects of one picture in the network's own terms, best score first.
struct PredictedObjects {
    BoxDetections boxes;
    // [D, attributes], -inf where impossible: of the proposal each came from, or where the head
    // looks at the mask's regions, of the final box.
    at::Tensor attributeLogits;
    at::Tensor masks;                           // [D, 28, 28], probabilities over the box
    MaskPaste paste = MaskPaste::PixelCentres;  // how the network's flavour pastes them
};
// The heads on one picture's features and proposals. No gradient.
PredictedObjects predictedObjects(const Network& network, const std::vector<at::Tensor>& pyramid,
                                  const at::Tensor& proposals, const InputSize& size,
                                  const BoxThresholds& thresholds);

// In the original picture's pixels: boxes scaled and cut (empty ones dropped), masks pasted
// (METHOD 2.1, Inference), attributes of at least the floor.
std::vector<Detection> detectionsOf(const PredictedObjects& objects, const InputSize& size,
                                    const ImageSize& original, const PredictOptions& options);

}  // namespace selvedge
