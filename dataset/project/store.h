#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "dataset/error.h"

namespace selvedge {

// The project's SQLite file: its schema, and connections with the settings that files from
// strangers need (https://www.sqlite.org/security.html). Used by dataset/project only.

// A new file that is thrown away unless it gets whole: no journal, no sync. With the schema.
std::unique_ptr<SQLite::Database> createStore(const std::filesystem::path& path);
// The writing connection: WAL, synchronous FULL. Brings an older version to the present one. Throws
// Error when the file is no project, cut short, damaged or of a newer version; then it is left as
// it is. The pages of all tables but those of masks and row texts are checked, whose content is
// checked as it is read.
std::unique_ptr<SQLite::Database> openStore(const std::filesystem::path& path);
// The same for reading; it may be of an older version. Also where nothing may be written.
std::unique_ptr<SQLite::Database> openStoreForReading(const std::filesystem::path& path);
bool isOfOlderVersion(SQLite::Database& store);
// The file says it is a project, if perhaps a damaged one.
bool saysItIsAProject(const std::filesystem::path& path);
// The same from the file's first bytes alone. Only of a file that no connection of this process has
// open: its locks would be gone (POSIX).
bool hasProjectHeader(const std::filesystem::path& path);
// One more connection, for reading, to a file that openStore or openStoreForReading took.
std::unique_ptr<SQLite::Database> openReader(const std::filesystem::path& path);

// SQLite's exception as ours, with a sentence about `path`.
[[noreturn]] void throwStoreError(const std::filesystem::path& path,
                                  const SQLite::Exception& error);
[[noreturn]] void throwDamaged(const std::filesystem::path& path, const std::string& what);

// Runs `work` and translates what SQLite throws.
template <typename F>
auto inStore(const std::filesystem::path& path, F&& work) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throwStoreError(path, error);
    }
}

// Bytes of a column, valid until the statement steps on.
std::string_view bytesOf(const SQLite::Column& column);
void bindBytes(SQLite::Statement& statement, int index, std::string_view bytes);

}  // namespace selvedge
