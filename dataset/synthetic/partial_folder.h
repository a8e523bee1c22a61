#pragma once

#include <filesystem>
#include <optional>

#include "dataset/format/unfinished.h"

namespace selvedge {

// Lies in a folder that was drawn here, and says how many bytes its train.csv has (csv_bytes).
inline constexpr const char* kDrawnMark = "drawn.json";

// With its parents. Error(NotWritable).
void createFolder(const std::filesystem::path& folder);

// A folder's lock, held as long as this lives.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    bool isHeld() const { return m_held; }
    // Somebody else has it, or has removed the folder. On a disk without locks neither holds.
    bool isLost() const { return m_lost; }

private:
    int m_file;
    bool m_held = false, m_lost = false;
};

// A folder of our own beside `out` that is there only while it is filled. Nothing but a drawn set
// is replaced; what programs that were killed left of drawing `out` goes. Error(NotWritable).
class PartialFolder {
public:
    explicit PartialFolder(const std::filesystem::path& out);
    ~PartialFolder();
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    const std::filesystem::path& path() const { return m_partial; }
    void commit();  // moves everything to its place, train.csv last

private:
    std::filesystem::path m_out, m_partial;
    std::optional<FolderLock> m_lock;
    std::optional<Unfinished> m_unfinished;
};

}  // namespace selvedge
