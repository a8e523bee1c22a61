#include "dataset/project/reader_pool.h"

namespace selvedge {

StoreReader::StoreReader(const std::filesystem::path& path)
    : store(openReader(path)), maskRuns(*store, "SELECT runs FROM mask WHERE id = ?") {}

ReaderPool::Lease ReaderPool::take() {
    std::unique_ptr<StoreReader> reader;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            reader = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (!reader)
        reader = inStore(m_path, [&] { return std::make_unique<StoreReader>(m_path); });
    return Lease(reader.release(), [this](StoreReader* used) {
        // A statement that was left half-way would hold the store's old state.
        used->maskRuns.tryReset();
        const std::lock_guard lock(m_mutex);
        m_idle.emplace_back(used);
    });
}

}  // namespace selvedge
