#include "model/network/layers/boxes_torch.h"

#include <cmath>

namespace selvedge {

namespace {

const double kScaleClamp = std::log(1000.0 / 16);  // 4.135166556742356

struct CentredBox {
    at::Tensor width, height, x, y;  // [R] each
};

CentredBox centred(const at::Tensor& boxes) {
    const at::Tensor width = boxes.select(1, 2) - boxes.select(1, 0);
    const at::Tensor height = boxes.select(1, 3) - boxes.select(1, 1);
    return {width, height, boxes.select(1, 0) + 0.5 * width, boxes.select(1, 1) + 0.5 * height};
}

}  // namespace

at::Tensor levelAnchors(const AnchorGrid& grid, double size, bool whole, const at::Device& device) {
    std::array<float, kAnchorRatios.size() * 4> cell{};
    for (std::size_t i = 0; i < kAnchorRatios.size(); ++i) {
        const double w = std::sqrt(size * size / kAnchorRatios[i]), h = kAnchorRatios[i] * w;
        const double corners[4] = {-w / 2, -h / 2, w / 2, h / 2};
        for (std::size_t c = 0; c < 4; ++c)
            cell[4 * i + c] = float(whole ? std::nearbyint(corners[c]) : corners[c]);
    }
    const at::Tensor cells =
        at::from_blob(cell.data(), {1, 1, std::int64_t(kAnchorRatios.size()), 4}, at::kFloat)
            .to(device, at::kFloat, false, true);
    const auto options = at::TensorOptions().dtype(at::kFloat).device(device);
    const at::Tensor x = (at::arange(grid.width, options) * grid.strideX)
                             .view({1, grid.width})
                             .expand({grid.height, grid.width});
    const at::Tensor y = (at::arange(grid.height, options) * grid.strideY)
                             .view({grid.height, 1})
                             .expand({grid.height, grid.width});
    const at::Tensor shifts = at::stack({x, y, x, y}, 2).unsqueeze(2);  // [H, W, 1, 4]
    return (shifts + cells).reshape({-1, 4});
}

at::Tensor applyDeltas(const at::Tensor& deltas, const at::Tensor& boxes,
                       const std::array<double, 4>& weights) {
    const CentredBox box = centred(boxes);
    const at::Tensor d = deltas.view({deltas.size(0), deltas.size(1) / 4, 4});  // [R, k, 4]
    const at::Tensor width = box.width.unsqueeze(1), height = box.height.unsqueeze(1);
    const at::Tensor x = d.select(2, 0) / weights[0] * width + box.x.unsqueeze(1);
    const at::Tensor y = d.select(2, 1) / weights[1] * height + box.y.unsqueeze(1);
    const at::Tensor w = at::exp((d.select(2, 2) / weights[2]).clamp_max(kScaleClamp)) * width;
    const at::Tensor h = at::exp((d.select(2, 3) / weights[3]).clamp_max(kScaleClamp)) * height;
    return at::stack({x - 0.5 * w, y - 0.5 * h, x + 0.5 * w, y + 0.5 * h}, 2)
        .view(deltas.sizes());  // [R, 4k]
}

at::Tensor deltasBetween(const at::Tensor& from, const at::Tensor& to,
                         const std::array<double, 4>& weights) {
    const CentredBox a = centred(from), b = centred(to);
    return at::stack(
        {weights[0] * (b.x - a.x) / a.width, weights[1] * (b.y - a.y) / a.height,
         weights[2] * at::log(b.width / a.width), weights[3] * at::log(b.height / a.height)},
        1);  // [R, 4]
}

at::Tensor clipped(const at::Tensor& boxes, double height, double width) {
    return at::stack({boxes.select(-1, 0).clamp(0, width), boxes.select(-1, 1).clamp(0, height),
                      boxes.select(-1, 2).clamp(0, width), boxes.select(-1, 3).clamp(0, height)},
                     -1);
}

at::Tensor notSmall(const at::Tensor& boxes, double least) {
    const at::Tensor width = boxes.select(-1, 2) - boxes.select(-1, 0);
    const at::Tensor height = boxes.select(-1, 3) - boxes.select(-1, 1);
    const at::Tensor shorter = at::minimum(width, height);
    return least > 0 ? shorter >= least : shorter > 0;
}

at::Tensor pairwiseIou(const at::Tensor& a, const at::Tensor& b) {
    const auto area = [](const at::Tensor& boxes) {
        return (boxes.select(1, 2) - boxes.select(1, 0)) *
               (boxes.select(1, 3) - boxes.select(1, 1));
    };
    const auto overlap = [&](int axis) {  // [A, B]
        return (at::minimum(a.select(1, axis + 2).unsqueeze(1),
                            b.select(1, axis + 2).unsqueeze(0)) -
                at::maximum(a.select(1, axis).unsqueeze(1), b.select(1, axis).unsqueeze(0)))
            .clamp_min(0);
    };
    const at::Tensor intersection = overlap(0) * overlap(1);
    const at::Tensor iou =
        intersection / (area(a).unsqueeze(1) + area(b).unsqueeze(0) - intersection);
    return at::where(intersection > 0, iou, at::zeros({}, iou.options()));
}

}  // namespace selvedge
