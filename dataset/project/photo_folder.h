#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace selvedge {

// The picture files of a folder and its sub-folders (not hidden ones, no links to folders), as
// paths below it, sorted. Throws Error(NotFound, Unreadable; Unsupported with over a million).
std::vector<std::filesystem::path> pictureFilesIn(const std::filesystem::path& folder);

// The images of a folder of photos (Project::importFolder), in the order of their paths, as ids by
// which findImage finds them. Throws as pictureFilesIn.
std::vector<std::string> photosIn(const std::filesystem::path& folder);

}  // namespace selvedge
