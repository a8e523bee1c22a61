#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "dataset/catalog.h"
#include "dataset/project/edits.h"

namespace selvedge {

// Project::changeOf; on any connection.
StepChange stepChange(SQLite::Database& store, std::int64_t step, const Catalog& catalog);

}  // namespace selvedge
