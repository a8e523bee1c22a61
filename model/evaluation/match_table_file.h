#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "model/evaluation/match_table.h"

// A match table in a run's folder, so that the next start has it in a moment.

namespace selvedge {

// What a table was made of: the version of the ground truth (whoever keeps it counts), the size and
// time of the predictions' file, the catalog, the options. A table is made again when this changes.
// Throws Error(NotFound) without such a file.
std::string matchTableKey(const std::string& truthVersion, const std::filesystem::path& predictions,
                          const Catalog& catalog, const TableOptions& options = {});

// Numbers as they are, so that what is read equals what was written to the last bit. Atomic; throws
// Error.
void writeMatchTable(const std::filesystem::path& file, const MatchTable& table,
                     const std::string& key);

// Null where there is no such file or it has another key. Parallel over images. Throws
// Error(BadFormat) for a file that is damaged or was not written by writeMatchTable: whatever its
// numbers are, a table that is returned is consistent. `leftOut` is what was written.
std::shared_ptr<const MatchTable> readMatchTable(const std::filesystem::path& file,
                                                 const std::string& key,
                                                 std::shared_ptr<const Catalog> catalog,
                                                 int threads = 0);

// The same from the file's bytes; `name` is for errors.
std::shared_ptr<const MatchTable> parseMatchTable(std::string_view bytes, const std::string& name,
                                                  const std::string& key,
                                                  std::shared_ptr<const Catalog> catalog,
                                                  int threads = 0);
// What stands in the file's last eight bytes: of all before them.
std::uint64_t matchTableSum(std::string_view bytes);

}  // namespace selvedge
