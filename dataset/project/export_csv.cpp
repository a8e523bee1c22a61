// The CSV as it would be now.
#include <algorithm>

#include "dataset/format/atomic_file.h"
#include "dataset/format/csv_layout.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/codec.h"
#include "dataset/project/project_file.h"
#include "dataset/project/row_parser.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kRowsBetweenReports = 1024;

enum Column { Name, Height, Width, Category, Attributes, Runs, Text, MaskAt, Deleted, LineEnd };

constexpr const char* kRows =
    "SELECT image.name, image.height, image.width, row.category, row.attributes, mask.runs, "
    "spelling.text, spelling.mask_at, row.deleted, row.line_end FROM row "
    "LEFT JOIN image ON image.id = row.image LEFT JOIN mask ON mask.id = row.id "
    "LEFT JOIN spelling ON spelling.id = row.id ORDER BY row.id";

// Writes rows of `kRows` as text.
class RowWriter {
public:
    RowWriter(const CsvLayout& layout, const Catalog& catalog, const std::filesystem::path& path)
        : m_layout(layout), m_catalog(catalog), m_path(path) {}

    std::string write(const SQLite::Statement& row) const {
        const bool isObject = !row.getColumn(Name).isNull();
        const bool isSpelled = !row.getColumn(Text).isNull();
        if (!isObject && !isSpelled)
            throwDamaged(m_path, "a row has neither object nor text");
        if (!isObject)
            return std::string(bytesOf(row.getColumn(Text)));
        const auto attributes = decodeIds(bytesOf(row.getColumn(Attributes)));
        if (!attributes)
            throwDamaged(m_path, "the attributes of an object are unreadable");
        const int category = row.getColumn(Category).getInt();
        if (isSpelled)
            return respelled(row, category, *attributes);
        return m_layout.format({row.getColumn(Name).getString(), maskText(row),
                                row.getColumn(Height).getString(), row.getColumn(Width).getString(),
                                std::to_string(category), joinedIds(*attributes)});
    }

private:
    std::string maskText(const SQLite::Statement& row) const {
        const auto mask = decodeRuns(bytesOf(row.getColumn(Runs)), row.getColumn(Width).getInt(),
                                     row.getColumn(Height).getInt());
        if (!mask || row.getColumn(Runs).isNull())
            throwDamaged(m_path, "a mask is missing or unreadable");
        return toKaggleRle(*mask);
    }

    // The row as it came; what was edited since is written into it, the rest keeps its spelling.
    std::string respelled(const SQLite::Statement& row, int category,
                          const std::vector<int>& attributes) const {
        std::string text(bytesOf(row.getColumn(Text)));
        if (!row.getColumn(MaskAt).isNull()) {
            const std::int64_t at = row.getColumn(MaskAt).getInt64();
            if (at < 0 || at > std::int64_t(text.size()))
                throwDamaged(m_path, "the text of a row makes no sense");
            text.insert(std::size_t(at), maskText(row));
        }
        CsvRow came;
        came.raw = text;
        m_layout.split(came);
        if (came.issue || came.blank)
            throwDamaged(m_path, "the text of an object is no row");
        std::array<std::optional<std::string>, kCsvColumns> fields;
        const ParsedRow parsed = parseRow(came, m_catalog);
        if (parsed.category != category)
            fields[ClassIdColumn] = std::to_string(category);
        if (parsed.attributes != attributes) {
            // Attributes the catalog does not know could not be seen in the edit: they stay.
            std::vector<int> ids = parseAttributeIds(came.attributesIds, m_catalog).unknown;
            ids.insert(ids.end(), attributes.begin(), attributes.end());
            std::sort(ids.begin(), ids.end());
            fields[AttributesIdsColumn] = joinedIds(ids);
        }
        return CsvLayout::withFields(came, fields);
    }

    const CsvLayout& m_layout;
    const Catalog& m_catalog;
    const std::filesystem::path& m_path;
};

CsvLayout layoutOf(const CsvDialect& dialect, const std::filesystem::path& path) {
    try {
        return CsvLayout(dialect.header);
    } catch (const Error&) {
        throwDamaged(path, "its CSV header is broken");
    }
}

}  // namespace

void ProjectFile::exportCsv(const std::filesystem::path& target, const ProgressCallback& onProgress,
                            std::stop_token stop) const {
    inStore(m_path, [&] {
        const CsvLayout layout = layoutOf(m_dialect, m_path);
        const RowWriter writer(layout, *m_catalog, m_path);
        refuseOwnFile(target);
        AtomicFile file(target);
        file.write(m_dialect.bom ? "\xEF\xBB\xBF" : "");
        file.write(m_dialect.header);
        // One statement is one state of the store, whatever is edited meanwhile.
        const auto reader = m_readers.take();
        SQLite::Statement count(*reader->store, "SELECT count(*) FROM row");
        count.executeStep();
        const auto total = static_cast<std::uint64_t>(count.getColumn(0).getInt64());
        SQLite::Statement row(*reader->store, kRows);
        std::uint64_t done = 0;
        // A line end is written when it is known that something follows: without the last row the
        // file still ends as it did.
        std::string lineEnd = m_dialect.headerLineEnd;
        while (row.executeStep()) {
            if (stop.stop_requested())
                return;
            if (onProgress && done % kRowsBetweenReports == 0)
                onProgress({done, total, "rows", "Writing " + target.filename().string()});
            ++done;
            if (row.getColumn(Deleted).getInt() != 0)
                continue;
            file.write(lineEnd);
            file.write(writer.write(row));
            const int end = row.getColumn(LineEnd).getInt();
            lineEnd = end == 0 ? "\n" : (end == 1 ? "\r\n" : "");
        }
        if (m_dialect.lastLineEnds)
            file.write(lineEnd.empty() ? m_dialect.lineEnd : lineEnd);
        file.commit();
    });
}

}  // namespace selvedge
