#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/row_issue.h"

namespace selvedge {

// How a file spells its lines: enough to write rows that look like its own.
struct CsvDialect {
    bool bom = false;
    std::string lineEnd = "\n";        // the most frequent one; a row keeps its own
    std::string header;                // raw, without BOM and line end
    std::string headerLineEnd = "\n";  // "" when the header is all there is
    bool lastLineEnds = true;          // the last row is followed by a line end
    bool operator==(const CsvDialect&) const = default;
};

// The columns, in the order of the published file.
enum CsvColumn {
    ImageIdColumn,
    EncodedPixelsColumn,
    HeightColumn,
    WidthColumn,
    ClassIdColumn,
    AttributesIdsColumn
};
inline constexpr std::size_t kCsvColumns = 6;

// Truth needs all columns but AttributesIds, which the files of 2019 do not have (their ClassId is
// `k_a_b`: category k with attributes a and b). A submission needs no Height and Width either.
enum class CsvForm { Truth, Submission };

// One data row as it stands in the file. Views are valid during the callback only.
struct CsvRow {
    std::uint64_t line = 0;    // 1-based; the header is line 1
    std::string_view raw;      // without line end
    std::string_view lineEnd;  // CsvLine::end
    bool blank = false;        // nothing stands in the line: no object, no issue
    // Fields, unquoted; meaningless where the row is blank or broken, see `issue`.
    std::string imageId, encodedPixels, height, width, classId, attributesIds;
    // Where they stand in `raw`, quotes included, in the order of CsvColumn.
    struct Span {
        std::size_t begin = 0, end = 0;
    };
    std::array<Span, kCsvColumns> spans{};
    std::optional<RowIssue> issue;  // the row could not be split into the header's fields
};

// Streams the rows of `ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds`: columns in any
// order, extra ones allowed, some not needed (CsvForm), quoted fields, CRLF, BOM. A field never
// spans lines: an unclosed quote is one bad row. A line over 64 MiB is a bad row too, given in
// parts of that size (lineEnd "" but for the last), so that the raw texts together are the file.
// Returns the dialect; throws Error when the file cannot be read or a needed column is missing (the
// sentence names what was found and expected). `onHeader` is called before the rows with what is
// known then: BOM, header and its line end. `onRow` returns false to stop. `onBytes(done, total)`
// is called now and then.
struct CsvCallbacks {
    std::function<void(const CsvDialect&)> onHeader;
    std::function<bool(const CsvRow&)> onRow;
    std::function<void(std::uint64_t, std::uint64_t)> onBytes;
    // False: rows come with `raw` and without fields, for a caller that splits them on its threads.
    bool splitsRows = true;
    CsvForm form = CsvForm::Truth;
};
CsvDialect readImaterialistCsv(const std::filesystem::path& file, const CsvCallbacks& callbacks);
CsvDialect readImaterialistCsv(
    const std::filesystem::path& file, const std::function<bool(const CsvRow&)>& onRow,
    const std::function<void(std::uint64_t, std::uint64_t)>& onBytes = {});

// A row in the header's column order with quotes where needed; columns it does not know are empty.
std::string formatCsvRow(const CsvDialect& dialect, std::string_view imageId,
                         std::string_view encodedPixels, int height, int width, int classId,
                         const std::vector<int>& attributeIds);

}  // namespace selvedge
