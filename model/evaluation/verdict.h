#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/evaluation/evaluate.h"

namespace selvedge {

// What an operating point makes of one object, for people who look at it.
struct Verdict {
    enum class Kind {
        Right,           // overlap and attributes reach the threshold
        AttributeError,  // the overlap does, the attributes do not
        Missed,          // ground truth that no detection took
        False,           // a detection that took no ground truth
        Ignored,         // a crowd, or a detection on one: neither right nor wrong
        Hidden,          // a detection below the operating point
    };
    Kind kind = Kind::Hidden;
    // The other side, into ImageCell::founds of a truth and ImageCell::truths of a detection.
    std::optional<std::uint32_t> partner;
    double iou = 0;  // with the partner; without one, the best with any of its category
    double f1 = 0;   // with the partner: 1 for ground truth without attributes; without one 0
    bool operator==(const Verdict&) const = default;
};

struct ImageVerdicts {
    std::vector<Verdict> truths;  // as ImageCell::truths
    std::vector<Verdict> founds;  // as ImageCell::founds
};

// One threshold for overlap and F1, as on the diagonal of the paper's metric. What is Right here
// are the hits of evaluate() with Paper at that threshold (all sizes); the detections and objects
// left are then paired by overlap alone (AttributeError). A few microseconds an image.
ImageVerdicts verdicts(const ImageCell& cell, const OperatingPoint& point, double threshold = 0.5,
                       IouType iouType = IouType::Mask);

}  // namespace selvedge
