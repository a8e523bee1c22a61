#pragma once

#include <filesystem>
#include <optional>

#include "dataset/format/unfinished.h"

namespace selvedge {

// NAME.partial, in which a new project grows; what a killed import left there is emptied, anybody
// else's file is refused. Removed at the end unless commit() was called. The caller has the
// project's lock.
class PartialFile {
public:
    explicit PartialFile(const std::filesystem::path& target);  // throws Error(NotWritable)
    ~PartialFile();
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    // Makes it the target, in one step and durably. Nobody has either file open in SQLite.
    void commit();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_path;
    std::optional<Unfinished> m_unfinished;
    int m_file = -1;
};

// Removes what SQLite may have left beside a project: NAME-wal and NAME-shm.
void removeLogs(const std::filesystem::path& project);

}  // namespace selvedge
