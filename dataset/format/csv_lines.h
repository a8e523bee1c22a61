#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

namespace selvedge {

// A line as it stands in the file; the views are valid until the next one is read.
struct CsvLine {
    std::uint64_t number = 0;  // 1-based
    std::string_view text;     // without line end
    std::string_view end;      // "\n", "\r\n", or "" at the end of the file
    // A part of a line longer than the limit: its parts come one after the other with the same
    // number, all but the last with end "".
    bool tooLong = false;
};

// Streams the lines of a file of any size; memory is bounded by the limit. Lines end with \n or
// \r\n. Throws Error(NotFound, Unreadable) with the path.
class CsvLines {
public:
    static constexpr std::size_t kLongestLine = std::size_t{64} << 20;

    explicit CsvLines(const std::filesystem::path& file, std::size_t longestLine = kLongestLine);
    bool next(CsvLine& line);  // false at the end of the file

    std::uint64_t bytesDone() const { return m_bytesRead - (m_end - m_begin); }
    std::uint64_t bytesTotal() const { return m_bytesTotal; }  // 0 when unknown

private:
    bool readMore();  // false at the end of the file
    CsvLine take(std::size_t length, std::size_t endLength);

    std::filesystem::path m_path;
    std::ifstream m_file;
    std::size_t m_longest;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;  // unread part of the buffer
    std::size_t m_end = 0;
    std::uint64_t m_bytesRead = 0;
    std::uint64_t m_bytesTotal = 0;
    std::uint64_t m_number = 0;
    bool m_insideLine = false;  // the last part given was of a line that goes on
};

}  // namespace selvedge
