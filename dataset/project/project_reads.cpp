// What is read from the project's file on demand.
#include <algorithm>

#include "dataset/project/carry_over.h"
#include "dataset/project/codec.h"
#include "dataset/project/project_file.h"
#include "dataset/project/row_cursor.h"
#include "dataset/project/saved.h"
#include "dataset/project/schema.h"
#include "dataset/project/step_change.h"

namespace selvedge {

RleMask ProjectFile::maskOf(StoreReader& reader, std::int64_t rowId, int width, int height) const {
    reader.maskRuns.reset();
    reader.maskRuns.bind(1, rowId);
    if (!reader.maskRuns.executeStep())
        throwDamaged(m_path, "object " + std::to_string(rowId) + " has no mask");
    auto mask = decodeRuns(bytesOf(reader.maskRuns.getColumn(0)), width, height);
    if (!mask)
        throwDamaged(m_path, "the mask of object " + std::to_string(rowId) + " is unreadable");
    return std::move(*mask);
}

RleMask ProjectFile::mask(std::int64_t rowId) const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        SQLite::Statement size(*reader->store,
                               "SELECT image.width, image.height FROM row JOIN image ON "
                               "image.id = row.image WHERE row.id = ?");
        size.bind(1, rowId);
        if (!size.executeStep())
            throw Error(ErrorKind::NotFound,
                        m_path.string() + " has no object " + std::to_string(rowId));
        const int width = size.getColumn(0).getInt();
        return maskOf(*reader, rowId, width, size.getColumn(1).getInt());
    });
}

std::vector<RleMask> ProjectFile::masksOf(const ObjectTable& table, ImageIndex image) const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        const ImageRow& size = table.images[image];
        std::vector<RleMask> masks;
        for (ObjectIndex object : table.objectsOf(image))
            masks.push_back(maskOf(*reader, table.rowId[object], size.width, size.height));
        return masks;
    });
}

std::vector<ProjectIssue> Project::issues() const {
    std::vector<ProjectIssue> issues;
    readIssues([&](const ProjectIssue& issue) {
        issues.push_back(issue);
        return issues.size() < kMostListedIssues;
    });
    return issues;
}

void ProjectFile::readIssues(const std::function<bool(const ProjectIssue&)>& onIssue) const {
    inStore(m_path, [&] {
        const auto reader = m_readers.take();
        SQLite::Statement query(*reader->store,
                                "SELECT line, col, text, row FROM issue ORDER BY id");
        while (query.executeStep()) {
            ProjectIssue issue;
            issue.line = static_cast<std::uint64_t>(query.getColumn(0).getInt64());
            issue.column = static_cast<std::uint64_t>(query.getColumn(1).getInt64());
            issue.text = query.getColumn(2).getString();
            issue.rowId = query.getColumn(3).getInt64();
            if (!onIssue(issue))
                return;
        }
    });
}

IssueCounts ProjectFile::issueCounts() const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        const auto count = [&](const char* query) {
            return static_cast<std::uint64_t>(numberOf(*reader->store, query));
        };
        const std::uint64_t rows = count(
            "SELECT count(*) FROM row JOIN spelling ON spelling.id = row.id "
            "WHERE row.image IS NULL AND length(spelling.text) > 0");
        const std::uint64_t others = count(
            "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta "
            "WHERE key = 'others_not_usable'), 0)");
        const std::uint64_t notes = count(
            "SELECT count(*) FROM issue LEFT JOIN row ON row.id = issue.row "
            "WHERE row.id IS NULL OR row.image IS NOT NULL");
        return IssueCounts{rows + others, notes - std::min(notes, others)};
    });
}

std::optional<std::string> ProjectFile::meta(const std::string& key) const {
    return inStore(m_path, [&]() -> std::optional<std::string> {
        const auto reader = m_readers.take();
        SQLite::Statement query(*reader->store, "SELECT value FROM meta WHERE key = ?");
        query.bind(1, key);
        if (!query.executeStep())
            return std::nullopt;
        return std::string(bytesOf(query.getColumn(0)));
    });
}

std::filesystem::path ProjectFile::source() const {
    return meta("source").value_or("");
}

void ProjectFile::readRows(const std::function<bool(const StoredRow&)>& onRow) const {
    inStore(m_path, [&] {
        std::string prologue;
        if (m_sourceFormat == "csv")
            prologue = (meta("csv_bom") == "1" ? "\xEF\xBB\xBF" : "") +
                       meta("csv_header").value_or("") + meta("csv_header_line_end").value_or("");
        const auto reader = m_readers.take();
        SQLite::Transaction state(*reader->store);
        RowCursor(*reader->store, m_path).forEach(prologue, onRow);
    });
}

std::uint64_t ProjectFile::rowCount() const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        return static_cast<std::uint64_t>(numberOf(*reader->store, "SELECT count(*) FROM row"));
    });
}

std::optional<std::string> ProjectFile::rowText(std::int64_t rowId) const {
    return inStore(m_path, [&]() -> std::optional<std::string> {
        const auto reader = m_readers.take();
        SQLite::Statement query(*reader->store,
                                "SELECT text FROM spelling WHERE id = ? AND mask_at IS NULL");
        query.bind(1, rowId);
        if (!query.executeStep())
            return std::nullopt;
        return std::string(bytesOf(query.getColumn(0)));
    });
}

bool ProjectFile::edited() const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        return numberOf(*reader->store, "SELECT EXISTS (SELECT 1 FROM step)") != 0;
    });
}

std::vector<HistoryStep> ProjectFile::history(std::size_t limit, std::int64_t before) const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        SQLite::Transaction state(*reader->store);
        return Journal::history(*reader->store, limit, before);
    });
}

StepChange ProjectFile::changeOf(std::int64_t step) const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        SQLite::Transaction state(*reader->store);
        return stepChange(*reader->store, step, *m_catalog);
    });
}

std::vector<Stray> ProjectFile::strays() const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        return straysOf(*reader->store, true);
    });
}

std::vector<SavedEntry> ProjectFile::saved(SavedKind kind) const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        return readSaved(*reader->store, kind);
    });
}

}  // namespace selvedge
