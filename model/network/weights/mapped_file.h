#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace selvedge {

// A regular file mapped read-only into memory for as long as this lives. Throws Error (NotFound,
// Unreadable) with the path. A file that another program cuts short while it is mapped ends this
// one with SIGBUS, as with every mapping; our own writer only ever replaces files.
class MappedFile {
public:
    explicit MappedFile(const std::filesystem::path& path);
    MappedFile(MappedFile&& other) noexcept;
    ~MappedFile();
    MappedFile& operator=(MappedFile&&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::filesystem::path m_path;
    std::span<const std::byte> m_bytes;
};

}  // namespace selvedge
