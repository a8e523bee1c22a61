#include "dataset/format/imaterialist_csv.h"

#include "dataset/error.h"
#include "dataset/format/csv_layout.h"
#include "dataset/format/csv_lines.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kBytesBetweenReports = 4 << 20;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
    throw Error(ErrorKind::BadFormat, path.string() + ": " + why);
}

CsvDialect readHeader(const std::filesystem::path& path, CsvLines& lines) {
    CsvLine line;
    if (!lines.next(line))
        refuse(path,
               "the file is empty; expected the header "
               "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds");
    if (line.text.starts_with("\xFF\xFE") || line.text.starts_with("\xFE\xFF"))
        refuse(path, "the file is UTF-16; save it as UTF-8");
    if (line.tooLong)
        refuse(path, "line 1 is longer than 64 MiB: no CSV");
    CsvDialect dialect;
    dialect.bom = line.text.starts_with(kBom);
    if (dialect.bom)
        line.text.remove_prefix(kBom.size());
    dialect.header = line.text;
    if (line.text.find('\r') != line.text.npos)
        refuse(
            path,
            "its lines end with a carriage return alone, as old Mac programs write them; save it "
            "with line ends of Unix or Windows");
    dialect.headerLineEnd = line.end;
    dialect.lastLineEnds = !line.end.empty();
    return dialect;
}

CsvLayout layoutOf(const std::filesystem::path& path, const CsvDialect& dialect, CsvForm form) {
    try {
        return CsvLayout(dialect.header, form);
    } catch (const Error& error) {
        refuse(path, error.what());
    }
}

}  // namespace

CsvDialect readImaterialistCsv(const std::filesystem::path& path, const CsvCallbacks& callbacks) {
    CsvLines lines(path);
    CsvDialect dialect = readHeader(path, lines);
    const CsvLayout layout = layoutOf(path, dialect, callbacks.form);
    if (callbacks.onHeader)
        callbacks.onHeader(dialect);
    std::uint64_t withCrlf = dialect.headerLineEnd.size() > 1;
    std::uint64_t withLf = dialect.headerLineEnd == "\n";
    std::uint64_t nextReport = 0;
    CsvLine line;
    CsvRow row;
    while (lines.next(line)) {
        row.line = line.number;
        row.raw = line.text;
        row.lineEnd = line.end;
        if (line.tooLong) {
            row.blank = false;
            row.issue = RowIssue{line.number, 0, "the line is longer than 64 MiB"};
        } else if (callbacks.splitsRows) {
            layout.split(row);
        } else {
            row.issue.reset();
        }
        (line.end.size() > 1 ? withCrlf : withLf) += !line.end.empty();
        dialect.lastLineEnds = !line.end.empty();
        if (callbacks.onRow && !callbacks.onRow(row))
            break;
        if (callbacks.onBytes && lines.bytesDone() >= nextReport) {
            callbacks.onBytes(lines.bytesDone(), lines.bytesTotal());
            nextReport = lines.bytesDone() + kBytesBetweenReports;
        }
    }
    dialect.lineEnd = withCrlf > withLf ? "\r\n" : "\n";
    return dialect;
}

CsvDialect readImaterialistCsv(const std::filesystem::path& path,
                               const std::function<bool(const CsvRow&)>& onRow,
                               const std::function<void(std::uint64_t, std::uint64_t)>& onBytes) {
    return readImaterialistCsv(path, CsvCallbacks{{}, onRow, onBytes, true, CsvForm::Truth});
}

std::string formatCsvRow(const CsvDialect& dialect, std::string_view imageId,
                         std::string_view encodedPixels, int height, int width, int classId,
                         const std::vector<int>& attributeIds) {
    return CsvLayout(dialect.header)
        .format({imageId, encodedPixels, std::to_string(height), std::to_string(width),
                 std::to_string(classId), joinedIds(attributeIds)});
}

}  // namespace selvedge
