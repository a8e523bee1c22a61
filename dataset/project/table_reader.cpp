#include "dataset/project/table_reader.h"

#include <algorithm>

#include "dataset/project/codec.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr const char* kObjectColumns =
    "SELECT id, image, category, attributes, area, x, y, width, height, deleted FROM row ";

// Reads kObjectColumns.
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

std::string metaOf(SQLite::Database& store, const fs::path& path, const char* key) {
    SQLite::Statement query(store, "SELECT value FROM meta WHERE key = ?");
    query.bind(1, key);
    if (!query.executeStep())
        throwDamaged(path, std::string("the entry ") + key + " is missing");
    return std::string(bytesOf(query.getColumn(0)));
}

CsvDialect readDialect(SQLite::Database& store, const fs::path& path) {
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

std::vector<ImageRow> readImages(SQLite::Database& store, const fs::path& path) {
    std::vector<ImageRow> images;
    SQLite::Statement query(store,
                            "SELECT id, name, width, height, source_id FROM image "
                            "ORDER BY id");
    while (query.executeStep()) {
        const std::int64_t width = query.getColumn(2).getInt64();
        const std::int64_t height = query.getColumn(3).getInt64();
        if (query.getColumn(0).getInt64() != std::int64_t(images.size()) ||
            !isMaskSize(width, height))
            throwDamaged(path, "image " + std::to_string(images.size()) + " makes no sense");
        images.push_back({query.getColumn(1).getString(), int(width), int(height),
                          query.getColumn(4).getString()});
    }
    return images;
}

std::shared_ptr<const ObjectTable> readObjects(SQLite::Database& store, const fs::path& path,
                                               const Catalog& catalog) {
    TableBuilder builder(readImages(store, path));
    SQLite::Statement query(
        store, std::string(kObjectColumns) + "WHERE image IS NOT NULL AND deleted = 0 ORDER BY id");
    while (query.executeStep())
        builder.add(objectOf(query, builder.images(), catalog, path));
    return builder.finish();
}

std::map<std::int64_t, std::optional<ObjectRow>> readObjects(SQLite::Database& store,
                                                             const fs::path& path,
                                                             const Catalog& catalog,
                                                             const std::vector<ImageRow>& images,
                                                             const std::set<std::int64_t>& rowIds) {
    std::map<std::int64_t, std::optional<ObjectRow>> rows;
    SQLite::Statement query(store, std::string(kObjectColumns) + "WHERE id = ?");
    for (std::int64_t rowId : rowIds) {
        query.bind(1, rowId);
        auto& row = rows[rowId];
        if (query.executeStep() && !query.getColumn(1).isNull() &&
            query.getColumn(9).getInt64() == 0)
            row = objectOf(query, images, catalog, path);
        query.reset();
    }
    return rows;
}

}  // namespace selvedge
