#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "model/engine.h"

namespace selvedge {

// A network that stays loaded from one prediction to the next: reading its weights takes longer
// than a picture. One thread at a time. It ends on the thread that lets it go last.
class LoadedSegmenter {
public:
    // The one that is there, if it is of this file as it is now, on this device and of this
    // network (PredictTask::network); else loads it in its place. Throws Error as
    // Engine::loadSegmenter; there is none then.
    Segmenter& of(Engine& engine, const std::filesystem::path& weights, const std::string& device,
                  const std::optional<NetworkConfig>& network);
    void drop();  // after a fault of the device
    bool isLoaded() const { return m_segmenter != nullptr; }

private:
    std::string m_key;
    std::unique_ptr<Segmenter> m_segmenter;
};

}  // namespace selvedge
