#pragma once

#include <set>
#include <vector>

#include "dataset/project/project.h"
#include "dataset/project/store.h"

namespace selvedge {

// Changes of objects and their journal. Each function is one transaction on the writing connection:
// all of it happens or nothing. The ids of the objects that changed are added to `changed`.
struct Journal {
    SQLite::Database& store;
    const std::filesystem::path& path;  // for sentences
    const Catalog& catalog;

    // The id of the new step, 0 when the edits change nothing. Error(NotFound) when there is no
    // such object.
    std::int64_t apply(const std::vector<ObjectEdit>& edits, std::set<std::int64_t>& changed);
    // Error(NotFound) when there is no such step; Error(Unsupported) when an object was changed
    // since.
    std::int64_t undo(std::int64_t step, std::set<std::int64_t>& changed);
};

}  // namespace selvedge
