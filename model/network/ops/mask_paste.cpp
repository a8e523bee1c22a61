#include "model/network/ops/mask_paste.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace selvedge {

namespace {

// A pixel's place between two neighbours of the map, along one axis.
struct Place {
    std::size_t low;      // in a map with a ring of zeros around it: 0..side
    float toLow, toHigh;  // their weights
};

// The pixels `first`, ... of an axis whose samples may be other than 0.
struct Axis {
    int first = 0;
    std::vector<Place> places;
};

// `from`, `to`: the box's edges on an axis with `size` pixels.
Axis axisOf(float from, float to, int side, int size) {
    Axis axis;
    // Samples end half a cell of the map outside the box.
    const double margin = (double(to) - from) / (2. * side) + 1;
    const double begin = std::max(0., std::floor(from - margin));
    const double end = std::min(double(size), std::ceil(to + margin));
    if (!(begin < end))
        return axis;
    axis.first = int(begin);
    for (int pixel = axis.first; pixel < int(end); ++pixel) {
        // In float and in the order of Detectron2 and torch's grid_sample.
        const float normalised = (float(pixel) + .5f - from) / (to - from) * 2 - 1;
        const float place = (normalised + 1) * (float(side) / 2) - .5f;
        const float low = std::floor(place);
        if (low < -1 || low >= float(side)) {
            if (axis.places.empty())
                ++axis.first;
            else
                break;
            continue;
        }
        const float toHigh = place - low;
        axis.places.push_back({std::size_t(low + 1), 1 - toHigh, toHigh});
    }
    return axis;
}

}  // namespace

RleMask pasteMask(const float* probabilities, int side, const float* box, int width, int height,
                  double threshold) {
    RleMask mask(width, height);
    if (!(threshold > 0))
        return RleMask::fromBox(width, height, {0, 0, width, height});
    if (!std::all_of(box, box + 4, [](float edge) { return std::isfinite(edge); }) ||
        box[0] >= box[2] || box[1] >= box[3])
        return mask;
    const Axis x = axisOf(box[0], box[2], side, width);
    const Axis y = axisOf(box[1], box[3], side, height);

    // The map by columns, with a ring of zeros: what lies outside is 0.
    const std::size_t ringed = std::size_t(side) + 2;
    std::vector<float> map(ringed * ringed, 0.f);
    for (std::size_t row = 0; row < std::size_t(side); ++row) {
        for (std::size_t column = 0; column < std::size_t(side); ++column)
            map[(column + 1) * ringed + row + 1] = probabilities[row * std::size_t(side) + column];
    }

    const auto limit = static_cast<float>(threshold);
    std::vector<RleMask::Run> runs;
    for (std::size_t column = 0; column < x.places.size(); ++column) {
        const Place& across = x.places[column];
        const float* left = map.data() + across.low * ringed;
        const float* right = left + ringed;
        const auto offset =
            (std::uint32_t(x.first) + std::uint32_t(column)) * std::uint32_t(height) +
            std::uint32_t(y.first);
        bool inside = false;
        for (std::size_t row = 0; row < y.places.size(); ++row) {
            const auto& [low, toLow, toHigh] = y.places[row];
            const float value =
                left[low] * (across.toLow * toLow) + right[low] * (across.toHigh * toLow) +
                left[low + 1] * (across.toLow * toHigh) + right[low + 1] * (across.toHigh * toHigh);
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
