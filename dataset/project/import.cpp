// From a CSV to a new project.
#include <unordered_map>

#include "dataset/project/codec.h"
#include "dataset/project/partial_file.h"
#include "dataset/project/places.h"
#include "dataset/project/project.h"
#include "dataset/project/row_parser.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostIssues = 10000;

// Rows into the store, one after the other, in one transaction.
class Importer {
public:
    Importer(SQLite::Database& store, const Catalog& catalog, ImportResult& result)
        : m_catalog(catalog),
          m_result(result),
          m_insertRow(store,
                      "INSERT INTO row(id, image, category, attributes, area, x, y, width, height, "
                      "line_end, hash, occurrence) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          m_insertMask(store, "INSERT INTO mask(id, runs) VALUES(?, ?)"),
          m_insertSpelling(store, "INSERT INTO spelling(id, text, mask_at) VALUES(?, ?, ?)"),
          m_insertImage(store, "INSERT INTO image(id, name, width, height) VALUES(?, ?, ?, ?)"),
          m_insertIssue(store, "INSERT INTO issue(line, col, text) VALUES(?, ?, ?)") {}

    void setHeader(const CsvDialect& dialect) { m_layout.emplace(dialect.header); }
    const std::string& firstImageId() const { return m_firstImageId; }

    void add(const CsvRow& row) {
        ++m_rowId;
        ParsedRow parsed;
        if (row.issue)
            parsed.issues.push_back(*row.issue);
        else if (!row.blank)
            parsed = parseRow(row, m_catalog);
        std::int64_t image = -1;
        if (parsed.hasImage)
            image = imageOf(row, parsed);
        insertRow(row, parsed, image);
        if (parsed.hasObject) {
            ++m_result.objects;
            const std::string runs = encodeRuns(parsed.mask);
            m_insertMask.bind(1, m_rowId);
            bindBytes(m_insertMask, 2, runs);
            execute(m_insertMask);
        }
        if (const auto spelling = spellingOf(row, parsed, *m_layout)) {
            m_insertSpelling.bind(1, m_rowId);
            bindBytes(m_insertSpelling, 2, spelling->text);
            if (spelling->maskAt)
                m_insertSpelling.bind(3, static_cast<std::int64_t>(*spelling->maskAt));
            execute(m_insertSpelling);
        }
        for (RowIssue& issue : parsed.issues)
            report(std::move(issue));
    }

private:
    struct Image {
        std::int64_t id;
        int width, height;
        std::uint64_t line;
    };

    static void execute(SQLite::Statement& statement) {
        statement.exec();
        statement.reset();
        statement.clearBindings();
    }

    // The image's id. A row that gives another size than the image's first one is no object.
    std::int64_t imageOf(const CsvRow& row, ParsedRow& parsed) {
        const auto [found, isNew] =
            m_images.try_emplace(parsed.imageId, Image{static_cast<std::int64_t>(m_images.size()),
                                                       parsed.width, parsed.height, row.line});
        const Image& image = found->second;
        if (isNew) {
            if (m_images.size() == 1)
                m_firstImageId = parsed.imageId;
            ++m_result.images;
            m_insertImage.bind(1, image.id);
            m_insertImage.bindNoCopy(2, parsed.imageId);
            m_insertImage.bind(3, image.width);
            m_insertImage.bind(4, image.height);
            execute(m_insertImage);
        } else if (image.width != parsed.width || image.height != parsed.height) {
            const auto size = [](int width, int height) {
                return std::to_string(width) + " x " + std::to_string(height);
            };
            parsed.hasObject = false;
            parsed.issues.push_back({row.line, row.spans[HeightColumn].begin + 1,
                                     "the image is " + size(parsed.width, parsed.height) +
                                         " pixels here, but " + size(image.width, image.height) +
                                         " in line " + std::to_string(image.line)});
        }
        return image.id;
    }

    void insertRow(const CsvRow& row, const ParsedRow& parsed, std::int64_t image) {
        const std::string attributes = encodeIds(parsed.attributes);
        m_insertRow.bind(1, m_rowId);
        if (parsed.hasObject) {
            const IntBox box = parsed.mask.box();
            m_insertRow.bind(2, image);
            m_insertRow.bind(3, parsed.category);
            bindBytes(m_insertRow, 4, attributes);
            m_insertRow.bind(5, static_cast<std::int64_t>(parsed.mask.area()));
            m_insertRow.bind(6, box.x);
            m_insertRow.bind(7, box.y);
            m_insertRow.bind(8, box.width);
            m_insertRow.bind(9, box.height);
        }
        m_insertRow.bind(10, row.lineEnd.empty() ? 2 : (row.lineEnd.size() == 2 ? 1 : 0));
        const std::uint64_t hash = hashOf(row.raw);
        m_insertRow.bind(11, static_cast<std::int64_t>(hash));
        m_insertRow.bind(12, m_occurrences[hash]++);
        execute(m_insertRow);
    }

    void report(RowIssue issue) {
        ++m_result.issueCount;
        if (m_result.issues.size() == kMostIssues)
            return;
        m_insertIssue.bind(1, static_cast<std::int64_t>(issue.line));
        m_insertIssue.bind(2, static_cast<std::int64_t>(issue.column));
        m_insertIssue.bind(3, issue.text);
        execute(m_insertIssue);
        m_result.issues.push_back(std::move(issue));
    }

    const Catalog& m_catalog;
    ImportResult& m_result;
    std::optional<CsvLayout> m_layout;
    SQLite::Statement m_insertRow, m_insertMask, m_insertSpelling, m_insertImage, m_insertIssue;
    std::unordered_map<std::string, Image> m_images;
    std::unordered_map<std::uint64_t, std::uint32_t> m_occurrences;
    std::string m_firstImageId;
    std::int64_t m_rowId = 0;
};

Catalog catalogFor(const fs::path& csv, const ImportOptions& options) {
    if (!options.labelDescriptions.empty())
        return Catalog::fromLabelDescriptions(options.labelDescriptions.string());
    const fs::path beside = fs::absolute(csv).parent_path() / "label_descriptions.json";
    std::error_code error;
    return fs::exists(beside, error) ? Catalog::fromLabelDescriptions(beside.string())
                                     : Catalog::builtIn();
}

void writeMeta(SQLite::Database& store, const fs::path& csv, const fs::path& imageFolder,
               const Catalog& catalog, const CsvDialect& dialect) {
    SQLite::Statement insert(store, "INSERT INTO meta(key, value) VALUES(?, ?)");
    const auto put = [&](const char* key, const std::string& value) {
        insert.bind(1, key);
        bindBytes(insert, 2, value);
        insert.exec();
        insert.reset();
    };
    put("source", fs::absolute(csv).lexically_normal().string());
    put("image_folder", imageFolder.string());
    put("label_descriptions", catalog.toLabelDescriptionsJson());
    put("csv_bom", dialect.bom ? "1" : "0");
    put("csv_line_end", dialect.lineEnd);
    put("csv_header", dialect.header);
    put("csv_header_line_end", dialect.headerLineEnd);
    put("csv_last_line_ends", dialect.lastLineEnds ? "1" : "0");
}

// False when stopped.
bool fill(SQLite::Database& store, const fs::path& csv, const fs::path& projectPath,
          const ImportOptions& options, ImportResult& result, const ProgressCallback& onProgress,
          std::stop_token stop) {
    const Catalog catalog = catalogFor(csv, options);
    SQLite::Transaction transaction(store);
    Importer importer(store, catalog, result);
    CsvCallbacks callbacks;
    callbacks.onHeader = [&](const CsvDialect& dialect) { importer.setHeader(dialect); };
    callbacks.onRow = [&](const CsvRow& row) {
        importer.add(row);
        return !stop.stop_requested();
    };
    callbacks.onBytes = [&](std::uint64_t done, std::uint64_t total) {
        if (onProgress)
            onProgress({done, total, "bytes", "Reading " + csv.filename().string()});
    };
    const CsvDialect dialect = readImaterialistCsv(csv, callbacks);
    if (stop.stop_requested())
        return false;
    const fs::path folder = options.imageFolder.empty()
                                ? findImageFolder(csv, importer.firstImageId())
                                : options.imageFolder;
    writeMeta(store, csv, storedFolder(folder, projectPath), catalog, dialect);
    transaction.commit();
    return true;
}

}  // namespace

ImportResult Project::importCsv(const fs::path& csv, const fs::path& projectPath,
                                const ImportOptions& options, const ProgressCallback& onProgress,
                                std::stop_token stop) {
    std::error_code error;
    if (!options.imageFolder.empty() && !fs::is_directory(options.imageFolder, error))
        throw Error(ErrorKind::NotFound, options.imageFolder.string() + " is not a folder");
    ImportResult result;
    result.project = projectPath;
    closeOldProject(projectPath);
    PartialFile partial(projectPath);
    bool whole = false;
    {
        const auto store = createStore(partial.path());
        whole = inStore(partial.path(), [&] {
            return fill(*store, csv, projectPath, options, result, onProgress, stop);
        });
    }
    if (!whole) {
        ImportResult stopped;
        stopped.stoppedEarly = true;
        return stopped;
    }
    closeOldProject(projectPath);  // again: it may have been opened or edited meanwhile
    partial.commit();
    return result;
}

}  // namespace selvedge
