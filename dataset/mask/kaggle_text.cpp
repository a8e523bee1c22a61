// Kaggle's "start length start length ...", 1-based.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

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
    // From `at` on: the text's start or the space behind a number.
    NumberReader(std::string_view text, std::size_t at) : m_text(text), m_at(at) {}

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

    // What is wrong with what stands there instead of a number: itself in quotes, cut to a length
    // that fits a sentence, and why.
    std::string problem() const {
        std::size_t end = m_column;
        while (end < m_text.size() && !isBlank(m_text[end]))
            ++end;
        constexpr std::size_t kShown = 20;
        std::string shown(1, '\'');
        shown += m_text.substr(m_column, std::min(end - m_column, kShown));
        shown += end - m_column > kShown ? "...'" : "'";
        const std::string_view digits = m_text.substr(m_column + 1, end - m_column - 1);
        const bool negative = m_text[m_column] == '-' && !digits.empty() &&
                              digits.find_first_not_of("0123456789") == std::string_view::npos;
        return shown + (negative ? " is negative" : " is not a number");
    }

private:
    std::string_view m_text;
    std::size_t m_at;
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

// The digits at the start of `text`, at most eight, and their value: eight characters at once,
// added up by three multiplications instead of one after the other.
struct Digits {
    std::uint64_t value = 0;
    unsigned count = 0;
};

Digits digitsAt(const char* text) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);  // the first character lowest
    bytes ^= 0x3030303030303030u;             // digits become 0 to 9
    // The highest bit of each byte that is no digit; a carry spoils bytes behind such a one only.
    const std::uint64_t others = ((bytes + 0x7676767676767676u) | bytes) & 0x8080808080808080u;
    const auto count = static_cast<unsigned>(std::countr_zero(others)) / 8;  // 8 when all are
    if (count == 0)
        return {};
    bytes <<= 64 - 8 * count;           // zeros in front
    bytes = bytes * 10 + (bytes >> 8);  // pairs, in every second byte
    constexpr std::uint64_t kPairs = 0x000000ff000000ffu;
    const std::uint64_t value = (bytes & kPairs) * (100 + (std::uint64_t{1000000} << 32)) +
                                ((bytes >> 16) & kPairs) * (1 + (std::uint64_t{10000} << 32));
    return {value >> 32, count};
}

// Reads runs from the start of `text` as long as they stand there as toKaggleRle() writes them, in
// order and with numbers of at most eight digits; stops near the text's end. Returns where: at the
// space behind the last run.
std::size_t readPlainRuns(std::string_view text, std::uint64_t pixels, std::vector<Run>& runs) {
    if constexpr (std::endian::native != std::endian::little)
        return 0;
    constexpr std::size_t kWindow = 18;  // two numbers and two spaces
    std::size_t at = 0;
    std::uint64_t free = 0;  // where a run may start without touching the last one
    while (text.size() - at >= kWindow) {
        const char* here = text.data() + at;
        const Digits start = digitsAt(here);
        const char* there = here + start.count + 1;
        const Digits length = digitsAt(there);
        const bool plain = start.count > 0 && *here != '0' && there[-1] == ' ' &&
                           length.count > 0 && *there != '0' && there[length.count] == ' ';
        if (!plain || start.value <= free || start.value - 1 + length.value > pixels)
            break;
        free = start.value + length.value;
        runs.push_back({static_cast<std::uint32_t>(start.value - 1),
                        static_cast<std::uint32_t>(length.value)});
        at += start.count + length.count + 2;
    }
    return at == 0 ? 0 : at - 1;
}

}  // namespace

ParsedMask parseKaggleRle(std::string_view text, int width, int height) {
    if (!isMaskSize(width, height))
        return failed("an image of " + std::to_string(width) + " x " + std::to_string(height) +
                          " pixels cannot be held",
                      0);
    const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
    std::vector<Run> runs;
    runs.reserve(text.size() / 8);
    // Nearly all of a usual text is read by the quick reader; what it does not take, and errors,
    // are the careful one's.
    NumberReader numbers(text, readPlainRuns(text, pixels, runs));
    bool sorted = true;
    // Where a run may start without touching the last one.
    std::uint64_t free = runs.empty() ? 0 : std::uint64_t{runs.back().end()} + 1;
    for (std::uint64_t start = 0; numbers.next(start);) {
        const std::size_t column = numbers.column();
        const std::size_t number = runs.size() + 1;
        if (numbers.bad())
            return failed(numbers.problem(), column);
        if (start == 0)
            return failed(runNumber(number) + " starts at 0; starts count from 1", column);
        std::uint64_t length = 0;
        if (!numbers.next(length))
            return failed(runNumber(number) + " has a start but no length", column);
        if (numbers.bad())
            return failed(numbers.problem(), numbers.column());
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
