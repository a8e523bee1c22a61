#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "dataset/project/store.h"

namespace selvedge {

// A connection for reading with the query of masks ready.
struct StoreReader {
    explicit StoreReader(const std::filesystem::path& path);

    std::unique_ptr<SQLite::Database> store;
    SQLite::Statement maskRuns;  // of row ?
};

// Reading connections, lent to one thread each; as many as threads read at once.
class ReaderPool {
public:
    using Lease = std::unique_ptr<StoreReader, std::function<void(StoreReader*)>>;

    explicit ReaderPool(std::filesystem::path path);
    // Error(NotFound) when another file lies there by now.
    Lease take();

private:
    std::filesystem::path m_path;
    std::pair<std::uint64_t, std::uint64_t> m_file;  // device and inode
    std::mutex m_mutex;
    std::vector<std::unique_ptr<StoreReader>> m_idle;
};

}  // namespace selvedge
