#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace selvedge {

// RoIAlign (aligned, adaptive sampling: METHOD 2.1) over p2..p5: each box is pooled from level
// floor(4 + log2(sqrt(area) / 224 + 1e-8)) (Lin et al. 2017, FPN, equation 1), clamped to 2..5.
// `boxes` holds one [R_i, 4] a picture, in its order; the result is [sum R_i, C, output, output].
// Differentiable in the features, not in the boxes.
at::Tensor pooledRegions(const std::vector<at::Tensor>& pyramid,
                         const std::vector<at::Tensor>& boxes, int output);

// RoIAlign of one feature map [N, C, H, W]. `regions` [R, 5]: picture, x0, y0, x1, y1 in pixels;
// `scale` leads from there to the map. [R, C, output, output].
at::Tensor roiAlign(const at::Tensor& feature, const at::Tensor& regions, double scale, int output);

// Greedy non-maximum suppression that compares boxes of one class only: int64 [K] of the kept ones,
// best score first, ties in the order given. A box goes when its IoU with a better one is above
// `threshold`.
at::Tensor nmsWithinClasses(const at::Tensor& boxes, const at::Tensor& scores,
                            const at::Tensor& classes, double threshold);

}  // namespace selvedge
