#pragma once

#include <mutex>
#include <set>

#include "dataset/format/imaterialist_csv.h"
#include "dataset/project/project.h"
#include "dataset/project/reader_pool.h"

namespace selvedge {

// Project on its SQLite file. The snapshot and the image folder are guarded by one mutex, the
// writing connection by another; reads take a connection from the pool.
class ProjectFile : public Project {
public:
    explicit ProjectFile(const std::filesystem::path& path);

    const std::filesystem::path& path() const override { return m_path; }
    std::filesystem::path runsFolder() const override;
    std::shared_ptr<const Catalog> catalog() const override { return m_catalog; }
    std::shared_ptr<const ObjectTable> objects() const override;
    RleMask mask(std::int64_t rowId) const override;
    std::vector<RleMask> masksOf(const ObjectTable& table, ImageIndex image) const override;
    std::vector<RowIssue> issues() const override;
    std::filesystem::path imageFolder() const override;
    void setImageFolder(const std::filesystem::path& folder) override;
    std::filesystem::path imagePath(const std::string& imageId) const override;
    bool edited() const override;
    std::int64_t apply(const std::vector<ObjectEdit>& edits) override;
    std::int64_t undo(std::int64_t step) override;
    void exportCsv(const std::filesystem::path& target, const ProgressCallback& onProgress,
                   std::stop_token stop) const override;
    void exportCoco(const std::filesystem::path& target, const ProgressCallback& onProgress,
                    std::stop_token stop) const override;

private:
    void publish(const std::set<std::int64_t>& changed);
    void refuseOwnFile(const std::filesystem::path& target) const;
    RleMask maskOf(StoreReader& reader, std::int64_t rowId, int width, int height) const;

    std::filesystem::path m_path;
    mutable std::mutex m_writing;
    std::unique_ptr<SQLite::Database> m_writer;
    mutable ReaderPool m_readers;
    std::shared_ptr<const Catalog> m_catalog;
    CsvDialect m_dialect;
    mutable std::mutex m_mutex;
    std::filesystem::path m_imageFolder;
    std::shared_ptr<const ObjectTable> m_objects;
};

}  // namespace selvedge
