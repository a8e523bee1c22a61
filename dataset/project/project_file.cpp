#include "dataset/project/project_file.h"

#include <algorithm>

#include "dataset/project/codec.h"
#include "dataset/project/journal.h"
#include "dataset/project/places.h"
#include "dataset/project/table_builder.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr const char* kObjectColumns =
    "SELECT id, image, category, attributes, area, x, y, width, height, deleted FROM row ";

std::string metaOf(SQLite::Database& store, const fs::path& path, const char* key) {
    SQLite::Statement query(store, "SELECT value FROM meta WHERE key = ?");
    query.bind(1, key);
    if (!query.executeStep())
        throwDamaged(path, std::string("the entry ") + key + " is missing");
    return std::string(bytesOf(query.getColumn(0)));
}

CsvDialect dialectOf(SQLite::Database& store, const fs::path& path) {
    CsvDialect dialect;
    dialect.bom = metaOf(store, path, "csv_bom") == "1";
    dialect.lineEnd = metaOf(store, path, "csv_line_end");
    dialect.header = metaOf(store, path, "csv_header");
    dialect.headerLineEnd = metaOf(store, path, "csv_header_line_end");
    dialect.lastLineEnds = metaOf(store, path, "csv_last_line_ends") == "1";
    return dialect;
}

Catalog catalogOf(SQLite::Database& store, const fs::path& path) {
    try {
        return Catalog::fromLabelDescriptionsJson(metaOf(store, path, "label_descriptions"));
    } catch (const Error& error) {
        throwDamaged(path, std::string("its label descriptions are broken (") + error.what() + ")");
    }
}

std::vector<ImageRow> imagesOf(SQLite::Database& store, const fs::path& path) {
    std::vector<ImageRow> images;
    SQLite::Statement query(store, "SELECT id, name, width, height FROM image ORDER BY id");
    while (query.executeStep()) {
        const std::int64_t width = query.getColumn(2).getInt64();
        const std::int64_t height = query.getColumn(3).getInt64();
        if (query.getColumn(0).getInt64() != std::int64_t(images.size()) ||
            !isMaskSize(width, height))
            throwDamaged(path, "image " + std::to_string(images.size()) + " makes no sense");
        images.push_back({query.getColumn(1).getString(), int(width), int(height)});
    }
    return images;
}

// Reads kObjectColumns. The file may come from a stranger: whatever the rest of the program relies
// on is checked here.
ObjectRow objectOf(const SQLite::Statement& query, const std::vector<ImageRow>& images,
                   const Catalog& catalog, const fs::path& path) {
    ObjectRow row;
    row.rowId = query.getColumn(0).getInt64();
    const std::int64_t image = query.getColumn(1).getInt64();
    const std::int64_t categoryId = query.getColumn(2).getInt64();
    const auto category = categoryId >= 0 && categoryId <= 0x7fffffff
                              ? catalog.categoryIndex(static_cast<int>(categoryId))
                              : std::nullopt;
    const auto attributes = decodeIds(bytesOf(query.getColumn(3)));
    bool good = image >= 0 && image < std::int64_t(images.size()) && category && attributes;
    if (good) {
        const ImageRow& size = images[std::size_t(image)];
        const std::int64_t area = query.getColumn(4).getInt64();
        const std::int64_t x = query.getColumn(5).getInt64(), y = query.getColumn(6).getInt64();
        const std::int64_t width = query.getColumn(7).getInt64();
        const std::int64_t height = query.getColumn(8).getInt64();
        good = x >= 0 && y >= 0 && width >= 1 && height >= 1 && width <= size.width &&
               height <= size.height && x <= size.width - width && y <= size.height - height &&
               area >= 1 && area <= width * height;
        row.image = static_cast<ImageIndex>(image);
        row.category = *category;
        row.area = static_cast<std::uint32_t>(area);
        row.box = {int(x), int(y), int(width), int(height)};
        for (int id : *attributes) {
            const auto attribute = catalog.attributeIndex(id);
            good = good && attribute;
            if (attribute)
                row.attributes.push_back(*attribute);
        }
        std::sort(row.attributes.begin(), row.attributes.end());
    }
    if (!good)
        throwDamaged(path, "object " + std::to_string(row.rowId) + " makes no sense");
    return row;
}

}  // namespace

ProjectFile::ProjectFile(const fs::path& path)
    : m_path(fs::absolute(path).lexically_normal()), m_writer(openStore(path)), m_readers(m_path) {
    inStore(m_path, [&] {
        m_catalog = std::make_shared<const Catalog>(catalogOf(*m_writer, m_path));
        m_dialect = dialectOf(*m_writer, m_path);
        m_imageFolder = folderFromStored(metaOf(*m_writer, m_path, "image_folder"), m_path);
        TableBuilder builder(imagesOf(*m_writer, m_path));
        SQLite::Statement query(*m_writer, std::string(kObjectColumns) +
                                               "WHERE image IS NOT NULL AND deleted = 0 "
                                               "ORDER BY id");
        while (query.executeStep())
            builder.add(objectOf(query, builder.images(), *m_catalog, m_path));
        m_objects = builder.finish();
    });
}

std::shared_ptr<Project> Project::open(const fs::path& path) {
    return std::make_shared<ProjectFile>(path);
}

fs::path ProjectFile::runsFolder() const {
    fs::path folder = m_path;
    return folder.replace_extension(".runs");
}

std::shared_ptr<const ObjectTable> ProjectFile::objects() const {
    const std::lock_guard lock(m_mutex);
    return m_objects;
}

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

std::vector<RowIssue> ProjectFile::issues() const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        std::vector<RowIssue> issues;
        SQLite::Statement query(*reader->store, "SELECT line, col, text FROM issue ORDER BY id");
        while (query.executeStep())
            issues.push_back({static_cast<std::uint64_t>(query.getColumn(0).getInt64()),
                              static_cast<std::uint64_t>(query.getColumn(1).getInt64()),
                              query.getColumn(2).getString()});
        return issues;
    });
}

// An export must not replace the project itself.
void ProjectFile::refuseOwnFile(const fs::path& target) const {
    std::error_code error;
    if (fs::equivalent(target, m_path, error))
        throw Error(ErrorKind::NotWritable,
                    target.string() + " is the project itself; export under another name");
}

fs::path ProjectFile::imageFolder() const {
    const std::lock_guard lock(m_mutex);
    return m_imageFolder;
}

void ProjectFile::setImageFolder(const fs::path& folder) {
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    inStore(m_path, [&] {
        const std::lock_guard writing(m_writing);
        const std::string stored = storedFolder(absolute, m_path).string();
        SQLite::Statement update(*m_writer, "UPDATE meta SET value = ? WHERE key = 'image_folder'");
        bindBytes(update, 1, stored);
        update.exec();
    });
    const std::lock_guard lock(m_mutex);
    m_imageFolder = absolute;
}

fs::path ProjectFile::imagePath(const std::string& imageId) const {
    return findImage(imageFolder(), imageId);
}

bool ProjectFile::edited() const {
    return inStore(m_path, [&] {
        const auto reader = m_readers.take();
        SQLite::Statement query(*reader->store, "SELECT EXISTS (SELECT 1 FROM edit)");
        query.executeStep();
        return query.getColumn(0).getInt() != 0;
    });
}

// The caller holds m_writing, so snapshots follow one another as the transactions do.
void ProjectFile::publish(const std::set<std::int64_t>& changed) {
    if (changed.empty())
        return;
    const auto old = objects();
    std::map<std::int64_t, std::optional<ObjectRow>> changes;
    inStore(m_path, [&] {
        SQLite::Statement query(*m_writer, std::string(kObjectColumns) + "WHERE id = ?");
        for (std::int64_t rowId : changed) {
            query.bind(1, rowId);
            query.executeStep();
            auto& change = changes[rowId];
            if (query.getColumn(9).getInt() == 0)
                change = objectOf(query, old->images, *m_catalog, m_path);
            query.reset();
        }
    });
    auto table = withChanges(*old, changes);
    const std::lock_guard lock(m_mutex);
    m_objects = std::move(table);
}

std::int64_t ProjectFile::apply(const std::vector<ObjectEdit>& edits) {
    const std::lock_guard writing(m_writing);
    std::set<std::int64_t> changed;
    const std::int64_t step = Journal{*m_writer, m_path, *m_catalog}.apply(edits, changed);
    publish(changed);
    return step;
}

std::int64_t ProjectFile::undo(std::int64_t step) {
    const std::lock_guard writing(m_writing);
    std::set<std::int64_t> changed;
    const std::int64_t made = Journal{*m_writer, m_path, *m_catalog}.undo(step, changed);
    publish(changed);
    return made;
}

}  // namespace selvedge
