#include "dataset/project/schema.h"

#include <string>
#include <vector>

#include "dataset/project/store.h"

namespace selvedge {

namespace {

// Every entry of the source (a line of the CSV but the header, an annotation) is a `row`, in its
// order; `image` is NULL where it is no object. Ids of categories and attributes are those of the
// files, not the dense ones.
constexpr const char* kFirstTables = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE image(
    id INTEGER PRIMARY KEY,     -- position, from 0
    name TEXT NOT NULL,         -- ImageId
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    source_id TEXT);            -- what the source calls it where that is not the name
CREATE TABLE row(
    id INTEGER PRIMARY KEY,
    image INTEGER,
    category INTEGER,
    attributes BLOB,            -- codec.h, encodeIds
    area INTEGER, x INTEGER, y INTEGER, width INTEGER, height INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    line_end INTEGER NOT NULL,  -- what follows: 0 \n, 1 \r\n, 2 nothing, 3 meta usual_text, 4 frame
    hash INTEGER,               -- identity of an imported row: FNV-1a of its text, and how many
    occurrence INTEGER,         -- rows before it have the same
    uuid BLOB);                 -- identity of an object made here
CREATE TABLE mask(id INTEGER PRIMARY KEY, runs BLOB NOT NULL);  -- of row id; encodeRuns
CREATE TABLE spelling(          -- rows that writing the object again would not reproduce
    id INTEGER PRIMARY KEY,
    text BLOB NOT NULL,
    mask_at INTEGER);           -- where the mask's text belongs; NULL: text is the whole row
CREATE TABLE issue(id INTEGER PRIMARY KEY, line INTEGER, col INTEGER, text TEXT NOT NULL,
    row INTEGER);               -- the row it is about
)sql";

// What version 1 did not have.
constexpr const char* kSecondTables = R"sql(
CREATE TABLE frame(             -- text between rows, in pieces
    id INTEGER PRIMARY KEY,
    row INTEGER NOT NULL,       -- the one it follows; 0: before the first
    text BLOB NOT NULL);
CREATE INDEX frame_row ON frame(row);
CREATE TABLE step(              -- the journal; undo, recovery and history read it
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,      -- milliseconds since 1970, UTC
    author TEXT NOT NULL,
    words TEXT NOT NULL,        -- for the history, or ''
    undoes INTEGER);            -- step
CREATE TABLE edit(              -- of an object or of an image
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    object INTEGER,             -- row id; of a stray: -id
    image INTEGER,              -- image id; of a stray: -id
    kind TEXT NOT NULL,         -- journal.h
    before,                     -- text; runs as a blob; NULL: there was none
    after);
CREATE INDEX edit_step ON edit(step);
CREATE TABLE image_mark(
    id INTEGER PRIMARY KEY,
    stars INTEGER NOT NULL DEFAULT 0,
    review INTEGER NOT NULL DEFAULT 0,  -- marks.h
    split INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '',      -- sorted, one a line
    note TEXT NOT NULL DEFAULT '');
CREATE TABLE object_mark(
    id INTEGER PRIMARY KEY,
    stars INTEGER NOT NULL DEFAULT 0,
    review INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '');
CREATE TABLE saved(             -- views (query), operating points (JSON), subsets (JSON)
    kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY(kind, name)) WITHOUT ROWID;
CREATE TABLE stray(             -- edited or marked once, and no longer in the source
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,         -- ImageId
    width INTEGER, height INTEGER,
    is_object INTEGER NOT NULL,
    hash INTEGER, occurrence INTEGER, uuid BLOB,
    category INTEGER, attributes BLOB, runs BLOB,
    deleted INTEGER NOT NULL DEFAULT 0,
    stars INTEGER NOT NULL DEFAULT 0, review INTEGER NOT NULL DEFAULT 0,
    split INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '');
)sql";

// Of version 1, whose journal had the step's columns in each edit, knew only objects and named a
// step by its first edit. Its issues named lines only.
constexpr const char* kMoveFirstJournal = R"sql(
ALTER TABLE image ADD COLUMN source_id TEXT;
ALTER TABLE issue ADD COLUMN row INTEGER;
ALTER TABLE edit RENAME TO old_edit;
DROP INDEX edit_step;
)sql";
constexpr const char* kFillJournal = R"sql(
INSERT INTO step SELECT step, min(time), min(author), '', max(undoes) FROM old_edit GROUP BY step;
INSERT INTO edit SELECT id, step, object, NULL, kind, before, after FROM old_edit;
DROP TABLE old_edit;
DROP TABLE run;
INSERT INTO meta VALUES('source_format', 'csv');
)sql";

std::string pragmaVersion(std::int64_t version) {
    return "PRAGMA user_version=" + std::to_string(version);
}

}  // namespace

std::int64_t numberOf(SQLite::Database& store, const std::string& query) {
    SQLite::Statement statement(store, query);
    statement.executeStep();
    return statement.getColumn(0).getInt64();
}

void createTables(SQLite::Database& store) {
    store.exec(kFirstTables);
    store.exec(kSecondTables);
    store.exec(pragmaVersion(kSchemaVersion));
}

void migrateTables(SQLite::Database& store, const std::filesystem::path& path) {
    SQLite::Transaction transaction(store, SQLite::TransactionBehavior::IMMEDIATE);
    // Another program may have done it since the caller looked.
    if (numberOf(store, "PRAGMA user_version") == 1) {
        const std::int64_t edits = numberOf(store, "SELECT count(*) FROM edit");
        store.exec(kMoveFirstJournal);
        store.exec(kSecondTables);
        store.exec(kFillJournal);
        store.exec(pragmaVersion(kSchemaVersion));
        if (numberOf(store, "SELECT count(*) FROM edit JOIN step ON step.id = edit.step") != edits)
            throwDamaged(path, "its journal could not be brought to the present format");
    }
    transaction.commit();
}

void checkTables(SQLite::Database& store, const std::filesystem::path& path) {
    if (numberOf(store,
                 "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')") != 0)
        throwDamaged(path, "it holds triggers or views, which no project has");
    std::vector<const char*> tables = {"meta", "image", "row", "issue", "edit"};
    if (numberOf(store, "PRAGMA user_version") > 1)
        tables.insert(tables.end(), {"step", "image_mark", "object_mark", "saved", "stray"});
    for (const char* table : tables) {
        SQLite::Statement check(store, std::string("PRAGMA quick_check('") + table + "')");
        if (!check.executeStep() || check.getColumn(0).getString() != "ok")
            throwDamaged(path, std::string("its table ") + table + " is broken");
    }
}

}  // namespace selvedge
