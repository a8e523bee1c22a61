#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "dataset/catalog.h"
#include "dataset/project/project.h"

namespace selvedge {

// Takes what people did in one project over to a newer import of its source: edits with their
// journal, marks, new objects, saved things. Both stores are of this version; `fresh` is in a
// transaction and has all rows and images of the source.
//
// An object is found again by its row's text (hash, n-th occurrence), else by its image and the
// runs of its mask, as they came or as they are now; an image by its id. Where an edited field came
// with another value than last time, the edit stays, and what it changed from is the new value.
// What finds no home becomes a stray, and strays are looked for again the next time.
struct CarryOver {
    SQLite::Database& old;
    SQLite::Database& fresh;
    const std::filesystem::path& path;  // for sentences
    const Catalog& catalog;             // of the fresh one

    void run(ImportResult& result) const;
    std::filesystem::path imageFolder() const;  // as the old one keeps it
};

// The strays of a store, as people read them; deleted ones only when asked for.
std::vector<Stray> straysOf(SQLite::Database& store, bool withDeleted);

}  // namespace selvedge
