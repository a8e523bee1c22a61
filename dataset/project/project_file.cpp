#include "dataset/project/project_file.h"

#include <unistd.h>

#include "dataset/project/marks_reader.h"
#include "dataset/project/places.h"
#include "dataset/project/saved.h"
#include "dataset/project/schema.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPublishedHeader = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds";

// Why the place itself forbids it; empty when it does not.
std::string whyNotWritable(const fs::path& path) {
    const fs::path folder = path.parent_path();
    for (const fs::path& place : {path, folder}) {
        if (::access(place.c_str(), W_OK) != 0)
            return place.string() + " may not be written";
    }
    return {};
}

}  // namespace

ProjectFile::ProjectFile(const fs::path& path, Access access)
    : m_path(fs::absolute(path).lexically_normal()), m_readers(m_path) {
    openStores(access);
    inStore(m_path, [&] {
        SQLite::Database& store = m_writer ? *m_writer : *m_watcher;
        m_catalog = std::make_shared<const Catalog>(catalogOf(store, m_path));
        m_sourceFormat = metaOf(store, m_path, "source_format");
        if (m_sourceFormat == "csv")
            m_dialect = readDialect(store, m_path);
        else
            m_dialect.header = kPublishedHeader;
        readAll(store);
    });
}

void ProjectFile::openStores(Access access) {
    std::error_code error;
    if (!fs::is_regular_file(m_path, error)) {
        openStoreForReading(m_path);  // says what is wrong
        return;
    }
    std::string reason = whyNotWritable(m_path);
    if (access == Access::Write && reason.empty())
        m_lock = ProjectLock::take(m_path, reason);
    if (m_lock) {
        m_writer = openStore(m_path);
        return;
    }
    m_watcher = openStoreForReading(m_path);
    if (isOfOlderVersion(*m_watcher)) {
        m_watcher.reset();
        const auto lock = reason.empty() ? ProjectLock::take(m_path, reason) : nullptr;
        if (!lock)
            throw Error(ErrorKind::Unsupported,
                        m_path.string() +
                            " was made by an older Selvedge and has to be brought to the present "
                            "format first, which cannot be done now: " +
                            reason);
        openStore(m_path);
        m_watcher = openStoreForReading(m_path);
    }
    m_readOnlyReason = access == Access::Read ? m_path.string() + " was opened for reading only"
                                              : reason + "; it is opened for reading only";
}

void ProjectFile::readAll(SQLite::Database& store) {
    // One state of the store, whoever writes meanwhile.
    SQLite::Transaction state(store);
    const fs::path folder = folderFromStored(metaOf(store, m_path, "image_folder"), m_path);
    auto table = readObjects(store, m_path, *m_catalog);
    auto marks = readMarks(store, m_path, table->images.size());
    m_seenVersion = numberOf(store, "PRAGMA data_version");
    const std::lock_guard lock(m_mutex);
    m_imageFolder = folder;
    m_objects = std::move(table);
    m_marks = std::move(marks);
}

bool ProjectFile::refresh() {
    const std::lock_guard writing(m_writing);
    if (!m_watcher)
        return false;  // nobody else writes
    return inStore(m_path, [&] {
        if (numberOf(*m_watcher, "PRAGMA data_version") == m_seenVersion)
            return false;
        readAll(*m_watcher);
        return true;
    });
}

std::shared_ptr<Project> Project::open(const fs::path& path, Access access) {
    return std::make_shared<ProjectFile>(path, access);
}

fs::path ProjectFile::runsFolder() const {
    fs::path folder = m_path;
    return folder.replace_extension(".runs");
}

std::shared_ptr<const ObjectTable> ProjectFile::objects() const {
    const std::lock_guard lock(m_mutex);
    return m_objects;
}

std::shared_ptr<const Marks> ProjectFile::marks() const {
    const std::lock_guard lock(m_mutex);
    return m_marks;
}

fs::path ProjectFile::imageFolder() const {
    const std::lock_guard lock(m_mutex);
    return m_imageFolder;
}

fs::path ProjectFile::imagePath(const std::string& imageId) const {
    return findImage(imageFolder(), imageId);
}

SQLite::Database& ProjectFile::writer() const {
    if (!m_writer)
        throw Error(ErrorKind::NotWritable, m_readOnlyReason);
    return *m_writer;
}

void ProjectFile::setImageFolder(const fs::path& folder) {
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    inStore(m_path, [&] {
        const std::lock_guard writing(m_writing);
        const std::string stored = storedFolder(absolute, m_path).string();
        SQLite::Statement update(writer(), "UPDATE meta SET value = ? WHERE key = 'image_folder'");
        bindBytes(update, 1, stored);
        update.exec();
    });
    const std::lock_guard lock(m_mutex);
    m_imageFolder = absolute;
}

// The caller holds m_writing, so snapshots follow one another as the transactions do.
void ProjectFile::publish(const Changed& changed) {
    inStore(m_path, [&] {
        auto table = objects();
        if (!changed.rows.empty() || changed.images) {
            auto images = changed.images ? readImages(*m_writer, m_path) : table->images;
            const auto rows = readObjects(*m_writer, m_path, *m_catalog, images, changed.rows);
            table = withChanges(*table, std::move(images), rows);
        }
        auto now = marks();
        if (!changed.markedImages.empty() || !changed.markedObjects.empty())
            now = readMarksAgain(*now, *m_writer, m_path, changed.markedImages,
                                 changed.markedObjects);
        const std::lock_guard lock(m_mutex);
        m_objects = std::move(table);
        m_marks = std::move(now);
    });
}

std::int64_t ProjectFile::apply(const EditStep& step, std::vector<std::int64_t>* created) {
    const std::lock_guard writing(m_writing);
    Changed changed;
    const std::int64_t id = Journal{writer(), m_path, *m_catalog}.apply(step, changed, created);
    publish(changed);
    return id;
}

std::int64_t ProjectFile::undo(std::int64_t step) {
    const std::lock_guard writing(m_writing);
    Changed changed;
    const std::int64_t made = Journal{writer(), m_path, *m_catalog}.undo(step, changed);
    publish(changed);
    return made;
}

void ProjectFile::save(SavedKind kind, const SavedEntry& entry) {
    const std::lock_guard writing(m_writing);
    inStore(m_path, [&] { writeSaved(writer(), kind, entry); });
}

void ProjectFile::removeSaved(SavedKind kind, const std::string& name) {
    const std::lock_guard writing(m_writing);
    inStore(m_path, [&] { eraseSaved(writer(), kind, name); });
}

}  // namespace selvedge
