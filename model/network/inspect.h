#pragma once

#include <filesystem>

#include "model/engine.h"
#include "model/weight_report.h"

namespace selvedge {

class WeightFile;

// Metadata of a checkpoint of ours: its TrainConfig as JSON, and the steps done.
inline constexpr const char* kConfigKey = "selvedge.config";
inline constexpr const char* kStepKey = "selvedge.step";
bool isCheckpoint(const WeightFile& file);

// What Engine::inspectWeights promises.
WeightReport inspectWeightFile(const std::filesystem::path& path,
                               const std::optional<NetworkConfig>& network = {});

// The network to make of a file's weights: a checkpoint's own, else `given`, else the fitting one.
// Throws Error with the path: BadFormat for a config that cannot be read, Unsupported for a
// checkpoint of another network than `given`.
NetworkConfig networkFor(const WeightFile& file, const std::optional<NetworkConfig>& given);

// The network that most of a file's numbers fit, as its weights want it: its flavour, batch norms
// without epsilon for torchvision's Mask R-CNN, 46 categories and 294 attributes. Throws
// Error(BadFormat) with the path when nothing fits.
NetworkConfig fittingNetwork(const WeightFile& file);

}  // namespace selvedge
