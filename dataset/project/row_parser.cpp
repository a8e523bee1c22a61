#include "dataset/project/row_parser.h"

#include <algorithm>
#include <charconv>

#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

constexpr std::size_t kLongestImageId = 1024;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// A text as it may stand in a sentence.
std::string shown(std::string_view text) {
    constexpr std::size_t kShown = 20;
    return text.size() > kShown ? "'" + std::string(text.substr(0, kShown)) + "...'"
                                : "'" + std::string(text) + "'";
}

bool isNothing(std::string_view attributes) {
    return attributes.empty() || attributes == "NaN" || attributes == "nan";
}

void sortUnique(std::vector<int>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// 1-based column of the field's first character, past an opening quote.
std::uint64_t columnOf(const CsvRow& row, CsvColumn column) {
    const std::size_t begin = row.spans[column].begin;
    return begin + 1 + (begin < row.raw.size() && row.raw[begin] == '"');
}

class RowReader {
public:
    RowReader(const CsvRow& row, const Catalog& catalog) : m_row(row), m_catalog(catalog) {}

    ParsedRow read() {
        m_out.hasImage = readImage();
        if (m_out.hasImage)
            m_out.hasObject = readObject();
        return std::move(m_out);
    }

private:
    bool fail(CsvColumn column, const std::string& text, std::size_t offset = 0) {
        m_out.issues.push_back({m_row.line, columnOf(m_row, column) + offset, text});
        return false;
    }

    bool readImage() {
        m_out.imageId = m_row.imageId;
        if (m_out.imageId.empty())
            return fail(ImageIdColumn, "ImageId is empty");
        if (m_out.imageId.size() > kLongestImageId)
            return fail(ImageIdColumn, "ImageId is longer than 1,024 characters");
        const auto height = wholeNumber(m_row.height);
        if (!height || *height == 0)
            return fail(HeightColumn,
                        "Height " + shown(m_row.height) + " is not a whole number from 1 on");
        const auto width = wholeNumber(m_row.width);
        if (!width || *width == 0)
            return fail(WidthColumn,
                        "Width " + shown(m_row.width) + " is not a whole number from 1 on");
        if (!isMaskSize(*width, *height))
            return fail(HeightColumn, "an image of " + std::to_string(*width) + " x " +
                                          std::to_string(*height) + " pixels is too large");
        m_out.height = *height;
        m_out.width = *width;
        return true;
    }

    bool readObject() {
        ParsedMask mask = parseKaggleRle(m_row.encodedPixels, m_out.width, m_out.height);
        if (!mask.mask)
            return fail(EncodedPixelsColumn, "EncodedPixels: " + mask.error, mask.column);
        if (mask.mask->empty())
            return fail(EncodedPixelsColumn, "EncodedPixels is empty: the object has no pixel");
        // 2019's `k_a_b`: category k with attributes a and b.
        const std::size_t bar = std::min(m_row.classId.find('_'), m_row.classId.size());
        const auto category = wholeNumber(std::string_view(m_row.classId).substr(0, bar));
        if (!category)
            return fail(ClassIdColumn,
                        "ClassId " + shown(m_row.classId) + " is not a whole number");
        if (!m_catalog.categoryIndex(*category))
            return fail(ClassIdColumn, "ClassId " + std::to_string(*category) +
                                           " is not in the label descriptions");
        AttributeIds attributes = attributesOf(m_row, m_catalog);
        if (!attributes.problem.empty())
            fail(bar < m_row.classId.size() ? ClassIdColumn : AttributesIdsColumn,
                 attributes.problem);
        m_out.mask = std::move(*mask.mask);
        m_out.maskIsCanonical = mask.canonical;
        m_out.category = *category;
        m_out.attributes = std::move(attributes.known);
        return true;
    }

    const CsvRow& m_row;
    const Catalog& m_catalog;
    ParsedRow m_out;
};

}  // namespace

std::optional<int> wholeNumber(std::string_view text) {
    text = trimmed(text);
    if (text.ends_with(".0"))
        text.remove_suffix(2);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

AttributeIds parseAttributeIds(const std::string& text, const Catalog& catalog) {
    AttributeIds out;
    const std::string_view all = trimmed(text);
    if (isNothing(all))
        return out;
    std::string wrong;  // the first few words that are no attributes
    std::size_t wrongCount = 0;
    for (std::size_t at = 0; at <= all.size();) {
        const std::size_t comma = std::min(all.find(',', at), all.size());
        const std::string_view word = trimmed(all.substr(at, comma - at));
        at = comma + 1;
        const auto id = wholeNumber(word);
        if (id && catalog.attributeIndex(*id)) {
            out.known.push_back(*id);
            continue;
        }
        if (id)
            out.unknown.push_back(*id);
        else if (!word.empty())
            out.hasOtherWords = true;
        if (++wrongCount <= 3)
            wrong += (wrong.empty() ? "" : ", ") + shown(word);
    }
    sortUnique(out.known);
    sortUnique(out.unknown);
    if (wrongCount > 0)
        out.problem = "AttributesIds: " + wrong +
                      (wrongCount > 3 ? " and " + std::to_string(wrongCount - 3) + " more" : "") +
                      (wrongCount == 1 ? " is" : " are") +
                      " not in the label descriptions; the object is read without";
    return out;
}

AttributeIds attributesOf(const CsvRow& row, const Catalog& catalog) {
    const std::size_t bar = row.classId.find('_');
    if (bar == std::string::npos)
        return parseAttributeIds(row.attributesIds, catalog);
    std::string all = row.classId.substr(bar + 1);
    std::replace(all.begin(), all.end(), '_', ',');
    const std::string_view others = trimmed(row.attributesIds);
    if (!isNothing(others))
        (all += ',') += others;
    AttributeIds out = parseAttributeIds(all, catalog);
    if (!out.problem.empty())
        out.problem.replace(0, out.problem.find(':'), "ClassId");
    return out;
}

ParsedRow parseRow(const CsvRow& row, const Catalog& catalog) {
    return RowReader(row, catalog).read();
}

std::optional<Spelling> spellingOf(const CsvRow& row, const ParsedRow& parsed,
                                   const CsvLayout& layout) {
    if (!parsed.hasObject || !parsed.maskIsCanonical)
        return Spelling{std::string(row.raw), std::nullopt};
    // The mask's text is most of the row, and the store has it already. A canonical one has no
    // quotes inside, so it stands in the row as it is.
    const std::size_t maskAt = columnOf(row, EncodedPixelsColumn) - 1;
    Spelling spelling;
    spelling.maskAt = maskAt;
    spelling.text = row.raw.substr(0, maskAt);
    spelling.text += row.raw.substr(maskAt + row.encodedPixels.size());
    const std::string formatted = layout.format(
        {parsed.imageId, "", std::to_string(parsed.height), std::to_string(parsed.width),
         std::to_string(parsed.category), joinedIds(parsed.attributes)});
    if (formatted == spelling.text)
        return std::nullopt;
    return spelling;
}

}  // namespace selvedge
