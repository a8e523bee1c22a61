#include "dataset/format/unfinished.h"

#include <mutex>
#include <set>

namespace selvedge {

namespace fs = std::filesystem;

namespace {

struct List {
    std::mutex mutex;
    std::multiset<fs::path> paths;
};

// Never destroyed: a thread may still write when the program ends.
List& list() {
    static List* const all = new List;
    return *all;
}

}  // namespace

Unfinished::Unfinished(fs::path path) : m_path(fs::absolute(path)) {
    const std::lock_guard lock(list().mutex);
    list().paths.insert(m_path);
}

Unfinished::~Unfinished() {
    const std::lock_guard lock(list().mutex);
    list().paths.erase(list().paths.find(m_path));
}

void removeUnfinished() {
    const std::lock_guard lock(list().mutex);
    for (const fs::path& path : list().paths) {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
}

}  // namespace selvedge
