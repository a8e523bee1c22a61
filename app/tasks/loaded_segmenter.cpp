#include "app/tasks/loaded_segmenter.h"

#include "app/tasks/run_predictions.h"

namespace selvedge {

Segmenter& LoadedSegmenter::of(Engine& engine, const std::filesystem::path& weights,
                               const std::string& device,
                               const std::optional<NetworkConfig>& network) {
    std::string key = device + '\n' + predictedBy(weights, {}, network);
    if (!m_segmenter || key != m_key) {
        drop();
        m_segmenter = engine.loadSegmenter(weights, device, network);
        m_key = std::move(key);
    }
    return *m_segmenter;
}

void LoadedSegmenter::drop() {
    m_segmenter.reset();
}

}  // namespace selvedge
