#include "model/network/preprocess/float_resize.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace selvedge {

ImageSize networkSizeRoundedDown(const ImageSize& original, int minSize, int maxSize) {
    assert(original.width > 0 && original.height > 0 && minSize > 0 && maxSize > 0);
    const double scale = std::min(double(minSize) / std::min(original.width, original.height),
                                  double(maxSize) / std::max(original.width, original.height));
    const auto edge = [scale](int pixels) { return std::max(1, int(std::floor(pixels * scale))); };
    return {edge(original.width), edge(original.height)};
}

LinearPlace linearPlace(std::int64_t index, std::int64_t newSize, std::int64_t oldSize) {
    const float scale = float(oldSize) / float(newSize);
    // One rounding, as torch's kernels have it: they are built with fused multiply-add.
    const float place = std::max(std::fma(scale, float(index) + .5f, -.5f), 0.f);
    LinearPlace result;
    result.low = std::min(std::int64_t(place), oldSize - 1);
    result.high = std::min(result.low + 1, oldSize - 1);
    result.toHigh = std::min(std::max(place - float(result.low), 0.f), 1.f);
    result.toLow = 1 - result.toHigh;
    return result;
}

void resizedFloats(const Image& image, const ImageSize& size, const std::array<float, 3>& mean,
                   const std::array<float, 3>& deviation, float* out) {
    assert(image.width > 0 && image.height > 0 && size.width > 0 && size.height > 0);
    std::vector<LinearPlace> columns;
    for (int x = 0; x < size.width; ++x)
        columns.push_back(linearPlace(x, size.width, image.width));
    for (std::size_t plane = 0; plane < 3; ++plane) {
        std::array<float, 256> values;  // of the bytes
        for (std::size_t byte = 0; byte < values.size(); ++byte)
            values[byte] = (float(byte) / 255.f - mean[plane]) / deviation[plane];
        for (int y = 0; y < size.height; ++y) {
            const LinearPlace row = linearPlace(y, size.height, image.height);
            const std::size_t stride = 3 * std::size_t(image.width);
            const std::uint8_t* top = image.rgb.data() + std::size_t(row.low) * stride + plane;
            const std::uint8_t* bottom = image.rgb.data() + std::size_t(row.high) * stride + plane;
            for (const LinearPlace& column : columns) {
                const auto low = std::size_t(3 * column.low), high = std::size_t(3 * column.high);
                const float above =
                    column.toLow * values[top[low]] + column.toHigh * values[top[high]];
                const float below =
                    column.toLow * values[bottom[low]] + column.toHigh * values[bottom[high]];
                *out++ = row.toLow * above + row.toHigh * below;
            }
        }
    }
}

}  // namespace selvedge
