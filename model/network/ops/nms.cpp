#include "model/network/ops/nms.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace selvedge {

namespace {

// The kept boxes of one class, coordinate by coordinate so that the comparison runs along memory.
struct Kept {
    std::vector<float> x0, y0, x1, y1, area;

    void add(const float* box, float boxArea) {
        x0.push_back(box[0]);
        y0.push_back(box[1]);
        x1.push_back(box[2]);
        y1.push_back(box[3]);
        area.push_back(boxArea);
    }

    bool covers(const float* box, float boxArea, float threshold) const {
        constexpr std::size_t kBlock = 32;  // looked at in one go without a branch
        for (std::size_t begin = 0; begin < area.size(); begin += kBlock) {
            const std::size_t end = std::min(begin + kBlock, area.size());
            int above = 0;
            for (std::size_t i = begin; i < end; ++i) {
                const float left = std::max(x0[i], box[0]), top = std::max(y0[i], box[1]);
                const float right = std::min(x1[i], box[2]), bottom = std::min(y1[i], box[3]);
                const float inter = std::max(0.f, right - left) * std::max(0.f, bottom - top);
                above |= inter / (area[i] + boxArea - inter) > threshold;
            }
            if (above)
                return true;
        }
        return false;
    }
};

// iou > threshold for a float iou is iou > the largest float that is not above the threshold.
float floatBelow(double threshold) {
    const auto nearest = static_cast<float>(threshold);
    return double(nearest) > threshold ? std::nextafter(nearest, -HUGE_VALF) : nearest;
}

}  // namespace

std::vector<std::int64_t> orderByScore(const float* scores, std::size_t count) {
    std::vector<std::int64_t> order(count);
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::stable_sort(order.begin(), order.end(), [scores](std::int64_t a, std::int64_t b) {
        const float left = scores[a], right = scores[b];
        return left > right || (std::isnan(right) && !std::isnan(left));
    });
    return order;
}

std::vector<std::int64_t> nmsWithinClasses(const float* boxes, const float* scores,
                                           const std::int64_t* classes, std::size_t count,
                                           double threshold) {
    const float limit = floatBelow(threshold);
    std::unordered_map<std::int64_t, Kept> kept;
    std::vector<std::int64_t> result;
    for (const std::int64_t index : orderByScore(scores, count)) {
        const float* box = boxes + 4 * index;
        const float area = (box[2] - box[0]) * (box[3] - box[1]);
        Kept& sameClass = kept[classes[index]];
        if (sameClass.covers(box, area, limit))
            continue;
        sameClass.add(box, area);
        result.push_back(index);
    }
    return result;
}

}  // namespace selvedge
