#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace selvedge {

// The whole content of a file that should be small. Throws Error: NotFound, Unreadable, or
// BadFormat when it is larger than `limit` bytes; `what` names the kind of file in the sentence
// ("label descriptions").
std::string readSmallFile(const std::filesystem::path& file, std::uint64_t limit,
                          const std::string& what);

}  // namespace selvedge
