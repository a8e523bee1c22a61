#pragma once

#include "dataset/project/project.h"
#include "dataset/project/store.h"

namespace selvedge {

// Project::saved and its kin, on a connection.
std::vector<SavedEntry> readSaved(SQLite::Database& store, SavedKind kind);
void writeSaved(SQLite::Database& store, SavedKind kind, const SavedEntry& entry);
void eraseSaved(SQLite::Database& store, SavedKind kind, const std::string& name);

}  // namespace selvedge
