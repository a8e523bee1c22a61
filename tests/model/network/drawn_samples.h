#pragma once

#include <set>

#include "model/engine.h"

namespace selvedge {

// Pictures of 120 x 160 with five rectangles each, made in memory: enough for the training's ways
// (stop, resume, errors) to be tested.
class DrawnSamples : public SampleSource {
public:
    explicit DrawnSamples(std::size_t count) : m_count(count) {}
    std::size_t size() const override { return m_count; }
    TrainingSample load(std::size_t index) const override;    // "drawn-<index>"
    std::optional<LabelCounts> labelCounts() const override;  // of the built-in catalog

    std::set<std::size_t> unreadable;  // load() throws for these

private:
    std::size_t m_count;
};

}  // namespace selvedge
