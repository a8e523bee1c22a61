#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

namespace selvedge {

// A stretch of a file that moves through it: readMore() makes it longer at its end, drop() shorter
// at its begin. Throws Error(NotFound, Unreadable) with the path.
class ByteWindow {
public:
    explicit ByteWindow(const std::filesystem::path& file);

    std::string_view view() const { return {m_buffer.data() + m_begin, m_end - m_begin}; }
    // False at the end of the file. Views are not valid any more.
    bool readMore();
    void drop(std::size_t count) { m_begin += count; }  // views stay valid

    std::uint64_t bytesDone() const { return m_bytesRead - (m_end - m_begin); }
    std::uint64_t bytesTotal() const { return m_bytesTotal; }  // 0 when unknown

private:
    std::filesystem::path m_path;
    std::ifstream m_file;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_bytesRead = 0;
    std::uint64_t m_bytesTotal = 0;
};

}  // namespace selvedge
