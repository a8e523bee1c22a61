#include "dataset/format/csv_lines.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "dataset/error.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 1 << 20;

}  // namespace

CsvLines::CsvLines(const fs::path& path, std::size_t longestLine)
    : m_path(path), m_longest(longestLine) {
    std::error_code error;
    if (!fs::exists(path, error))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (fs::is_directory(path, error))
        throw Error(ErrorKind::Unreadable, path.string() + " is a folder; name the CSV in it");
    m_file.open(path, std::ios::binary);
    if (!m_file)
        throw Error(ErrorKind::Unreadable,
                    path.string() + " cannot be read: " + std::strerror(errno));
    const auto size = fs::file_size(path, error);
    m_bytesTotal = error ? 0 : size;
}

bool CsvLines::readMore() {
    if (m_begin > 0) {
        std::copy(m_buffer.begin() + std::ptrdiff_t(m_begin),
                  m_buffer.begin() + std::ptrdiff_t(m_end), m_buffer.begin());
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_buffer.size() - m_end < kBlock)
        m_buffer.resize(
            std::max(m_end + kBlock, std::min(m_buffer.size() * 2, m_longest + kBlock)));
    m_file.read(m_buffer.data() + m_end, std::streamsize(m_buffer.size() - m_end));
    const auto count = static_cast<std::size_t>(m_file.gcount());
    if (m_file.bad() || (count == 0 && !m_file.eof()))
        throw Error(ErrorKind::Unreadable,
                    m_path.string() + " cannot be read: " + std::strerror(errno));
    m_end += count;
    m_bytesRead += count;
    return count > 0;
}

CsvLine CsvLines::take(std::size_t length, std::size_t endLength) {
    CsvLine line;
    if (!m_insideLine)
        ++m_number;
    line.number = m_number;
    line.text = std::string_view(m_buffer.data() + m_begin, length);
    line.end = std::string_view(m_buffer.data() + m_begin + length, endLength);
    m_begin += length + endLength;
    return line;
}

bool CsvLines::next(CsvLine& line) {
    std::size_t searched = 0;  // bytes of the unread part that hold no \n
    for (;;) {
        const char* from = m_buffer.data() + m_begin + searched;
        const std::size_t unsearched = m_end - m_begin - searched;
        const void* found = unsearched > 0 ? std::memchr(from, '\n', unsearched) : nullptr;
        const std::size_t length =
            found ? static_cast<std::size_t>(static_cast<const char*>(found) - from) + searched
                  : m_end - m_begin;
        if (length > m_longest) {
            line = take(m_longest, 0);
            line.tooLong = m_insideLine = true;
            return true;
        }
        if (found) {
            const bool crlf = length > 0 && m_buffer[m_begin + length - 1] == '\r';
            line = crlf ? take(length - 1, 2) : take(length, 1);
            line.tooLong = m_insideLine;
            m_insideLine = false;
            return true;
        }
        searched = length;
        if (readMore())
            continue;
        if (length == 0)
            return false;
        line = take(length, 0);
        line.tooLong = m_insideLine;
        return true;
    }
}

}  // namespace selvedge
