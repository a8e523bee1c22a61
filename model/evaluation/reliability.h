#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/evaluate.h"

namespace selvedge {

// How far a score can be believed: of those around .8, are 80 of 100 right?
inline constexpr std::size_t kReliabilityBins = 10;

struct ReliabilityBin {
    std::uint64_t count = 0, hits = 0;
    double meanScore = 0;  // 0 when empty
    double hitShare = 0;   // hits / count; 0 when empty
};

struct Reliability {
    // [0, .1), [.1, .2), ... [.9, 1]; scores beyond are in the first or the last.
    std::array<ReliabilityBin, kReliabilityBins> bins;
    std::uint64_t count = 0;
    // Expected calibration error (Naeini et al. 2015; Guo et al. 2017, eq. 3): the sum over bins of
    // count / all * |hitShare - meanScore|. -1 when there is nothing.
    double expectedError = -1;
};
// Of a value in [0, 1]; values beyond go to the ends. As float for probabilities: .9f is in the
// last.
std::size_t reliabilityBin(double value);
std::size_t reliabilityBin(float value);

// Of detections that count at `point`, of these categories (empty: all). A hit has taken an object
// of its category by overlap >= .5 (COCOeval's way, without F1); those on crowds are left out.
std::optional<Reliability> scoreReliability(const MatchTable& table, const Protocol& protocol,
                                            const OperatingPoint& point,
                                            const std::vector<CategoryIndex>& categories = {},
                                            std::stop_token stop = {}, int threads = 0);
// Of the probabilities of these attributes (empty: all), of detections that hit in that sense; a
// hit is an attribute that the object has. What lies below the run's floor is not kept, and left
// out.
std::optional<Reliability> attributeReliability(const MatchTable& table, const Protocol& protocol,
                                                const OperatingPoint& point,
                                                const std::vector<AttributeIndex>& attributes = {},
                                                std::stop_token stop = {}, int threads = 0);

// The detections of one bin: hits and falses (no misses).
std::optional<CountedObjects> scoreReliabilityObjects(
    const MatchTable& table, const Protocol& protocol, const OperatingPoint& point, std::size_t bin,
    const std::vector<CategoryIndex>& categories = {}, std::stop_token stop = {}, int threads = 0);
std::optional<CountedObjects> attributeReliabilityObjects(
    const MatchTable& table, const Protocol& protocol, const OperatingPoint& point, std::size_t bin,
    const std::vector<AttributeIndex>& attributes = {}, std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
