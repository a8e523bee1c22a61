#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "model/network/ops/mask_paste.h"
#include "model/network/preprocess/float_resize.h"

namespace selvedge {

namespace {

// The whole pixels of a box on one axis, and where each lies in the ringed map.
struct Axis {
    int first = 0;  // in the image
    std::vector<LinearPlace> places;
};

// expand_boxes in float, then truncated towards 0.
Axis axisOf(float from, float to, int side, int size) {
    const float half = (to - from) * .5f * (float(side + 2) / float(side));
    const float centre = (to + from) * .5f;
    const auto begin = std::int64_t(centre - half), last = std::int64_t(centre + half);
    const std::int64_t length = std::max<std::int64_t>(last - begin + 1, 1);
    const std::int64_t first = std::max<std::int64_t>(begin, 0);
    const std::int64_t end = std::min<std::int64_t>(last + 1, size);
    Axis axis;
    axis.first = int(std::min<std::int64_t>(first, size));
    for (std::int64_t pixel = first; pixel < end; ++pixel)
        axis.places.push_back(linearPlace(pixel - begin, length, side + 2));
    return axis;
}

}  // namespace

RleMask pasteMaskToWholePixels(const float* probabilities, int side, const float* box, int width,
                               int height, double threshold) {
    constexpr float kFarthest = 1e9f;  // whole numbers from there on have no meaning as pixels
    RleMask mask(width, height);
    if (!(threshold > 0))
        return RleMask::fromBox(width, height, {0, 0, width, height});
    if (!std::all_of(box, box + 4, [](float edge) { return std::abs(edge) < kFarthest; }) ||
        box[0] >= box[2] || box[1] >= box[3])
        return mask;
    const Axis x = axisOf(box[0], box[2], side, width);
    const Axis y = axisOf(box[1], box[3], side, height);

    const std::size_t ringed = std::size_t(side) + 2;
    std::vector<float> map(ringed * ringed, 0.f);
    for (std::size_t row = 0; row < std::size_t(side); ++row)
        std::copy_n(probabilities + row * std::size_t(side), side, &map[(row + 1) * ringed + 1]);

    const auto limit = static_cast<float>(threshold);
    std::vector<RleMask::Run> runs;
    for (std::size_t column = 0; column < x.places.size(); ++column) {
        const LinearPlace& across = x.places[column];
        const auto offset =
            (std::uint32_t(x.first) + std::uint32_t(column)) * std::uint32_t(height) +
            std::uint32_t(y.first);
        bool inside = false;
        for (std::size_t row = 0; row < y.places.size(); ++row) {
            const LinearPlace& down = y.places[row];
            const float* top = map.data() + std::size_t(down.low) * ringed;
            const float* bottom = map.data() + std::size_t(down.high) * ringed;
            const float value =
                down.toLow * (across.toLow * top[across.low] + across.toHigh * top[across.high]) +
                down.toHigh *
                    (across.toLow * bottom[across.low] + across.toHigh * bottom[across.high]);
            if (value >= limit) {
                if (!inside)
                    runs.push_back({offset + std::uint32_t(row), 0});
                ++runs.back().length;
            }
            inside = value >= limit;
        }
    }
    return RleMask::fromRuns(width, height, std::move(runs));  // joins runs of full columns
}

}  // namespace selvedge
