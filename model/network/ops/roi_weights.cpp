#include "model/network/ops/roi_weights.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace selvedge {

void RoiWeights::addSample(Place& place, float position, float weight, int size) {
    if (position < -1 || position > float(size) || size == 0)
        return;
    const float inside = std::max(position, 0.f);
    int low = int(inside), high = low + 1;
    float toHigh = inside - float(low);
    if (low >= size - 1) {
        low = high = size - 1;
        toHigh = 0;
    }
    if (place.begin == place.end)
        place.first = low;
    const auto needed = place.begin + std::size_t(high - place.first) + 1;
    if (needed > place.end) {
        m_weights.resize(needed, 0.f);
        place.end = needed;
    }
    float* weights = m_weights.data() + place.begin;
    weights[low - place.first] += weight * (1 - toHigh);
    weights[high - place.first] += weight * toHigh;
}

void RoiWeights::compute(float start, float length, int bins, int samplingRatio, int size) {
    m_places.clear();
    m_weights.clear();
    m_first = size;
    m_last = 0;
    const float bin = length / float(bins);
    const int samples = samplingRatio > 0 ? samplingRatio : int(std::ceil(bin));
    for (int b = 0; b < bins; ++b) {
        Place place{0, m_weights.size(), m_weights.size()};
        for (int i = 0; i < samples; ++i) {
            // Upwards also where the region is inside out, which a fixed ratio samples too.
            const int sample = bin < 0 ? samples - 1 - i : i;
            addSample(place, start + float(b) * bin + (float(sample) + .5f) * bin / float(samples),
                      1 / float(samples), size);
        }
        if (place.begin != place.end) {
            m_first = std::min(m_first, place.first);
            m_last = std::max(m_last, place.first + int(place.end - place.begin));
        }
        m_places.push_back(place);
    }
    if (m_last == 0)
        m_first = 0;
}

RoiWeights::Bin RoiWeights::bin(int index) const {
    const Place& place = m_places[std::size_t(index)];
    return {place.first, std::span(m_weights).subspan(place.begin, place.end - place.begin)};
}

void computeRoiWeights(const float* region, float scale, bool aligned, int pooled,
                       int samplingRatio, int width, int height, RoiWeights& x, RoiWeights& y) {
    const float offset = aligned ? .5f : 0.f;
    const float x0 = region[1] * scale - offset, y0 = region[2] * scale - offset;
    float w = region[3] * scale - offset - x0, h = region[4] * scale - offset - y0;
    if (!aligned) {  // the first definition of RoIAlign made every region at least a pixel
        w = std::max(w, 1.f);
        h = std::max(h, 1.f);
    }
    x.compute(x0, w, pooled, samplingRatio, width);
    y.compute(y0, h, pooled, samplingRatio, height);
}

}  // namespace selvedge
