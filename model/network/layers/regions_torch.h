#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/network/layers/flavour.h"

namespace selvedge {

// RoIAlign over p2..p5, each box from the level that `pooling` says (Lin et al. 2017, FPN, equation
// 1). `boxes` holds one [R_i, 4] a picture, in its order; the result is [sum R_i, C, output,
// output]. Differentiable in the features, not in the boxes. (torchvision works the levels' scales
// out from the sizes, which gives the same but for pictures of a few pixels.)
at::Tensor pooledRegions(const RegionPooling& pooling, const std::vector<at::Tensor>& pyramid,
                         const std::vector<at::Tensor>& boxes, int output);

// As in ops/roi_align.h, RoiAlignShape.
struct RoiAlignOptions {
    double scale = 1;  // leads from pixels to the map
    int output = 7;
    int samplingRatio = 0;
    bool aligned = true;
};
// RoIAlign of one feature map [N, C, H, W]. `regions` [R, 5]: picture, x0, y0, x1, y1 in pixels.
// [R, C, output, output], in the map's layout (channels first or last) and type; summed in float.
at::Tensor roiAlign(const at::Tensor& feature, const at::Tensor& regions,
                    const RoiAlignOptions& options);

// Greedy non-maximum suppression that compares boxes of one class only: int64 [K] of the kept ones,
// best score first, ties in the order given. A box goes when its IoU with a better one is above
// `threshold`.
at::Tensor nmsWithinClasses(const at::Tensor& boxes, const at::Tensor& scores,
                            const at::Tensor& classes, double threshold);

// The same without the host waiting for a GPU's count: `indices` is as long as the boxes are, its
// first `count` entries are the result and the others any index of a box.
struct Kept {
    at::Tensor indices;  // int64 [R]
    at::Tensor count;    // int64 [1]
};
Kept keptWithinClasses(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& classes,
                       double threshold);

}  // namespace selvedge
