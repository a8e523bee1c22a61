// The CSV as it would be now.
#include <algorithm>

#include "dataset/format/atomic_file.h"
#include "dataset/format/csv_layout.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/output_guard.h"
#include "dataset/project/project_file.h"
#include "dataset/project/row_cursor.h"
#include "dataset/project/row_parser.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kRowsBetweenReports = 1024;
// Writes rows as text.
class RowWriter {
public:
    RowWriter(const CsvLayout& layout, const Catalog& catalog, const std::vector<ImageRow>& images,
              const std::filesystem::path& path)
        : m_layout(layout), m_catalog(catalog), m_images(images), m_path(path) {}

    // As the source had it, where it is a CSV.
    std::string write(const StoredRow& row) const {
        if (!row.image)
            return *row.text;
        return row.text ? respelled(row) : anew(row);
    }

    std::string anew(const StoredRow& row) const {
        const ImageRow& image = imageOf(row);
        return m_layout.format({image.id, toKaggleRle(row.mask), std::to_string(image.height),
                                std::to_string(image.width), std::to_string(row.category),
                                joinedIds(row.attributes)});
    }

private:
    const ImageRow& imageOf(const StoredRow& row) const {
        if (*row.image >= m_images.size())
            throwDamaged(m_path, "an object has no image");
        return m_images[*row.image];
    }

    // The row as it came; what was edited since is written into it, the rest keeps its spelling.
    std::string respelled(const StoredRow& row) const {
        std::string text = *row.text;
        if (row.maskAt)
            text.insert(*row.maskAt, toKaggleRle(row.mask));
        CsvRow came;
        came.raw = text;
        m_layout.split(came);
        if (came.issue || came.blank) {
            if (!row.maskEdited)
                throwDamaged(m_path, "the text of an object is no row");
            return anew(row);  // it came broken, and was repaired
        }
        const ImageRow& image = imageOf(row);
        const ParsedRow parsed = parseRow(came, m_catalog);
        std::array<std::optional<std::string>, kCsvColumns> fields;
        if (!parsed.hasImage || parsed.imageId != image.id)
            fields[ImageIdColumn] = image.id;
        if (!parsed.hasImage || parsed.height != image.height)
            fields[HeightColumn] = std::to_string(image.height);
        if (!parsed.hasImage || parsed.width != image.width)
            fields[WidthColumn] = std::to_string(image.width);
        if (row.maskEdited && !row.maskAt)
            fields[EncodedPixelsColumn] = toKaggleRle(row.mask);
        setClass(came, row, !parsed.hasObject || parsed.category != row.category, fields);
        return CsvLayout::withFields(came, fields);
    }

    // Category and attributes, where they were edited.
    void setClass(const CsvRow& came, const StoredRow& row, bool otherCategory,
                  std::array<std::optional<std::string>, kCsvColumns>& fields) const {
        if (otherCategory)
            fields[ClassIdColumn] = std::to_string(row.category);
        const bool isSuffix =
            !m_layout.has(AttributesIdsColumn) || came.classId.find('_') != std::string::npos;
        const AttributeIds ids = attributesOf(came, m_catalog);
        if (ids.known == row.attributes && !(otherCategory && isSuffix))
            return;
        // Attributes the catalog does not know could not be seen in the edit: they stay.
        std::vector<int> all = ids.unknown;
        all.insert(all.end(), row.attributes.begin(), row.attributes.end());
        std::sort(all.begin(), all.end());
        if (isSuffix)
            fields[ClassIdColumn] = std::to_string(row.category) + classSuffix(joinedIds(all));
        else
            fields[AttributesIdsColumn] = joinedIds(all);
        if (isSuffix && m_layout.has(AttributesIdsColumn))
            fields[AttributesIdsColumn] = "";
    }

    const CsvLayout& m_layout;
    const Catalog& m_catalog;
    const std::vector<ImageRow>& m_images;
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
                            std::stop_token stop, const ImageFilter& only) const {
    inStore(m_path, [&] {
        const bool isCsv = sourceFormat() == "csv";
        const CsvDialect& dialect = m_dialect;
        const CsvLayout layout = layoutOf(dialect, m_path);
        refuseToReplace(target, *this);
        AtomicFile file(target);
        file.write(dialect.bom ? "\xEF\xBB\xBF" : "");
        file.write(dialect.header);
        const auto reader = m_readers.take();
        SQLite::Transaction state(*reader->store);
        const std::vector<ImageRow> images = readImages(*reader->store, m_path);
        std::vector<bool> wanted;
        for (const ImageRow& image : images)
            wanted.push_back(!only || only(image.id));
        const RowWriter writer(layout, *m_catalog, images, m_path);
        const std::uint64_t total = rowCount();
        std::uint64_t done = 0;
        // A line end is written when it is known that something follows: without the last row the
        // file still ends as it did.
        std::string lineEnd = dialect.headerLineEnd;
        bool mayJoin = true;  // pieces of a line longer than the reader takes have no end between
        RowCursor(*reader->store, m_path).forEach("", [&](const StoredRow& row) {
            if (stop.stop_requested())
                return false;
            if (row.id == 0)
                return true;
            if (onProgress && done % kRowsBetweenReports == 0)
                onProgress({done, total, "rows", "Writing " + target.filename().string()});
            ++done;
            if (row.deleted || (!row.image && (!isCsv || only)))
                return true;
            if (row.image && *row.image < wanted.size() && !wanted[*row.image])
                return true;
            const bool isOwn = row.isNew || !isCsv;  // not a line of the source
            file.write(lineEnd.empty() && (isOwn || !mayJoin) ? dialect.lineEnd : lineEnd);
            file.write(isOwn ? writer.anew(row) : writer.write(row));
            lineEnd = isOwn ? dialect.lineEnd : row.after;
            mayJoin = !isOwn;
            return true;
        });
        if (stop.stop_requested())
            return;
        if (dialect.lastLineEnds)
            file.write(lineEnd.empty() ? dialect.lineEnd : lineEnd);
        file.commit();
    });
}

}  // namespace selvedge
