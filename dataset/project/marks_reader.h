#pragma once

#include <filesystem>
#include <memory>
#include <set>

#include "dataset/project/marks.h"
#include "dataset/project/store.h"

namespace selvedge {

// From the store's tables to a snapshot. Error(BadFormat) where they make no sense.
std::shared_ptr<const Marks> readMarks(SQLite::Database& store, const std::filesystem::path& path,
                                       std::size_t images);
// One like `old` but for those images and objects.
std::shared_ptr<const Marks> readMarksAgain(const Marks& old, SQLite::Database& store,
                                            const std::filesystem::path& path,
                                            const std::set<std::int64_t>& images,
                                            const std::set<std::int64_t>& objects);

}  // namespace selvedge
