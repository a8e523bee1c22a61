#include "dataset/doctor/csv_row_text.h"

namespace selvedge::doctor {

namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

std::string withMask(const StoredRow& row) {
    std::string text = *row.text;
    if (row.maskAt && *row.maskAt <= text.size())
        text.insert(*row.maskAt, "1 1");
    return text;
}

}  // namespace

std::string_view headerOf(std::string_view before) {
    if (before.starts_with(kBom))
        before.remove_prefix(kBom.size());
    return before.substr(0, before.find_first_of("\r\n"));
}

RowText::RowText(const StoredRow& row, const CsvLayout& layout) : RowText(withMask(row), layout) {}

RowText::RowText(std::string text, const CsvLayout& layout) : m_text(std::move(text)) {
    m_row.raw = m_text;
    layout.split(m_row);
}

}  // namespace selvedge::doctor
