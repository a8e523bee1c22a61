#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace selvedge {

// Greedy non-maximum suppression within classes: boxes by falling score, equal scores in the order
// given, NaN last; a box goes when its IoU with a kept one of its class is above `threshold`
// (strictly; the float IoU against the double). Returns the indices of the kept ones in that order.
//
// `boxes` is [count, 4] float: x0, y0, x1, y1; `classes` [count], any numbers. The arithmetic is
// float and in torchvision's order, inter / (a + b - inter), on the boxes as they are: shifting
// each class to a place of its own, as torchvision's batched_nms may do, rounds the coordinates.
std::vector<std::int64_t> nmsWithinClasses(const float* boxes, const float* scores,
                                           const std::int64_t* classes, std::size_t count,
                                           double threshold);

// The order that nmsWithinClasses goes by; for the CUDA form, which takes sorted boxes.
std::vector<std::int64_t> orderByScore(const float* scores, std::size_t count);

}  // namespace selvedge
