#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>

namespace selvedge {

// The tables of a project file; SCHEMA.md tells others how to read them. Used by dataset/project.

inline constexpr std::int64_t kSchemaVersion = 2;

// Makes the tables in an empty file, and says the version.
void createTables(SQLite::Database& store);

// Brings the tables of an older version to this one in one transaction: whatever happens, the file
// holds the old ones whole or the new ones whole. Nothing that it held is lost.
void migrateTables(SQLite::Database& store, const std::filesystem::path& path);

// Refuses tables that are broken or not a project's (Error(BadFormat)). Those of masks and texts
// are not gone through: their content is checked as it is read.
void checkTables(SQLite::Database& store, const std::filesystem::path& path);

std::int64_t numberOf(SQLite::Database& store, const std::string& query);

}  // namespace selvedge
