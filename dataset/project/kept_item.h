#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/project/fields.h"

namespace selvedge {

// An object or image that somebody edited or marked, or made: what an import has to find a home
// for.
struct KeptItem {
    std::int64_t oldId = 0;  // row or image id; of a stray: -id
    bool isObject = false;
    std::string image;  // ImageId; empty: of a row that is no object
    int width = 0, height = 0;
    std::optional<std::int64_t> hash, occurrence;
    std::string uuid;                 // of an object made here
    FieldValue category, attributes;  // now; attributes as encodeIds
    FieldValue runs;  // now; of objects whose mask was not edited only after readRuns()
    bool deleted = false;
    std::int64_t stars = 0, review = 0, split = 0;
    std::string tags, note;

    std::optional<std::int64_t> newId;  // its home

    bool hasMarks() const {
        return stars != 0 || review != 0 || split != 0 || !tags.empty() || !note.empty();
    }
};

// All of a store, strays too.
std::vector<KeptItem> readKeptItems(SQLite::Database& store);

void readRuns(KeptItem& item, SQLite::Database& store);

// Finds rows and images of `fresh` for them.
void findHomes(std::vector<KeptItem>& items, SQLite::Database& old, SQLite::Database& fresh);

}  // namespace selvedge
