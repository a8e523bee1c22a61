// COCO's counts, as a list and as its compressed string (METHOD 1.2).
#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

using Run = RleMask::Run;

ParsedMask failed(std::string error, std::size_t column) {
    ParsedMask result;
    result.error = std::move(error);
    result.column = column;
    return result;
}

std::string sizeText(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

// Takes counts one by one and makes runs of them; they must fill the image to its last pixel.
class CountReader {
public:
    CountReader(int width, int height)
        : m_width(width), m_height(height), m_pixels(std::uint64_t(width) * std::uint64_t(height)) {
        m_runs.clear();
    }

    // False when the count goes past the image's end.
    bool add(std::uint64_t count) {
        if (count > m_pixels - m_at)
            return false;
        // Two runs with nothing between them, or a count of nothing, would be written otherwise.
        m_plain = m_plain && (count > 0 || m_index == 0);
        if (m_index % 2 == 1)
            m_runs.push_back({static_cast<std::uint32_t>(m_at), static_cast<std::uint32_t>(count)});
        m_at += count;
        ++m_index;
        return true;
    }

    // `column` is where the text ends.
    ParsedMask finish(std::size_t column) {
        if (m_at != m_pixels)
            return failed("the counts end after " + std::to_string(m_at) + " of " +
                              sizeText(m_width, m_height) + " = " + std::to_string(m_pixels) +
                              " pixels",
                          column);
        ParsedMask result;
        result.canonical = m_plain && m_index > 0;
        result.mask = m_plain ? RleMask::fromCanonicalRuns(m_width, m_height, m_runs)
                              : RleMask::fromRuns(m_width, m_height, m_runs);
        return result;
    }

    std::size_t index() const { return m_index; }
    std::string tooLong() const {
        return "count " + std::to_string(m_index + 1) + " goes past the last pixel (" +
               sizeText(m_width, m_height) + " = " + std::to_string(m_pixels) + ")";
    }

private:
    int m_width, m_height;
    std::uint64_t m_pixels;
    std::uint64_t m_at = 0;
    std::size_t m_index = 0;
    bool m_plain = true;
    // Kept from mask to mask, so that each takes one piece of memory, of its own size.
    static thread_local std::vector<Run> m_runs;
};

thread_local std::vector<Run> CountReader::m_runs;

}  // namespace

ParsedMask parseCocoRle(std::string_view text, int width, int height) {
    if (!isMaskSize(width, height))
        return failed("an image of " + sizeText(width, height) + " pixels cannot be held", 0);
    CountReader reader(width, height);
    std::int64_t previous[2] = {0, 0};  // counts i - 2 and i - 1
    bool plain = true;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t column = at;
        std::int64_t value = 0;
        int shift = 0;
        for (bool more = true; more; shift += 5) {
            if (at == text.size())
                return failed("the text ends inside a count", column);
            const int group = text[at] - 48;
            if (group < 0 || group > 63)
                return failed("a character that no count is written with", at);
            if (shift > 35)  // counts and their differences fit 34 bits
                return failed(reader.tooLong(), column);
            ++at;
            value |= std::int64_t{group & 31} << shift;
            more = (group & 32) != 0;
            if (!more && (group & 16) != 0)
                value -= std::int64_t{1} << (shift + 5);
        }
        // The shortest spelling: the last group says more than the sign the one before it gives.
        const int groups = shift / 5;
        if (groups > 1) {
            const std::int64_t half = std::int64_t{1} << (5 * (groups - 1) - 1);
            plain = plain && (value < -half || value >= half);
        }
        if (reader.index() > 2)
            value += previous[0];
        if (value < 0)
            return failed("count " + std::to_string(reader.index() + 1) + " is negative", column);
        if (!reader.add(static_cast<std::uint64_t>(value)))
            return failed(reader.tooLong(), column);
        previous[0] = previous[1];
        previous[1] = value;
    }
    ParsedMask result = reader.finish(text.size());
    result.canonical = result.canonical && plain;
    return result;
}

std::string toCocoRle(const RleMask& mask) {
    const std::vector<std::uint32_t> counts = toCounts(mask);
    std::string text;
    text.reserve(counts.size() * 3);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        std::int64_t value = counts[i];
        if (i > 2)
            value -= counts[i - 2];
        for (bool more = true; more;) {
            int group = static_cast<int>(value & 31);
            value >>= 5;
            more = (group & 16) != 0 ? value != -1 : value != 0;
            if (more)
                group += 32;
            text += static_cast<char>(group + 48);
        }
    }
    return text;
}

ParsedMask maskFromCounts(std::span<const std::uint32_t> counts, int width, int height) {
    if (!isMaskSize(width, height))
        return failed("an image of " + sizeText(width, height) + " pixels cannot be held", 0);
    CountReader reader(width, height);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (!reader.add(counts[i]))
            return failed(reader.tooLong(), i);
    }
    return reader.finish(counts.size());
}

std::vector<std::uint32_t> toCounts(const RleMask& mask) {
    std::vector<std::uint32_t> counts;
    counts.reserve(mask.runs().size() * 2 + 1);
    std::uint32_t at = 0;
    for (const Run& run : mask.runs()) {
        counts.push_back(run.start - at);
        counts.push_back(run.length);
        at = run.start + run.length;
    }
    const std::uint32_t pixels =
        static_cast<std::uint32_t>(mask.width()) * static_cast<std::uint32_t>(mask.height());
    if (at < pixels || counts.empty())
        counts.push_back(pixels - at);
    return counts;
}

}  // namespace selvedge
