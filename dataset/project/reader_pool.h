#pragma once

#include <functional>
#include <memory>
#include <mutex>
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

    explicit ReaderPool(std::filesystem::path path) : m_path(std::move(path)) {}
    Lease take();

private:
    std::filesystem::path m_path;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<StoreReader>> m_idle;
};

}  // namespace selvedge
