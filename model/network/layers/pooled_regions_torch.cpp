#include <cmath>

#include "model/network/layers/architecture.h"
#include "model/network/layers/regions_torch.h"

namespace selvedge {

namespace {

constexpr int kPooledLevels = 4;  // p2..p5

// [R, 4] boxes -> int64 [R]: 0 for p2 .. 3 for p5.
at::Tensor levelsOf(const RegionPooling& pooling, const at::Tensor& boxes) {
    const at::Tensor size =
        ((boxes.select(1, 2) - boxes.select(1, 0)) * (boxes.select(1, 3) - boxes.select(1, 1)))
            .sqrt();
    const at::Tensor level = 4 + at::log2(size / 224 + pooling.inLog) + pooling.afterLog;
    return at::floor(level).clamp(2, 5).to(at::kLong) - 2;
}

}  // namespace

at::Tensor pooledRegions(const RegionPooling& pooling, const std::vector<at::Tensor>& pyramid,
                         const std::vector<at::Tensor>& boxes, int output) {
    std::vector<at::Tensor> regions;
    for (std::size_t image = 0; image < boxes.size(); ++image)
        regions.push_back(
            at::cat({at::full({boxes[image].size(0), 1}, double(image), boxes[image].options()),
                     boxes[image]},
                    1));
    const at::Tensor all = at::cat(regions);  // [R, 5]
    const at::Tensor levels = levelsOf(pooling, all.narrow(1, 1, 4));

    // Level after level, then back into the order of the boxes.
    std::vector<at::Tensor> pooled, rows;
    for (int level = 0; level < kPooledLevels; ++level) {
        rows.push_back(at::nonzero(levels == level).view(-1));
        pooled.push_back(
            roiAlign(pyramid[level], all.index_select(0, rows.back()),
                     {1.0 / kStrides[level], output, pooling.samplingRatio, pooling.aligned}));
    }
    return at::cat(pooled).index_select(0, at::argsort(at::cat(rows)));  // [R, C, output, output]
}

}  // namespace selvedge
