#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "dataset/format/unfinished.h"

namespace selvedge {

// A file that appears whole or not at all: written to a temporary one beside the target, synced,
// renamed over it by commit(). Without commit() nothing of it is left and the old file stays; what
// a killed program left goes when the same target is written again. A symbolic link is followed; an
// existing file's permissions are kept. Throws Error(NotWritable) with the path and the system's
// reason. One thread at a time.
class AtomicFile {
public:
    explicit AtomicFile(const std::filesystem::path& target) : AtomicFile(target, true) {}
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view text);
    void commit();

private:
    friend void writeFileAtomically(const std::filesystem::path& target, std::string_view text);
    AtomicFile(const std::filesystem::path& target, bool maySweep);
    void create();
    void removeAbandoned() const;
    void flush();
    [[noreturn]] void fail(const char* doing) const;  // with errno's text

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    std::string m_buffer;
    std::optional<Unfinished> m_unfinished;
    int m_file = -1;
};

// For files that are small, of which a folder may have many: it looks for nothing abandoned.
void writeFileAtomically(const std::filesystem::path& target, std::string_view text);

// Renames `from` to `to` in one step, replacing it, so that it outlives a power cut.
void renameDurably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace selvedge
