#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
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

// What verdicts go by: the protocol's way to pair at one threshold of IoU and F1, and what counts.
struct Criteria {
    OperatingPoint point;
    Protocol protocol = Protocol::paper();
    double threshold = 0.5;          // of overlap and F1, each
    std::vector<bool> asksF1 = {};   // by category, as categoriesWithF1(); empty: all do
    std::size_t attributeCount = 0;  // the catalog's: F1Kind::BinaryMacro and BinaryMicro need it
};
Criteria criteriaOf(const MatchTable& table, const Protocol& protocol, const OperatingPoint& point);

// What is Right are the hits of evaluate() with the protocol at that threshold (all sizes; of a
// grid where both are it); the detections and objects left are then paired by overlap alone
// (AttributeError). Without F1 (Pairs::None) there are no attribute errors. A few microseconds an
// image.
ImageVerdicts verdicts(const ImageCell& cell, const Criteria& criteria);

// Verdicts of all images, counted: crowds and hidden detections apart.
struct VerdictCounts {
    std::uint64_t right = 0, attributeErrors = 0, missed = 0, falses = 0;
    bool operator==(const VerdictCounts&) const = default;
};
// The same for any number of threads. Nothing when stopped.
std::optional<VerdictCounts> countVerdicts(const MatchTable& table, const Criteria& criteria,
                                           std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
