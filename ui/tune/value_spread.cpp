#include "ui/tune/value_spread.h"

#include <algorithm>

namespace selvedge {

ValueSpread::ValueSpread(std::vector<double> values) : m_sorted(std::move(values)) {
    std::sort(m_sorted.begin(), m_sorted.end());
    for (const double value : m_sorted)
        ++m_bins[std::size_t(std::clamp(int(value * kBins), 0, kBins - 1))];
}

std::uint64_t ValueSpread::kept(double threshold) const {
    return std::uint64_t(m_sorted.end() -
                         std::lower_bound(m_sorted.begin(), m_sorted.end(), threshold));
}

PredictionSpread spreadOf(const PredictionSet& predictions) {
    std::vector<double> scores, attributes;
    for (const auto& [image, detections] : predictions.images) {
        for (const Detection& detection : detections) {
            scores.push_back(detection.score);
            for (const AttributeScore& attribute : detection.attributes)
                attributes.push_back(attribute.probability);
        }
    }
    return {ValueSpread(std::move(scores)), ValueSpread(std::move(attributes))};
}

}  // namespace selvedge
