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
    // The header without BOM and line end. Error(BadFormat) when a needed column is missing or one
    // stands twice; the sentence says what was found and what is expected.
    explicit CsvLayout(std::string_view header, CsvForm form = CsvForm::Truth);

    bool has(CsvColumn column) const { return m_position[column] < m_count; }
    // Fills the fields and spans of `row` from row.raw, or row.issue, or row.blank. Fields of
    // columns that the header does not have are empty.
    void split(CsvRow& row) const;
    // The row with the fields, quoted where needed, and nothing in other columns. Without a column
    // for attributes they are a suffix of ClassId.
    std::string format(const std::array<std::string_view, kCsvColumns>& fields) const;
    // A row split before, with some fields written anew; the others keep their spelling.
    static std::string withFields(
        const CsvRow& row, const std::array<std::optional<std::string>, kCsvColumns>& fields);

private:
    std::size_t m_count = 0;                          // fields in the header
    std::array<std::size_t, kCsvColumns> m_position;  // field of each column; none: past m_count
    std::vector<int> m_columnOfField;                 // column of each field, -1: not one of ours
};

// "1,5,9" as 2019's suffix of ClassId: "_1_5_9".
std::string classSuffix(std::string_view attributes);
// "1,5,9"
std::string joinedIds(const std::vector<int>& ids);

}  // namespace selvedge
