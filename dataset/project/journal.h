#pragma once

#include <set>
#include <vector>

#include "dataset/project/edits.h"
#include "dataset/project/store.h"

namespace selvedge {

// What a step touched, for the snapshots.
struct Changed {
    std::set<std::int64_t> rows;  // whose columns may differ
    bool images = false;          // sizes
    std::set<std::int64_t> markedImages;
    std::set<std::int64_t> markedObjects;
};

// Changes of a project and their journal. Each function is one transaction on the writing
// connection: all of it happens or nothing.
struct Journal {
    SQLite::Database& store;
    const std::filesystem::path& path;  // for sentences
    const Catalog& catalog;

    // Project::apply. `created` may be null.
    std::int64_t apply(const EditStep& step, Changed& changed, std::vector<std::int64_t>* created);
    // Project::undo.
    std::int64_t undo(std::int64_t step, Changed& changed);
    // Project::history; on any connection.
    // What a step did, told from its edits: "mask, category of 3 objects and tags of 1 image".
    static std::string wordsOf(SQLite::Database& store, std::int64_t step);
    static std::vector<HistoryStep> history(SQLite::Database& store, std::size_t limit,
                                            std::int64_t before);
};

}  // namespace selvedge
