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

fs::path OldProject::close() {
    if (m_store) {
        // Only the last connection may leave the WAL mode.
        inStore(m_path, [&] { m_store->exec("PRAGMA journal_mode=DELETE"); });
        m_store.reset();
    }
    if (!m_damaged)
        return {};
    fs::path away = m_path;
    away += ".damaged";
    renameDurably(m_path, away);
    for (const char* suffix : {"-wal", "-shm"}) {
        std::error_code ignored;
        fs::rename(m_path.string() + suffix, away.string() + suffix, ignored);
    }
    return away;
}

}  // namespace selvedge
