#pragma once

#include <filesystem>

namespace selvedge {

// NAME.partial, in which a new project grows. Holds a lock on it, so that two imports do not write
// the same one; what a killed import left is emptied. Removed at the end unless commit() was
// called.
class PartialFile {
public:
    // Throws Error(Busy) when another import has it, Error(NotWritable).
    explicit PartialFile(const std::filesystem::path& target);
    ~PartialFile();
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    // Makes it the target, in one step and durably. An old project there must have been closed
    // (closeOldProject). Nobody has the file open in SQLite.
    void commit();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_path;
    int m_file = -1;
};

// Makes ready for replacing the project at `path`: its write-ahead log goes into the file, so that
// none is left beside the new one. Throws Error(Busy) when it is open somewhere, Error(NotWritable)
// when it holds edits, which nothing else has, or is no project but somebody's file. A damaged
// project may be replaced.
void closeOldProject(const std::filesystem::path& path);

}  // namespace selvedge
