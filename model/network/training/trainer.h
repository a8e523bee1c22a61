#pragma once

#include "model/engine.h"

namespace selvedge {

// Engine::train (model/engine.h).
TrainSummary trainNetwork(const TrainConfig& config, const SampleSource& samples,
                          const std::filesystem::path& folder, const StepCallback& onStep,
                          std::stop_token stop);

}  // namespace selvedge
