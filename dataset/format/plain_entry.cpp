#include "dataset/format/plain_entry.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "dataset/format/json_value.h"

namespace selvedge {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Of a member's value, at which the parser stands; every function returns false where it is not
// what it should be.
class PlainParser {
public:
    explicit PlainParser(std::string_view text)
        : m_at(text.data()), m_end(text.data() + text.size()) {}

    bool entry(PlainEntry& entry) {
        if (!take('{'))
            return false;
        do {
            std::string_view name;
            if (!plainText(name) || isRepeated(name) || !take(':') || !member(name, entry))
                return false;
        } while (take(','));
        if (!take('}'))
            return false;
        skipBlanks();
        return m_at == m_end && has("image_id") && has("category_id");
    }

private:
    void skipBlanks() {
        while (m_at != m_end && isJsonBlank(*m_at))
            ++m_at;
    }

    bool take(char c) {
        skipBlanks();
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    // No escapes, no bytes that could be no UTF-8.
    bool plainText(std::string_view& text) {
        if (!take('"'))
            return false;
        const char* begin = m_at;
        while (m_at != m_end && *m_at >= ' ' && *m_at != '"' && *m_at != '\\' && *m_at != '\x7f')
            ++m_at;
        text = {begin, std::size_t(m_at - begin)};
        return m_at != m_end && *m_at++ == '"';
    }

    // Compressed counts; the only escape that they need is that of the backslash.
    bool countsText(std::string& text) {
        if (!take('"'))
            return false;
        const char* begin = m_at;
        for (;;) {
            while (m_at != m_end && *m_at >= '0' && *m_at != '\\' && *m_at < '\x7f')
                ++m_at;
            text.append(begin, m_at);
            if (m_at == m_end)
                return false;
            if (*m_at == '"') {
                ++m_at;
                return true;
            }
            if (*m_at != '\\' || m_end - m_at < 2 || m_at[1] != '\\')
                return false;
            text += '\\';
            m_at += 2;
            begin = m_at;
        }
    }

    // A number by JSON's grammar, which is narrower than that of from_chars.
    bool number(std::string_view& digits, bool& isWhole) {
        skipBlanks();
        const char* at = m_at;
        const auto skipDigits = [&] {
            const char* begin = at;
            while (at != m_end && isDigit(*at))
                ++at;
            return at != begin;
        };
        at += at != m_end && *at == '-';
        const char* first = at;
        if (!skipDigits() || (*first == '0' && at - first > 1))
            return false;
        isWhole = true;
        if (at != m_end && *at == '.') {
            ++at;
            isWhole = false;
            if (!skipDigits())
                return false;
        }
        if (at != m_end && (*at == 'e' || *at == 'E')) {
            ++at;
            isWhole = false;
            at += at != m_end && (*at == '-' || *at == '+');
            if (!skipDigits())
                return false;
        }
        digits = {m_at, std::size_t(at - m_at)};
        m_at = at;
        return true;
    }

    bool real(double& value) {
        std::string_view digits;
        bool isWhole = false;
        return number(digits, isWhole) && converted(digits, value);
    }

    bool whole(std::int64_t& value, std::string_view* text = nullptr) {
        std::string_view digits;
        bool isWhole = false;
        if (!number(digits, isWhole) || !isWhole || digits == "-0")
            return false;
        if (text)
            *text = digits;
        return converted(digits, value);
    }

    template <typename Number>
    static bool converted(std::string_view digits, Number& value) {
        const char* end = digits.data() + digits.size();
        const auto result = std::from_chars(digits.data(), end, value);
        return result.ec == std::errc() && result.ptr == end;
    }

    template <typename Read>
    bool list(Read read) {
        if (!take('['))
            return false;
        if (take(']'))
            return true;
        do {
            if (!read())
                return false;
        } while (take(','));
        return take(']');
    }

    bool wholeList(std::optional<std::vector<std::int64_t>>& values) {
        values.emplace();
        return list([&] { return whole(values->emplace_back()); });
    }

    bool realList(std::vector<double>& values) {
        return list([&] { return real(values.emplace_back()); });
    }

    bool member(std::string_view name, PlainEntry& entry) {
        skipBlanks();
        if (name == "id") {
            std::int64_t value = 0;
            return whole(value, &entry.id);
        }
        if (name == "image_id")
            return imageId(entry);
        if (name == "category_id")
            return whole(entry.category);
        if (name == "score")
            return real(entry.score.emplace());
        if (name == "area")
            return real(entry.area.emplace());
        if (name == "iscrowd") {
            std::int64_t value = 0;
            if (!whole(value))
                return false;
            entry.crowd = value != 0;
            return true;
        }
        if (name == "bbox") {
            std::vector<double> numbers;
            if (!realList(numbers) || numbers.size() != 4)
                return false;
            entry.box = BoxXywh{numbers[0], numbers[1], numbers[2], numbers[3]};
            return isUsable(*entry.box);
        }
        if (name == "segmentation")
            return segmentation(entry.segmentation);
        if (name == "attribute_ids")
            return wholeList(entry.attributeIds);
        if (name == "attribute_candidates")
            return wholeList(entry.attributeCandidates);
        if (name == "attribute_scores")
            return realList(entry.attributeScores.emplace());
        return plainValue();
    }

    bool imageId(PlainEntry& entry) {
        if (m_at != m_end && *m_at == '"') {
            std::string_view text;
            const bool good = plainText(text);
            entry.imageId = text;
            return good;
        }
        std::string_view text;
        const bool good = whole(entry.imageNumber.emplace(), &text);
        entry.imageId = text;
        return good;
    }

    bool segmentation(CocoSegmentation& segmentation) {
        if (m_at != m_end && *m_at == '[') {
            segmentation.form = CocoSegmentation::Form::Polygons;
            return list([&] { return realList(segmentation.polygons.emplace_back()); }) &&
                   !segmentation.polygons.empty() &&
                   whatIsWrongWithPolygons(segmentation.polygons).empty();
        }
        bool hasSize = false, hasCounts = false;
        if (!take('{'))
            return false;
        do {
            std::string_view name;
            if (!plainText(name) || !take(':'))
                return false;
            if (name == "size" && !hasSize)
                hasSize = size(segmentation.size);
            else if (name == "counts" && !hasCounts)
                hasCounts = countsText(segmentation.compressed);
            else
                return false;
        } while (take(','));
        segmentation.form = CocoSegmentation::Form::Compressed;
        return hasSize && hasCounts && take('}');
    }

    bool size(ImageSize& size) {
        std::int64_t height = 0, width = 0;
        if (!take('[') || !whole(height) || !take(',') || !whole(width) || !take(']') ||
            height <= 0 || width <= 0 || !isMaskSize(width, height))
            return false;
        size = {int(width), int(height)};
        return true;
    }

    // A number, a text or a word, of which nothing is kept.
    bool plainValue() {
        std::string_view text;
        if (m_at != m_end && *m_at == '"')
            return plainText(text);
        for (const std::string_view word : {"true", "false", "null"})
            if (std::string_view(m_at, std::size_t(m_end - m_at)).starts_with(word)) {
                m_at += word.size();
                return true;
            }
        double value = 0;
        return real(value);
    }

    bool has(std::string_view name) const {
        const auto end = m_names.begin() + std::ptrdiff_t(m_nameCount);
        return std::find(m_names.begin(), end, name) != end;
    }

    bool isRepeated(std::string_view name) {
        if (m_nameCount == m_names.size() || has(name))
            return true;
        m_names[m_nameCount++] = name;
        return false;
    }

    const char* m_at;
    const char* m_end;
    std::array<std::string_view, 24> m_names;
    std::size_t m_nameCount = 0;
};

}  // namespace

std::optional<PlainEntry> readPlainEntry(std::string_view text) {
    std::optional<PlainEntry> entry(std::in_place);
    const bool hasShape = PlainParser(text).entry(*entry) &&
                          (entry->box || entry->segmentation.form != CocoSegmentation::Form::None);
    return hasShape ? std::move(entry) : std::nullopt;
}

}  // namespace selvedge
