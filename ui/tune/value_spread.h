#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/detection.h"

namespace selvedge {

// How values in [0, 1] are spread, for a threshold to be put on them.
class ValueSpread {
public:
    static constexpr int kBins = 50;

    ValueSpread() = default;
    explicit ValueSpread(std::vector<double> values);
    // Values in [i / kBins, (i + 1) / kBins); 1 stands in the last bin.
    const std::array<std::uint64_t, kBins>& bins() const { return m_bins; }
    std::uint64_t total() const { return m_sorted.size(); }
    // Values at or above the threshold. (The evaluator compares attributes as float: give it the
    // threshold rounded to float.)
    std::uint64_t kept(double threshold) const;

private:
    std::array<std::uint64_t, kBins> m_bins{};
    std::vector<double> m_sorted;  // ascending
};

// The scores of all detections, and the probabilities of all their attributes.
struct PredictionSpread {
    ValueSpread scores, attributes;
};
PredictionSpread spreadOf(const PredictionSet& predictions);

}  // namespace selvedge
