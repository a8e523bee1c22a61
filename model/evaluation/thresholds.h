#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "model/evaluation/protocol.h"

// COCOeval's parameters (METHOD 1.1), and the thresholds that a protocol asks pairs for. Not for
// other folders.

namespace selvedge {

// Computed as numpy's linspace does: start + i * step in double, the last one set to the end.
inline constexpr std::size_t kIouThresholds = 10;      // .50, .55, ... .95
inline constexpr std::size_t kRecallThresholds = 101;  // 0, .01, ... 1
const std::array<double, kIouThresholds>& iouThresholds();
const std::array<double, kRecallThresholds>& recallThresholds();

// Square pixels, both ends included.
struct AreaRange {
    double low = 0, high = 0;
    bool contains(double area) const { return area >= low && area <= high; }
};
// All, small, medium, large.
inline constexpr std::array<AreaRange, 4> kAreaRanges{
    {{0, 1e10}, {0, 1024}, {1024, 9216}, {9216, 1e10}}};
inline constexpr std::size_t kRanges = kAreaRanges.size();

// What a pair must reach to hit, at each of `size` thresholds. fp_eval's eleventh, -1, asks
// nothing.
inline constexpr std::size_t kThresholds = kIouThresholds + 1;
inline constexpr double kOff = -1;
struct Column {
    std::array<double, kThresholds> iou{}, f1{};
    std::size_t size = kIouThresholds;
    bool operator==(const Column&) const = default;
};
// The ten thresholds of IoU, and after them, with `iouOff`, one without. All with one of F1.
Column columnOf(double f1, bool iouOff = false);
// One threshold of each.
Column columnOfPair(double iou, double f1);
// The first column has F1 off, then come those with F1: none for Pairs::None, ten for Grid.
std::vector<Column> columnsOf(const Protocol& protocol);

}  // namespace selvedge
