#pragma once

#include <string>
#include <string_view>

#include "dataset/format/csv_layout.h"
#include "dataset/project/row_parser.h"
#include "dataset/project/stored_row.h"

namespace selvedge::doctor {

// The header of a CSV from the text that stands before its first row (BOM, line end).
std::string_view headerOf(std::string_view before);

// A row kept as text, split into its fields. Where the mask's text was cut out of it, being exactly
// what writing the mask gives, a mask of one pixel stands for it.
class RowText {
public:
    RowText(const StoredRow& row, const CsvLayout& layout);  // row.text is there
    RowText(std::string text, const CsvLayout& layout);
    RowText(const RowText&) = delete;
    RowText& operator=(const RowText&) = delete;
    const CsvRow& row() const { return m_row; }

private:
    std::string m_text;  // m_row points into it
    CsvRow m_row;
};

}  // namespace selvedge::doctor
