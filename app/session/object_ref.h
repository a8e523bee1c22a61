#pragma once

#include <compare>
#include <cstdint>

namespace selvedge {

// An object on the screen: of the ground truth (index into ObjectTable) or of predictions (index
// into the current image's detections of a run).
struct ObjectRef {
    enum class Source : std::uint8_t { Truth, Prediction };
    Source source = Source::Truth;
    std::uint32_t index = 0;
    // Of predictions. 0: the session's current run; others: the runs laid over it, in the order of
    // ComparedRuns.
    std::uint16_t run = 0;
    auto operator<=>(const ObjectRef&) const = default;
};

}  // namespace selvedge
