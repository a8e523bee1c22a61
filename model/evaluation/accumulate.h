#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/evaluation/matching.h"

// The outer half of evaluate() and sweep(): from hits to precision, recall and means, in the same
// double arithmetic as pycocotools and numpy. Not for other folders.

namespace selvedge {

// One category, area range, maxDets and threshold of a column.
struct Curve {
    std::array<double, kRecallThresholds> precision{};  // at recallThresholds()
    double recall = 0;                                  // at the last detection
};
using Curves = std::array<Curve, kThresholds>;
using CurveScratch = std::array<std::vector<double>, kThresholds>;

// Part of a column's detections, best score first.
struct RankedHits {
    std::span<const RankedDetection> detections;
    std::span<const Hits> hits;  // of one area range
    std::uint64_t objects = 0;   // > 0
};
RankedHits rankedHits(const CategoryMatches& matches, std::size_t column, std::size_t range);
// Those whose score is >= minScore: a prefix.
RankedHits atLeast(const RankedHits& ranked, double minScore);

// COCOeval.accumulate, the first `thresholds` of a column in one pass. Takes detections with rank <
// maxDetections. `scratch` keeps memory between calls.
void accumulate(const RankedHits& ranked, int maxDetections, CurveScratch& scratch, Curves& curves,
                std::size_t thresholds = kIouThresholds);
// Only the recalls at the last detection.
std::array<double, kThresholds> recallsOf(const RankedHits& ranked, int maxDetections,
                                          std::size_t thresholds = kIouThresholds);

// numpy's mean of a contiguous array of doubles: pairwise summation in blocks of 128 with eight
// partial sums (numpy, loops_utils.h.src). Not empty.
double numpyMean(std::span<const double> values);
// numpyMean of the entries > -1, which stand for "measured"; -1 when there are none.
double meanOfMeasured(std::span<const double> values, std::vector<double>& scratch);

}  // namespace selvedge
