#pragma once

#include "model/engine.h"

namespace selvedge {

// Engine::loadSegmenter (model/engine.h).
std::unique_ptr<Segmenter> makeSegmenter(const std::filesystem::path& checkpoint,
                                         const std::string& device,
                                         const std::optional<NetworkConfig>& network);

}  // namespace selvedge
