#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "model/engine.h"

namespace selvedge {

// What Engine::convertWeights promises.
std::uint64_t convertWeightFile(const std::filesystem::path& file, WeightNames names,
                                const std::filesystem::path& target,
                                const std::optional<NetworkConfig>& network);

}  // namespace selvedge
