#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/network/heads/proposals_torch.h"
#include "model/network/layers/backbone_torch.h"

namespace selvedge {

inline constexpr int kBoxPool = 7;    // side of the box head's RoIAlign
inline constexpr int kMaskPool = 14;  // of the mask head's; its output has twice that
inline constexpr int kMaskSide = 28;

// Two FC with ReLU on [R, P, 7, 7]: the features of every box output and of the attributes.
// (torchvision's _v2: four 3x3 with batch norm and ReLU, and one FC.)
at::Tensor boxFeatures(const Network& network, const at::Tensor& pooled);  // [R, hidden]

struct BoxOutput {
    at::Tensor classLogits;  // [R, categories + 1], background last
    at::Tensor deltas;       // [R, 4 * outputClasses()]
};
BoxOutput boxOutput(const Network& network, const at::Tensor& features);

// Four 3x3, transposed 2x2, 1x1 on [R, P, 14, 14]; each row's category.
at::Tensor maskLogits(const Network& network, const at::Tensor& pooled,
                      const at::Tensor& categories);  // [R, 28, 28]

// Boxes of one picture after the box head.
struct BoxDetections {
    at::Tensor boxes;       // [D, 4], clipped to the input, best score first
    at::Tensor scores;      // [D]
    at::Tensor categories;  // int64 [D]
    at::Tensor rows;        // int64 [D]: the proposal each came from
};

struct BoxThresholds {
    double score = 0.05;  // strictly above
    double nms = 0.5;     // strictly above goes, inside a category
    int most = 100;       // a picture
};

// METHOD 2.1, Inference (detectron2 fast_rcnn_inference; torchvision RoIHeads.
// postprocess_detections, which drops sides below .01): softmax, background dropped, each
// category's own box, clipped; threshold, NMS inside each category, the best. Of one picture's
// proposals.
BoxDetections boxDetections(const Network& network, const BoxOutput& output,
                            const at::Tensor& proposals, const InputSize& size,
                            const BoxThresholds& thresholds);

}  // namespace selvedge
