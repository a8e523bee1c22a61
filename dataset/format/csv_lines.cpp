#include "dataset/format/csv_lines.h"

#include <algorithm>

namespace selvedge {

CsvLines::CsvLines(const std::filesystem::path& path, std::size_t longestLine)
    : m_window(path), m_longest(longestLine) {}

CsvLine CsvLines::take(std::size_t length, std::size_t endLength) {
    CsvLine line;
    if (!m_insideLine)
        ++m_number;
    line.number = m_number;
    line.text = m_window.view().substr(0, length);
    line.end = m_window.view().substr(length, endLength);
    m_window.drop(length + endLength);
    return line;
}

bool CsvLines::next(CsvLine& line) {
    std::size_t searched = 0;  // bytes of the window that hold no \n
    for (;;) {
        const std::string_view text = m_window.view();
        const std::size_t found = text.find('\n', searched);
        const bool ends = found != std::string_view::npos;
        const std::size_t length = ends ? found : text.size();
        if (length > m_longest) {
            line = take(m_longest, 0);
            line.tooLong = m_insideLine = true;
            return true;
        }
        if (ends) {
            std::size_t returns = 0;
            while (returns < std::min<std::size_t>(length, 2) && text[length - 1 - returns] == '\r')
                ++returns;
            line = take(length - returns, returns + 1);
            line.tooLong = m_insideLine;
            m_insideLine = false;
            return true;
        }
        searched = length;
        if (m_window.readMore())
            continue;
        if (length == 0)
            return false;
        line = take(length, 0);
        line.tooLong = m_insideLine;
        return true;
    }
}

}  // namespace selvedge
