// Kaggle's "start length start length ...", 1-based.
#include <algorithm>
#include <charconv>

#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

using Run = RleMask::Run;

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Reads the numbers of a text one by one and notes whether they stand as we would write them.
class NumberReader {
public:
    explicit NumberReader(std::string_view text) : m_text(text) {}

    // False at the end of the text. Values past 2^32 come out as 2^32: no image is that large.
    bool next(std::uint64_t& value) {
        const std::size_t before = m_at;
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        m_column = m_at;
        if (m_at == m_text.size()) {
            m_plain = m_plain && m_at == before;  // no blank at the end
            return false;
        }
        // One space between two numbers, none before the first.
        const std::size_t blanks = before == 0 ? 0 : 1;
        if (m_at - before != blanks || (blanks == 1 && m_text[before] != ' '))
            m_plain = false;
        constexpr std::uint64_t kLimit = std::uint64_t{1} << 32;
        value = 0;
        for (; m_at < m_text.size() && isDigit(m_text[m_at]); ++m_at)
            value = std::min(kLimit, value * 10 + static_cast<std::uint64_t>(m_text[m_at] - '0'));
        m_bad = m_at == m_column || (m_at < m_text.size() && !isBlank(m_text[m_at]));
        if (m_text[m_column] == '0' && m_at - m_column > 1)
            m_plain = false;
        return true;
    }

    bool bad() const { return m_bad; }
    bool plain() const { return m_plain; }
    std::size_t column() const { return m_column; }

    // What stands there instead of a number, in quotes, cut to a length that fits a sentence.
    std::string word() const {
        std::size_t end = m_column;
        while (end < m_text.size() && !isBlank(m_text[end]))
            ++end;
        constexpr std::size_t kShown = 20;
        std::string shown(1, '\'');
        shown += m_text.substr(m_column, std::min(end - m_column, kShown));
        return shown + (end - m_column > kShown ? "...'" : "'");
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_column = 0;
    bool m_bad = false;
    bool m_plain = true;
};

ParsedMask failed(std::string error, std::size_t column) {
    ParsedMask result;
    result.error = std::move(error);
    result.column = column;
    return result;
}

std::string runNumber(std::size_t run) {
    return "run " + std::to_string(run);
}

}  // namespace

ParsedMask parseKaggleRle(std::string_view text, int width, int height) {
    if (!isMaskSize(width, height))
        return failed("an image of " + std::to_string(width) + " x " + std::to_string(height) +
                          " pixels cannot be held",
                      0);
    const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
    NumberReader numbers(text);
    std::vector<Run> runs;
    runs.reserve(text.size() / 10);
    bool sorted = true;
    std::uint64_t free = 0;  // where a run may start without touching the last one
    for (std::uint64_t start = 0; numbers.next(start);) {
        const std::size_t column = numbers.column();
        const std::size_t number = runs.size() + 1;
        if (numbers.bad())
            return failed(numbers.word() + " is not a number", column);
        if (start == 0)
            return failed(runNumber(number) + " starts at 0; starts count from 1", column);
        std::uint64_t length = 0;
        if (!numbers.next(length))
            return failed(runNumber(number) + " has a start but no length", column);
        if (numbers.bad())
            return failed(numbers.word() + " is not a number", numbers.column());
        if (length == 0)
            return failed(runNumber(number) + " has length 0", numbers.column());
        if (start - 1 + length > pixels)
            return failed(runNumber(number) + " ends past the last pixel (" +
                              std::to_string(width) + " x " + std::to_string(height) + " = " +
                              std::to_string(pixels) + ")",
                          column);
        sorted = sorted && start - 1 >= free;
        free = start + length;
        runs.push_back({static_cast<std::uint32_t>(start - 1), static_cast<std::uint32_t>(length)});
    }
    ParsedMask result;
    result.canonical = sorted && numbers.plain();
    result.mask = sorted ? RleMask::fromCanonicalRuns(width, height, std::move(runs))
                         : RleMask::fromRuns(width, height, std::move(runs));
    return result;
}

std::string toKaggleRle(const RleMask& mask) {
    std::string text;
    text.reserve(mask.runs().size() * 12);
    char digits[24];
    for (const Run& run : mask.runs()) {
        if (!text.empty())
            text += ' ';
        char* end = std::to_chars(digits, digits + 11, std::uint64_t{run.start} + 1).ptr;
        *end++ = ' ';
        end = std::to_chars(end, digits + sizeof digits, run.length).ptr;
        text.append(digits, end);
    }
    return text;
}

}  // namespace selvedge
