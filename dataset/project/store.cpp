#include "dataset/project/store.h"

#include <sqlite3.h>

#include <cctype>
#include <fstream>

#include "dataset/project/schema.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kApplicationId = 0x53564447;  // "SVDG"
constexpr int kBusyMilliseconds = 2000;

// What a stranger's schema could try is switched off, and numbers from the file are capped.
void defend(SQLite::Database& store) {
    sqlite3* handle = store.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 256 << 20);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 64 << 10);
    sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, 64);
    sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 32);
    sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 4);
    sqlite3_limit(handle, SQLITE_LIMIT_FUNCTION_ARG, 8);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1);
    sqlite3_limit(handle, SQLITE_LIMIT_VARIABLE_NUMBER, 64);
    sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    store.exec("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
}

std::unique_ptr<SQLite::Database> connect(const fs::path& path, int flags) {
    auto store = std::make_unique<SQLite::Database>(path.string(), flags, kBusyMilliseconds);
    defend(*store);
    return store;
}

std::string uriOf(const fs::path& path) {
    std::string uri = "file:";
    for (char c : fs::absolute(path).string()) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '.' ||
                           c == '-' || c == '_';
        constexpr const char* kHex = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            uri += c;
        else
            uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
    return uri + "?immutable=1";
}

// A write-ahead log or a rollback journal lies beside it: the file alone need not be whole.
bool hasLog(const fs::path& path) {
    std::error_code error;
    return fs::exists(path.string() + "-wal", error) ||
           fs::exists(path.string() + "-journal", error);
}

std::unique_ptr<SQLite::Database> connectForReading(const fs::path& path) {
    const auto open = [&] {
        auto store = connect(path, SQLite::OPEN_READONLY);
        numberOf(*store, "SELECT count(*) FROM sqlite_schema");
        return store;
    };
    try {
        return open();
    } catch (const SQLite::Exception& error) {
        const int code = error.getErrorCode() & 0xff;
        if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY)
            throw;
    }
    if (hasLog(path)) {
        // Of a killed program; what it had begun can only be taken back by one who may write.
        numberOf(*connect(path, SQLite::OPEN_READWRITE), "SELECT count(*) FROM sqlite_schema");
        return open();
    }
    // SQLite reads a file in WAL mode only where it may put its own files beside it. Where it may
    // not, nobody writes the file: it is read as one that does not change.
    auto store = std::make_unique<SQLite::Database>(
        uriOf(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyMilliseconds);
    defend(*store);
    return store;
}

// Refuses what is no file.
void lookAt(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (!fs::is_regular_file(path, error))
        throw Error(ErrorKind::BadFormat, path.string() + " is not a Selvedge project");
}

// The header is read through SQLite: a file of our own that were closed here would take the locks
// away that other connections of this process have on it (POSIX).
void checkHeader(SQLite::Database& store, const fs::path& path, bool hadLog) {
    if (numberOf(store, "PRAGMA application_id") != kApplicationId)
        throw Error(ErrorKind::BadFormat, path.string() + " is not a Selvedge project");
    const std::int64_t version = numberOf(store, "PRAGMA user_version");
    if (version > kSchemaVersion)
        throw Error(ErrorKind::Unsupported, path.string() +
                                                " was made by a newer Selvedge (format " +
                                                std::to_string(version) + "); update the program");
    const auto expected = static_cast<std::uint64_t>(numberOf(store, "PRAGMA page_count")) *
                          static_cast<std::uint64_t>(numberOf(store, "PRAGMA page_size"));
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    if (!hadLog && !error && size < expected)
        throwDamaged(path, "it is cut short (" + std::to_string(size) + " of " +
                               std::to_string(expected) + " bytes)");
}

}  // namespace

std::unique_ptr<SQLite::Database> createStore(const fs::path& path) {
    return inStore(path, [&] {
        auto store = connect(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        store->exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768");
        store->exec("PRAGMA application_id=" + std::to_string(kApplicationId));
        createTables(*store);
        return store;
    });
}

std::unique_ptr<SQLite::Database> openStore(const fs::path& path) {
    lookAt(path);
    const bool hadLog = hasLog(path);
    return inStore(path, [&] {
        auto store = connect(path, SQLite::OPEN_READWRITE);
        checkHeader(*store, path, hadLog);
        checkTables(*store, path);
        store->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        if (numberOf(*store, "PRAGMA user_version") < kSchemaVersion)
            migrateTables(*store, path);
        return store;
    });
}

std::unique_ptr<SQLite::Database> openStoreForReading(const fs::path& path) {
    lookAt(path);
    const bool hadLog = hasLog(path);
    return inStore(path, [&] {
        auto store = connectForReading(path);
        checkHeader(*store, path, hadLog);
        checkTables(*store, path);
        return store;
    });
}

bool isOfOlderVersion(SQLite::Database& store) {
    return numberOf(store, "PRAGMA user_version") < kSchemaVersion;
}

bool saysItIsAProject(const fs::path& path) {
    try {
        const auto store = connect(path, SQLite::OPEN_READONLY);
        return numberOf(*store, "PRAGMA application_id") == kApplicationId;
    } catch (const SQLite::Exception&) {
        // Too damaged for SQLite, so no connection of ours has it open.
        return hasProjectHeader(path);
    }
}

bool hasProjectHeader(const fs::path& path) {
    char header[72] = {};  // bytes 68 to 71 of a SQLite file are its application id
    std::ifstream(path, std::ios::binary).read(header, sizeof header);
    return std::string_view(header, 16) == std::string_view("SQLite format 3\0", 16) &&
           std::string_view(header + 68, 4) == "SVDG";
}

std::unique_ptr<SQLite::Database> openReader(const fs::path& path) {
    return inStore(path, [&] { return connectForReading(path); });
}

void throwDamaged(const fs::path& path, const std::string& what) {
    throw Error(
        ErrorKind::BadFormat,
        path.string() + " is damaged: " + what +
            "; import its source again, which keeps the damaged file under another name, or "
            "move it away first");
}

void throwStoreError(const fs::path& path, const SQLite::Exception& error) {
    const std::string name = path.string();
    switch (error.getErrorCode() & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(
                ErrorKind::Busy,
                name + " is in use by another window or program; try again when it is done");
        case SQLITE_FULL:
            throw Error(ErrorKind::NotWritable, name + " cannot be written: the disk is full");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            throw Error(ErrorKind::NotWritable, name + " cannot be opened: " + error.what());
        case SQLITE_IOERR:  // a limit on the size of files looks like this
            throw Error(ErrorKind::NotWritable, name +
                                                    " cannot be read or written: " + error.what() +
                                                    "; see that the disk has room and is well");
        case SQLITE_NOMEM:
            throw Error(ErrorKind::OutOfMemory, "There is not enough memory to read " + name);
        case SQLITE_NOTADB:
            throw Error(ErrorKind::BadFormat, name + " is not a Selvedge project");
        case SQLITE_CORRUPT:
        case SQLITE_TOOBIG:
        case SQLITE_ERROR:  // "no such table": not a schema of ours
            throwDamaged(path, error.what());
        default:
            throw Error(ErrorKind::Internal, name + ": " + error.what());
    }
}

std::string_view bytesOf(const SQLite::Column& column) {
    const void* bytes = column.getBlob();
    return {static_cast<const char*>(bytes), bytes ? std::size_t(column.getBytes()) : 0};
}

void bindBytes(SQLite::Statement& statement, int index, std::string_view bytes) {
    // An empty view may have no address, which SQLite would take for NULL.
    statement.bindNoCopy(index, bytes.empty() ? "" : bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace selvedge
