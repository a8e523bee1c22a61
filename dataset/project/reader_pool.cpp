#include "dataset/project/reader_pool.h"

#include <sys/stat.h>

namespace selvedge {

StoreReader::StoreReader(const std::filesystem::path& path)
    : store(openReader(path)), maskRuns(*store, "SELECT runs FROM mask WHERE id = ?") {}

namespace {

std::pair<std::uint64_t, std::uint64_t> fileAt(const std::filesystem::path& path) {
    struct stat file {};
    return ::stat(path.c_str(), &file) == 0
               ? std::pair<std::uint64_t, std::uint64_t>(file.st_dev, file.st_ino)
               : std::pair<std::uint64_t, std::uint64_t>();
}

}  // namespace

ReaderPool::ReaderPool(std::filesystem::path path)
    : m_path(std::move(path)), m_file(fileAt(m_path)) {}

ReaderPool::Lease ReaderPool::take() {
    std::unique_ptr<StoreReader> reader;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            reader = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (!reader) {
        reader = inStore(m_path, [&] { return std::make_unique<StoreReader>(m_path); });
        // A project that is only read may be replaced by an import: the two must not be mixed.
        if (fileAt(m_path) != m_file)
            throw Error(ErrorKind::NotFound, m_path.string() +
                                                 " was imported again meanwhile, or moved away; "
                                                 "open it again");
    }
    return Lease(reader.release(), [this](StoreReader* used) {
        // A statement that was left half-way would hold the store's old state.
        used->maskRuns.tryReset();
        const std::lock_guard lock(m_mutex);
        m_idle.emplace_back(used);
    });
}

}  // namespace selvedge
