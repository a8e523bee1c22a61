#pragma once

#include <filesystem>

#include "model/engine.h"
#include "model/weight_report.h"

namespace selvedge {

// What Engine::inspectWeights promises.
WeightReport inspectWeightFile(const std::filesystem::path& path);

class WeightFile;
// The network that most of a file's numbers fit, as its weights want it: its flavour, batch norms
// without epsilon for torchvision's Mask R-CNN, 46 categories and 294 attributes. Throws
// Error(BadFormat) with the path when nothing fits.
NetworkConfig fittingNetwork(const WeightFile& file);

}  // namespace selvedge
