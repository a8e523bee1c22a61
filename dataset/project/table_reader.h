#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/format/imaterialist_csv.h"
#include "dataset/project/store.h"
#include "dataset/project/table_builder.h"

namespace selvedge {

// From the store's tables to snapshots. The file may come from a stranger: whatever the rest of the
// program relies on is checked here (Error(BadFormat): it is damaged).

std::string metaOf(SQLite::Database& store, const std::filesystem::path& path, const char* key);
CsvDialect readDialect(SQLite::Database& store, const std::filesystem::path& path);
Catalog catalogOf(SQLite::Database& store, const std::filesystem::path& path);
std::vector<ImageRow> readImages(SQLite::Database& store, const std::filesystem::path& path);
std::shared_ptr<const ObjectTable> readObjects(SQLite::Database& store,
                                               const std::filesystem::path& path,
                                               const Catalog& catalog);
// Some of them, by row id; nothing for those that are deleted or no objects.
std::map<std::int64_t, std::optional<ObjectRow>> readObjects(SQLite::Database& store,
                                                             const std::filesystem::path& path,
                                                             const Catalog& catalog,
                                                             const std::vector<ImageRow>& images,
                                                             const std::set<std::int64_t>& rowIds);

}  // namespace selvedge
