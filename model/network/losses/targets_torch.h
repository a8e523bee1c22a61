#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "dataset/mask/rle_mask.h"
#include "model/network/losses/random.h"

namespace selvedge {

// Ground truth of one picture at the size it has in the network's input. G objects.
struct ImageTargets {
    std::string imageId;
    at::Tensor boxes;       // [G, 4] float: of the masks, as edges
    at::Tensor categories;  // int64 [G]
    at::Tensor attributes;  // float [G, attributes]: 0 or 1
    std::vector<RleMask> masks;
};

// Which object each box is matched with.
struct Matches {
    at::Tensor objects;  // int64 [B]: the object of highest IoU (0 where there is none)
    at::Tensor labels;   // int8 [B]: 1 foreground, 0 background, -1 between
};
// Anchors (METHOD 2.1, RPN): IoU < .3 is 0, >= .7 is 1; every anchor that ties an object's highest
// IoU, if above 0, becomes 1 too, and keeps its own best object.
Matches matchAnchors(const at::Tensor& anchors, const at::Tensor& objectBoxes);
// Proposals (METHOD 2.1, ROI heads): IoU >= .5 is 1.
Matches matchProposals(const at::Tensor& proposals, const at::Tensor& objectBoxes);

// How many boxes of a picture a loss takes, and the random numbers for it.
struct Sampling {
    int perImage = 256;
    double foreground = 0.5;  // at most this part
    std::uint64_t seed = 1;
    int step = 0;
};
inline constexpr double kAnchorForeground = 0.5;   // RPN.POSITIVE_FRACTION
inline constexpr double kRegionForeground = 0.25;  // ROI_HEADS.POSITIVE_FRACTION

// Rows taken from `labels` (on its device): detectron2 subsample_labels, drawn by philox.
struct Sample {
    at::Tensor foreground;  // int64
    at::Tensor background;
};
Sample sampled(const at::Tensor& labels, const Sampling& sampling, RandomPlace::Stream stream,
               const std::string& imageId);

}  // namespace selvedge
