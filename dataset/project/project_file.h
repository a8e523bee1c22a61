#pragma once

#include <mutex>

#include "dataset/project/journal.h"
#include "dataset/project/project.h"
#include "dataset/project/project_lock.h"
#include "dataset/project/reader_pool.h"
#include "dataset/project/table_reader.h"

namespace selvedge {

// Project on its SQLite file. The snapshots and the image folder are guarded by one mutex, the
// writing connection by another; reads take a connection from the pool.
class ProjectFile : public Project {
public:
    ProjectFile(const std::filesystem::path& path, Access access);

    const std::filesystem::path& path() const override { return m_path; }
    std::filesystem::path runsFolder() const override;
    std::string readOnlyReason() const override { return m_readOnlyReason; }
    bool refresh() override;
    std::shared_ptr<const Catalog> catalog() const override { return m_catalog; }
    std::shared_ptr<const ObjectTable> objects() const override;
    std::shared_ptr<const Marks> marks() const override;
    RleMask mask(std::int64_t rowId) const override;
    std::vector<RleMask> masksOf(const ObjectTable& table, ImageIndex image) const override;
    void readIssues(const std::function<bool(const ProjectIssue&)>& onIssue) const override;
    IssueCounts issueCounts() const override;
    std::string sourceFormat() const override { return m_sourceFormat; }
    std::filesystem::path source() const override;
    void readRows(const std::function<bool(const StoredRow&)>& onRow) const override;
    std::uint64_t rowCount() const override;
    std::optional<std::string> rowText(std::int64_t rowId) const override;
    std::optional<std::string> meta(const std::string& key) const override;
    std::filesystem::path imageFolder() const override;
    void setImageFolder(const std::filesystem::path& folder) override;
    std::filesystem::path imagePath(const std::string& imageId) const override;
    bool edited() const override;
    std::int64_t apply(const EditStep& step, std::vector<std::int64_t>* created) override;
    std::int64_t undo(std::int64_t step) override;
    std::vector<HistoryStep> history(std::size_t limit, std::int64_t before) const override;
    StepChange changeOf(std::int64_t step) const override;
    std::vector<Stray> strays() const override;
    std::vector<SavedEntry> saved(SavedKind kind) const override;
    void save(SavedKind kind, const SavedEntry& entry) override;
    void removeSaved(SavedKind kind, const std::string& name) override;
    void exportCsv(const std::filesystem::path& target, const ProgressCallback& onProgress,
                   std::stop_token stop, const ImageFilter& only) const override;
    void exportCoco(const std::filesystem::path& target, const ProgressCallback& onProgress,
                    std::stop_token stop, const ImageFilter& only) const override;

private:
    void openStores(Access access);
    void readAll(SQLite::Database& store);
    void publish(const Changed& changed);
    SQLite::Database& writer() const;  // Error(NotWritable) where there is none
    RleMask maskOf(StoreReader& reader, std::int64_t rowId, int width, int height) const;

    std::filesystem::path m_path;
    std::string m_readOnlyReason;
    std::unique_ptr<ProjectLock> m_lock;
    mutable std::mutex m_writing;
    std::unique_ptr<SQLite::Database> m_writer;   // of those who may write
    std::unique_ptr<SQLite::Database> m_watcher;  // of those who may not
    std::int64_t m_seenVersion = 0;               // of the store's data, by the watcher
    mutable ReaderPool m_readers;
    std::shared_ptr<const Catalog> m_catalog;
    std::string m_sourceFormat;
    CsvDialect m_dialect;  // of an exported CSV
    mutable std::mutex m_mutex;
    std::filesystem::path m_imageFolder;
    std::shared_ptr<const ObjectTable> m_objects;
    std::shared_ptr<const Marks> m_marks;
};

}  // namespace selvedge
