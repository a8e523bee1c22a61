#pragma once

#include <ATen/ATen.h>

#include <array>
#include <vector>

#include "model/network/layers/architecture.h"

namespace selvedge {

// Boxes are [R, 4] float tensors x0, y0, x1, y1 in pixels of the network's input.

// Weights of dx, dy, dw, dh in the box head (Detectron2's BBOX_REG_WEIGHTS); the proposals' are 1.
inline constexpr std::array<double, 4> kBoxWeights{10, 10, 5, 5};
inline constexpr std::array<double, 4> kProposalWeights{1, 1, 1, 1};

// The grid of one level's anchors.
struct AnchorGrid {
    std::int64_t height = 0, width = 0;     // cells
    std::int64_t strideY = 0, strideX = 0;  // pixels
};
// Anchors of one level, [height * width * ratios, 4], ratio fastest, then x: a cell's centre is
// (x * strideX, y * strideY) (detectron2 DefaultAnchorGenerator, offset 0). `whole`: the corners
// around a centre are rounded, half to even (torchvision AnchorGenerator).
at::Tensor levelAnchors(const AnchorGrid& grid, double size, bool whole, const at::Device& device);

// detectron2 Box2BoxTransform: boxes from deltas [R, 4k] (k boxes for each of R), dw and dh clamped
// at log(1000 / 16), and deltas [R, 4] that lead from `from` to `to`.
at::Tensor applyDeltas(const at::Tensor& deltas, const at::Tensor& boxes,
                       const std::array<double, 4>& weights);
at::Tensor deltasBetween(const at::Tensor& from, const at::Tensor& to,
                         const std::array<double, 4>& weights);

// Cut to an image of the size given; `boxes` is [..., 4].
at::Tensor clipped(const at::Tensor& boxes, double height, double width);
// Bool [..]: of boxes [.., 4], both sides at least `least`; above 0 where that is 0.
at::Tensor notSmall(const at::Tensor& boxes, double least);
// IoU of each of `a` with each of `b`: [A, B], 0 where they do not overlap.
at::Tensor pairwiseIou(const at::Tensor& a, const at::Tensor& b);

}  // namespace selvedge
