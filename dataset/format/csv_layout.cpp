#include "dataset/format/csv_layout.h"

#include <algorithm>

#include "dataset/error.h"

namespace selvedge {

namespace {

constexpr std::array<const char*, kCsvColumns> kNames = {
    "ImageId", "EncodedPixels", "Height", "Width", "ClassId", "AttributesIds"};
constexpr std::size_t kMostFields = 1000;

struct Problem {
    std::string text;
    std::size_t column;  // 0-based
};

// Gives the span of each field, quotes included, to onField(index, begin, end).
template <typename F>
std::optional<Problem> splitFields(std::string_view text, F onField) {
    std::size_t index = 0;
    for (std::size_t at = 0;; ++index) {
        const std::size_t begin = at;
        if (at < text.size() && text[at] == '"') {
            for (++at;; ++at) {
                at = text.find('"', at);
                if (at == std::string_view::npos)
                    return Problem{"a quote opens here and is not closed in this line", begin};
                if (at + 1 == text.size() || text[at + 1] != '"')
                    break;
                ++at;
            }
            ++at;
            if (at < text.size() && text[at] != ',')
                return Problem{"a closing quote is followed by something else than a comma", at};
        } else {
            at = std::min(text.find(',', at), text.size());
        }
        onField(index, begin, at);
        if (at == text.size())
            return std::nullopt;
        ++at;  // the comma
    }
}

void assignUnquoted(std::string& out, std::string_view spelled) {
    if (spelled.empty() || spelled.front() != '"') {
        out = spelled;
        return;
    }
    spelled = spelled.substr(1, spelled.size() - 2);
    out.clear();
    for (std::size_t at = 0; at < spelled.size();) {
        const std::size_t quote = std::min(spelled.find('"', at), spelled.size());
        out += spelled.substr(at, quote - at + (quote < spelled.size()));
        at = quote + 2;
    }
}

void appendQuoted(std::string& out, std::string_view field) {
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += field;
        return;
    }
    out += '"';
    for (char c : field) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

// The beginning of a header as it may stand in a sentence.
std::string shown(std::string_view header) {
    constexpr std::size_t kShown = 120;
    std::string out;
    for (char c : header.substr(0, kShown))
        out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? '?' : c;
    return header.size() > kShown ? out + "..." : out;
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

}  // namespace

CsvLayout::CsvLayout(std::string_view header, CsvForm form) {
    const auto isNeeded = [&](std::size_t column) {
        const bool isSize = column == HeightColumn || column == WidthColumn;
        return column != AttributesIdsColumn && (form == CsvForm::Truth || !isSize);
    };
    std::array<int, kCsvColumns> seen{};
    m_position.fill(kMostFields);
    std::string name;
    const auto problem =
        splitFields(header, [&](std::size_t index, std::size_t begin, std::size_t end) {
            if (index >= kMostFields)
                return;
            assignUnquoted(name, header.substr(begin, end - begin));
            const auto found = std::find(kNames.begin(), kNames.end(), trimmed(name));
            m_columnOfField.push_back(found == kNames.end() ? -1 : int(found - kNames.begin()));
            m_count = index + 1;
            if (found == kNames.end())
                return;
            m_position[std::size_t(found - kNames.begin())] = index;
            ++seen[std::size_t(found - kNames.begin())];
        });
    std::string wrong;
    for (std::size_t i = 0; i < kCsvColumns; ++i) {
        if (seen[i] > 1 || (seen[i] == 0 && isNeeded(i)))
            wrong += std::string(wrong.empty() ? "" : ", ") + "the column " + kNames[i] +
                     (seen[i] == 0 ? " is missing" : " stands twice");
    }
    if (problem)
        wrong = problem->text;
    if (wrong.empty())
        return;
    std::string expected;
    for (std::size_t i = 0; i < kCsvColumns; ++i) {
        if (isNeeded(i) || i == AttributesIdsColumn)
            expected += std::string(expected.empty() ? "" : ",") + kNames[i];
    }
    throw Error(ErrorKind::BadFormat, "line 1: " + wrong + "; found \"" + shown(header) +
                                          "\", expected \"" + expected + "\"");
}

void CsvLayout::split(CsvRow& row) const {
    row.issue.reset();
    row.blank = row.raw.empty();
    if (row.blank)
        return;
    std::size_t count = 0;
    auto problem = splitFields(row.raw, [&](std::size_t index, std::size_t begin, std::size_t end) {
        count = index + 1;
        const int column = index < m_count ? m_columnOfField[index] : -1;
        if (column >= 0)
            row.spans[std::size_t(column)] = {begin, end};
    });
    if (!problem && count != m_count)
        problem =
            Problem{"the row has " + std::to_string(count) + (count == 1 ? " field" : " fields") +
                        ", the header has " + std::to_string(m_count),
                    0};
    if (problem) {
        row.issue = RowIssue{row.line, problem->column + 1, problem->text};
        return;
    }
    std::string* const fields[kCsvColumns] = {&row.imageId, &row.encodedPixels, &row.height,
                                              &row.width,   &row.classId,       &row.attributesIds};
    for (std::size_t i = 0; i < kCsvColumns; ++i) {
        if (has(CsvColumn(i)))
            assignUnquoted(*fields[i], row.raw.substr(row.spans[i].begin,
                                                      row.spans[i].end - row.spans[i].begin));
        else
            fields[i]->clear();
    }
}

std::string CsvLayout::format(const std::array<std::string_view, kCsvColumns>& fields) const {
    std::string out;
    out.reserve(fields[EncodedPixelsColumn].size() + 64);
    for (std::size_t i = 0; i < m_count; ++i) {
        if (i > 0)
            out += ',';
        if (m_columnOfField[i] >= 0)
            appendQuoted(out, fields[std::size_t(m_columnOfField[i])]);
        if (m_columnOfField[i] == ClassIdColumn && !has(AttributesIdsColumn))
            out += classSuffix(fields[AttributesIdsColumn]);
    }
    return out;
}

std::string CsvLayout::withFields(
    const CsvRow& row, const std::array<std::optional<std::string>, kCsvColumns>& fields) {
    std::vector<std::size_t> order;  // the changed columns as they stand in the row
    for (std::size_t i = 0; i < kCsvColumns; ++i) {
        if (fields[i])
            order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return row.spans[a].begin < row.spans[b].begin;
    });
    std::string out;
    std::size_t at = 0;
    for (std::size_t column : order) {
        out += row.raw.substr(at, row.spans[column].begin - at);
        appendQuoted(out, *fields[column]);
        at = row.spans[column].end;
    }
    return out += row.raw.substr(at);
}

std::string classSuffix(std::string_view attributes) {
    std::string out = attributes.empty() ? std::string() : "_" + std::string(attributes);
    std::replace(out.begin(), out.end(), ',', '_');
    return out;
}

std::string joinedIds(const std::vector<int>& ids) {
    std::string out;
    for (int id : ids) {
        if (!out.empty())
            out += ',';
        out += std::to_string(id);
    }
    return out;
}

}  // namespace selvedge
