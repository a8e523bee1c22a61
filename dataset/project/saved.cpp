#include "dataset/project/saved.h"

namespace selvedge {

namespace {

const char* nameOf(SavedKind kind) {
    switch (kind) {
        case SavedKind::View:
            return "view";
        case SavedKind::OperatingPoint:
            return "operating_point";
        case SavedKind::Subset:
            return "subset";
    }
    return "";
}

}  // namespace

std::vector<SavedEntry> readSaved(SQLite::Database& store, SavedKind kind) {
    std::vector<SavedEntry> entries;
    SQLite::Statement query(store, "SELECT name, value FROM saved WHERE kind = ? ORDER BY name");
    query.bind(1, nameOf(kind));
    while (query.executeStep())
        entries.push_back({query.getColumn(0).getString(), query.getColumn(1).getString()});
    return entries;
}

void writeSaved(SQLite::Database& store, SavedKind kind, const SavedEntry& entry) {
    if (entry.name.empty())
        throw Error(ErrorKind::Unsupported, "What is saved needs a name");
    SQLite::Statement insert(store,
                             "INSERT OR REPLACE INTO saved(kind, name, value) VALUES(?, ?, ?)");
    insert.bind(1, nameOf(kind));
    insert.bind(2, entry.name);
    insert.bind(3, entry.value);
    insert.exec();
}

void eraseSaved(SQLite::Database& store, SavedKind kind, const std::string& name) {
    SQLite::Statement erase(store, "DELETE FROM saved WHERE kind = ? AND name = ?");
    erase.bind(1, nameOf(kind));
    erase.bind(2, name);
    erase.exec();
}

}  // namespace selvedge
