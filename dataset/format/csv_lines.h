#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "dataset/format/byte_window.h"

namespace selvedge {

// A line as it stands in the file; the views are valid until the next one is read.
struct CsvLine {
    std::uint64_t number = 0;  // 1-based
    std::string_view text;     // without line end
    std::string_view end;      // "\n", "\r\n", "\r\r\n", or "" at the end of the file
    // A part of a line longer than the limit: its parts come one after the other with the same
    // number, all but the last with end "".
    bool tooLong = false;
};

// Streams the lines of a file of any size; memory is bounded by the limit. Lines end with \n,
// \r\n or what Windows makes of that when it is written as text, \r\r\n. Throws Error(NotFound,
// Unreadable) with the path.
class CsvLines {
public:
    static constexpr std::size_t kLongestLine = std::size_t{64} << 20;

    explicit CsvLines(const std::filesystem::path& file, std::size_t longestLine = kLongestLine);
    bool next(CsvLine& line);  // false at the end of the file

    std::uint64_t bytesDone() const { return m_window.bytesDone(); }
    std::uint64_t bytesTotal() const { return m_window.bytesTotal(); }  // 0 when unknown

private:
    CsvLine take(std::size_t length, std::size_t endLength);

    ByteWindow m_window;
    std::size_t m_longest;
    std::uint64_t m_number = 0;
    bool m_insideLine = false;  // the last part given was of a line that goes on
};

}  // namespace selvedge
