#include "dataset/project/project_writer.h"

#include <unordered_map>

#include "dataset/project/carry_over.h"
#include "dataset/project/codec.h"
#include "dataset/project/old_project.h"
#include "dataset/project/partial_file.h"
#include "dataset/project/places.h"
#include "dataset/project/project_lock.h"
#include "dataset/project/row_inserter.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

std::unique_ptr<ProjectLock> lockOf(const fs::path& project) {
    std::string reason;
    auto lock = ProjectLock::take(project, reason);
    if (!lock) {
        const bool isOpen = fs::exists(fs::path(project.string() + ".lock"));
        throw Error(isOpen ? ErrorKind::Busy : ErrorKind::NotWritable, reason);
    }
    return lock;
}

}  // namespace

void SourceRow::setObject(const RleMask& mask, int categoryId,
                          const std::vector<int>& attributeIds) {
    isObject = true;
    category = categoryId;
    attributes = encodeIds(attributeIds);
    runs = encodeRuns(mask);
    area = mask.area();
    box = mask.box();
}

void SourceRow::setRaw(std::string_view raw) {
    hash = hashOf(raw);
}

struct ProjectWriter::Parts {
    Parts(const fs::path& project, const fs::path& source, std::string format, Catalog cat)
        : target(project), lock(lockOf(project)), catalog(std::move(cat)) {
        // What cannot be replaced is said before the work is done; it is looked at again then.
        OldProject(target).close();
        partial.emplace(target);
        store = createStore(partial->path());
        inStore(partial->path(), [&] {
            transaction.emplace(*store);
            inserter.emplace(*store);
            inserter->meta("source_format", format);
            const fs::path absolute = fs::absolute(source).lexically_normal();
            imageFolder = absolute.parent_path();
            inserter->meta("source", absolute.string());
            inserter->meta("label_descriptions", catalog.toLabelDescriptionsJson());
        });
        result.project = target;
    }

    template <typename F>
    auto work(F&& what) {
        return inStore(partial->path(), std::forward<F>(what));
    }

    void add(const RowIssue& issue, std::int64_t rowId, bool isNote) {
        work([&] { inserter->issue(issue, rowId); });
        ++result.issueCount;
        if (result.issues.size() < kMostListedIssues)
            result.issues.push_back(issue);
        if (!isNote && !result.firstNotUsable)
            result.firstNotUsable = issue;
    }

    fs::path target;
    std::unique_ptr<ProjectLock> lock;
    Catalog catalog;
    std::optional<PartialFile> partial;
    std::unique_ptr<SQLite::Database> store;
    std::optional<SQLite::Transaction> transaction;
    std::optional<RowInserter> inserter;
    fs::path imageFolder;
    bool folderIsChosen = false;
    std::int64_t lastRow = 0;
    bool lastIsUsable = true;
    std::uint64_t othersNotUsable = 0;  // no rows
    ImportResult result;
};

ProjectWriter::ProjectWriter(const fs::path& project, const fs::path& source,
                             const std::string& sourceFormat, Catalog catalog)
    : m_parts(std::make_unique<Parts>(project, source, sourceFormat, std::move(catalog))) {}

ProjectWriter::~ProjectWriter() = default;

const Catalog& ProjectWriter::catalog() const {
    return m_parts->catalog;
}

ImageIndex ProjectWriter::addImage(const SourceImage& image) {
    m_parts->work([&] { m_parts->inserter->image(image); });
    return static_cast<ImageIndex>(m_parts->result.images++);
}

std::int64_t ProjectWriter::addRow(const SourceRow& row) {
    Parts& parts = *m_parts;
    parts.result.objects += row.isObject;
    parts.lastIsUsable = row.isObject || !row.text || row.text->empty();  // a blank line is no loss
    parts.result.counts.notUsable += !parts.lastIsUsable;
    return parts.lastRow = parts.work([&] { return parts.inserter->row(row); });
}

void ProjectWriter::addText(std::string_view text) {
    m_parts->work([&] { m_parts->inserter->text(text); });
}

void ProjectWriter::addIssue(const RowIssue& issue, std::int64_t rowId) {
    const bool isNote = rowId == 0 || rowId != m_parts->lastRow || m_parts->lastIsUsable;
    m_parts->result.counts.notes += isNote;
    m_parts->add(issue, rowId, isNote);
}

void ProjectWriter::addNotUsable(const RowIssue& issue) {
    ++m_parts->result.counts.notUsable;
    ++m_parts->othersNotUsable;
    m_parts->add(issue, 0, false);
}

void ProjectWriter::putMeta(const std::string& key, std::string_view value) {
    m_parts->work([&] { m_parts->inserter->meta(key, value); });
}

void ProjectWriter::setImageFolder(const fs::path& folder, bool chosen) {
    m_parts->imageFolder = folder;
    m_parts->folderIsChosen = chosen;
}

std::uint64_t ProjectWriter::images() const {
    return m_parts->result.images;
}

std::uint64_t ProjectWriter::objects() const {
    return m_parts->result.objects;
}

ImportResult ProjectWriter::commit(std::stop_token stop) {
    Parts& parts = *m_parts;
    if (stop.stop_requested()) {
        ImportResult stopped;
        stopped.stoppedEarly = true;
        return stopped;
    }
    OldProject old(parts.target);
    parts.work([&] {
        parts.inserter->finish();
        parts.inserter->meta("others_not_usable", std::to_string(parts.othersNotUsable));
        fs::path folder = storedFolder(parts.imageFolder, parts.target);
        if (old.store()) {
            const CarryOver carry{*old.store(), *parts.store, parts.target, parts.catalog};
            carry.run(parts.result);
            if (const fs::path before = carry.imageFolder();
                !parts.folderIsChosen && fs::is_directory(folderFromStored(before, parts.target)))
                folder = before;
        }
        parts.inserter->meta("image_folder", folder.string());
        parts.transaction->commit();
    });
    parts.inserter.reset();
    parts.transaction.reset();
    parts.store.reset();
    old.close();
    parts.result.oldKeptAt = old.moveAway();
    parts.partial->commit();
    return std::move(parts.result);
}

}  // namespace selvedge
