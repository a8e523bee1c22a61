#include "model/network/ops/mask_target.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset/error.h"
#include "model/network/ops/roi_weights.h"

namespace selvedge {

namespace {

// Means of the mask's RoIAlign, [side, side].
void maskMeans(const RleMask& mask, const float* box, int side, bool aligned, float* means) {
    constexpr float kFarthest = 1e6f;  // bounds the samples
    for (int i = 0; i < 4; ++i) {
        if (!(std::abs(box[i]) <= kFarthest))
            throw Error(ErrorKind::BadFormat,
                        "a mask target's box has the coordinate " + std::to_string(box[i]));
    }
    const float region[5] = {0, box[0], box[1], box[2], box[3]};
    RoiWeights x, y;
    computeRoiWeights(region, 1, aligned, side, 0, mask.width(), mask.height(), x, y);

    const IntBox view{x.first(), y.first(), x.last() - x.first(), y.last() - y.first()};
    const auto columns = std::size_t(view.width);
    std::vector<std::uint8_t> window(columns * std::size_t(view.height), 0);
    if (!window.empty())
        mask.paint(window.data(), view, view.width, 1);

    std::vector<float> sums(columns);
    for (int row = 0; row < side; ++row) {
        const RoiWeights::Bin rows = y.bin(row);
        std::fill(sums.begin(), sums.end(), 0.f);
        for (std::size_t i = 0; i < rows.weights.size() && !window.empty(); ++i) {
            const std::uint8_t* pixels =
                window.data() + (std::size_t(rows.first - view.y) + i) * columns;
            const float weight = rows.weights[i];
            for (std::size_t c = 0; c < columns; ++c)
                sums[c] += weight * float(pixels[c]);
        }
        for (int column = 0; column < side; ++column) {
            const RoiWeights::Bin bin = x.bin(column);
            float mean = 0;
            for (std::size_t i = 0; i < bin.weights.size(); ++i)
                mean += bin.weights[i] * sums[std::size_t(bin.first - view.x) + i];
            *means++ = mean;
        }
    }
}

}  // namespace

void maskTarget(const RleMask& mask, const float* box, int side, float* target) {
    maskMeans(mask, box, side, true, target);
    std::transform(target, target + side * side, target,
                   [](float mean) { return mean >= .5f ? 1.f : 0.f; });
}

void softMaskTarget(const RleMask& mask, const float* box, int side, float* target) {
    maskMeans(mask, box, side, false, target);
}

}  // namespace selvedge
