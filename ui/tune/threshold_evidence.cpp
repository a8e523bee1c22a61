#include "ui/tune/threshold_evidence.h"

#include <algorithm>

namespace selvedge {

ThresholdEvidence::ThresholdEvidence(std::vector<double> values) : m_sorted(std::move(values)) {
    std::sort(m_sorted.begin(), m_sorted.end());
    for (const double value : m_sorted)
        ++m_bins[std::size_t(std::clamp(int(value * kBins), 0, kBins - 1))];
}

std::uint64_t ThresholdEvidence::kept(double threshold) const {
    return std::uint64_t(m_sorted.end() -
                         std::lower_bound(m_sorted.begin(), m_sorted.end(), threshold));
}

PredictionEvidence evidenceOf(const PredictionSet& predictions) {
    std::vector<double> scores, attributes;
    for (const auto& [image, detections] : predictions.images) {
        for (const Detection& detection : detections) {
            scores.push_back(detection.score);
            for (const AttributeScore& attribute : detection.attributes)
                attributes.push_back(attribute.probability);
        }
    }
    return {ThresholdEvidence(std::move(scores)), ThresholdEvidence(std::move(attributes))};
}

}  // namespace selvedge
