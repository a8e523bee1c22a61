#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/format/imaterialist_csv.h"

namespace selvedge {

// Where a header has the six columns: splits rows and writes them. Immutable, for any thread.
class CsvLayout {
public:
    // The header without BOM and line end. Error(BadFormat) when a column is missing or stands
    // twice; the sentence says what was found and what is expected.
    explicit CsvLayout(std::string_view header);

    // Fills the fields and spans of `row` from row.raw, or row.issue, or row.blank.
    void split(CsvRow& row) const;
    // The row with the six fields, quoted where needed, and nothing in other columns.
    std::string format(const std::array<std::string_view, kCsvColumns>& fields) const;
    // A row split before, with some fields written anew; the others keep their spelling.
    static std::string withFields(
        const CsvRow& row, const std::array<std::optional<std::string>, kCsvColumns>& fields);

private:
    std::size_t m_count = 0;                            // fields in the header
    std::array<std::size_t, kCsvColumns> m_position{};  // field of each column
    std::vector<int> m_columnOfField;                   // column of each field, -1: not one of ours
};

// "1,5,9"
std::string joinedIds(const std::vector<int>& ids);

}  // namespace selvedge
