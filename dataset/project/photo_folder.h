#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace selvedge {

// The images of a folder of photos (Project::importFolder), in the order of their paths, as ids by
// which findImage finds them. Throws Error(NotFound, Unreadable; Unsupported with over a million).
std::vector<std::string> photosIn(const std::filesystem::path& folder);

}  // namespace selvedge
