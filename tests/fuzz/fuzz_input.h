#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

// What the fuzz programs share. A promise that does not hold ends the program, which is a finding.
inline void require(bool holds) {
    if (!holds)
        std::abort();
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// The input as a file in memory, for readers that take a path.
class InputFile {
public:
    explicit InputFile(std::string_view bytes) : m_file(memfd_create("input", MFD_CLOEXEC)) {
        require(m_file >= 0 && write(m_file, bytes.data(), bytes.size()) == ssize_t(bytes.size()));
    }
    ~InputFile() { close(m_file); }
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(m_file); }

private:
    int m_file;
};
