#include "dataset/project/old_project.h"

#include "dataset/format/atomic_file.h"
#include "dataset/project/partial_file.h"

namespace selvedge {

namespace fs = std::filesystem;

OldProject::OldProject(const fs::path& path) : m_path(path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) {
        removeLogs(path);
        return;
    }
    if (fs::file_size(path, ignored) == 0)
        return;
    if (!saysItIsAProject(path))
        throw Error(ErrorKind::NotWritable,
                    path.string() +
                        " is not a Selvedge project and is not overwritten; choose "
                        "another name for the project");
    try {
        m_store = openStore(path);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::BadFormat)
            throw;
        m_damaged = true;
    }
}

void OldProject::close() {
    if (!m_store)
        return;
    // Only the last connection may leave the WAL mode.
    inStore(m_path, [&] { m_store->exec("PRAGMA journal_mode=DELETE"); });
    m_store.reset();
}

fs::path OldProject::moveAway() const {
    if (!m_damaged)
        return {};
    std::error_code ignored;
    fs::path away = m_path.string() + ".damaged";
    for (int i = 2; fs::exists(away, ignored); ++i)
        away = m_path.string() + ".damaged" + std::to_string(i);
    for (const char* suffix : {"-wal", "-shm"})
        fs::rename(m_path.string() + suffix, away.string() + suffix, ignored);
    renameDurably(m_path, away);
    return away;
}

}  // namespace selvedge
