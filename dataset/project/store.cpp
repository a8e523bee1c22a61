#include "dataset/project/store.h"

#include <sqlite3.h>

#include <fstream>

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kApplicationId = 0x53564447;  // "SVDG"
constexpr std::int64_t kSchemaVersion = 1;
constexpr int kBusyMilliseconds = 2000;

// Every line of the CSV but the header is a `row`, in file order; `image` is NULL where it is no
// object. Ids of categories and attributes are those of the files, not the dense ones.
constexpr const char* kSchema = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE image(
    id INTEGER PRIMARY KEY,     -- position, from 0
    name TEXT NOT NULL,         -- ImageId
    width INTEGER NOT NULL,
    height INTEGER NOT NULL);
CREATE TABLE row(
    id INTEGER PRIMARY KEY,
    image INTEGER,
    category INTEGER,
    attributes BLOB,            -- codec.h, encodeIds
    area INTEGER, x INTEGER, y INTEGER, width INTEGER, height INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    line_end INTEGER NOT NULL,  -- 0 \n, 1 \r\n, 2 none
    hash INTEGER,               -- identity of an imported row: FNV-1a of its text, and how many
    occurrence INTEGER,         -- rows before it have the same
    uuid BLOB);                 -- identity of an object made here
CREATE TABLE mask(id INTEGER PRIMARY KEY, runs BLOB NOT NULL);  -- of row id; encodeRuns
CREATE TABLE spelling(          -- rows that writing the object again would not reproduce
    id INTEGER PRIMARY KEY,
    text BLOB NOT NULL,
    mask_at INTEGER);           -- where the mask's text belongs; NULL: text is the whole row
CREATE TABLE issue(id INTEGER PRIMARY KEY, line INTEGER, col INTEGER, text TEXT NOT NULL);
CREATE TABLE edit(              -- the journal; undo, recovery and history read it
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,      -- id of the first edit of the step
    time INTEGER NOT NULL,      -- milliseconds since 1970, UTC
    author TEXT NOT NULL,
    object INTEGER NOT NULL,    -- row id
    kind TEXT NOT NULL,         -- category, attributes (ids), deleted (0 or 1)
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undoes INTEGER);            -- step
CREATE INDEX edit_step ON edit(step);
CREATE TABLE run(name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;
)sql";

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

std::int64_t numberOf(SQLite::Database& store, const std::string& query) {
    SQLite::Statement statement(store, query);
    statement.executeStep();
    return statement.getColumn(0).getInt64();
}

// The header is read through SQLite: a file of our own that were closed here would take the locks
// away that other connections of this process have on it (POSIX).
void checkHeader(SQLite::Database& store, const fs::path& path, bool hasLog) {
    if (numberOf(store, "PRAGMA application_id") != kApplicationId)
        throw Error(ErrorKind::BadFormat, path.string() + " is not a Selvedge project");
    const std::int64_t version = numberOf(store, "PRAGMA user_version");
    if (version > kSchemaVersion)
        throw Error(ErrorKind::Unsupported, path.string() +
                                                " was made by a newer Selvedge (format " +
                                                std::to_string(version) + "); update the program");
    // With a write-ahead log beside it the file alone need not be whole.
    const auto expected = static_cast<std::uint64_t>(numberOf(store, "PRAGMA page_count")) *
                          static_cast<std::uint64_t>(numberOf(store, "PRAGMA page_size"));
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    if (!hasLog && !error && size < expected)
        throwDamaged(path, "it is cut short (" + std::to_string(size) + " of " +
                               std::to_string(expected) + " bytes)");
}

void checkTables(SQLite::Database& store, const fs::path& path) {
    if (numberOf(store,
                 "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')") != 0)
        throwDamaged(path, "it holds triggers or views, which no project has");
    for (const char* table : {"meta", "image", "row", "issue", "edit", "run"}) {
        SQLite::Statement check(store, std::string("PRAGMA quick_check('") + table + "')");
        if (!check.executeStep() || check.getColumn(0).getString() != "ok")
            throwDamaged(path, std::string("its table ") + table + " is broken");
    }
}

}  // namespace

std::unique_ptr<SQLite::Database> createStore(const fs::path& path) {
    return inStore(path, [&] {
        auto store = connect(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        store->exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768");
        store->exec("PRAGMA application_id=" + std::to_string(kApplicationId));
        store->exec("PRAGMA user_version=" + std::to_string(kSchemaVersion));
        store->exec(kSchema);
        return store;
    });
}

std::unique_ptr<SQLite::Database> openStore(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (!fs::is_regular_file(path, error))
        throw Error(ErrorKind::BadFormat, path.string() + " is not a Selvedge project");
    fs::path log = path;
    log += "-wal";
    const bool hasLog = fs::exists(log, error);
    return inStore(path, [&] {
        auto store = connect(path, SQLite::OPEN_READWRITE);
        checkHeader(*store, path, hasLog);
        checkTables(*store, path);
        store->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        return store;
    });
}

bool saysItIsAProject(const fs::path& path) {
    try {
        const auto store = connect(path, SQLite::OPEN_READONLY);
        return numberOf(*store, "PRAGMA application_id") == kApplicationId;
    } catch (const SQLite::Exception&) {
        // Too damaged for SQLite, so no connection of ours has it open (see checkHeader): bytes 68
        // to 71 of a SQLite file are its application id.
        char header[72] = {};
        std::ifstream(path, std::ios::binary).read(header, sizeof header);
        return std::string_view(header, 16) == std::string_view("SQLite format 3\0", 16) &&
               std::string_view(header + 68, 4) == "SVDG";
    }
}

std::unique_ptr<SQLite::Database> openReader(const fs::path& path) {
    return inStore(path, [&] { return connect(path, SQLite::OPEN_READONLY); });
}

void throwDamaged(const fs::path& path, const std::string& what) {
    throw Error(ErrorKind::BadFormat,
                path.string() + " is damaged: " + what + "; move it away and import the CSV again");
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
        case SQLITE_IOERR:
            throw Error(ErrorKind::NotWritable,
                        name + " cannot be opened for writing: " + error.what());
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
