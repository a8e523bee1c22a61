#pragma once

#include <filesystem>

#include "model/weight_report.h"

namespace selvedge {

// What Engine::inspectWeights promises.
WeightReport inspectWeightFile(const std::filesystem::path& path);

}  // namespace selvedge
