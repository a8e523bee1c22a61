#pragma once

#include <filesystem>
#include <vector>

namespace selvedge {

class Project;

// Everything that writes a file a person named asks here first. Throws Error(NotWritable) where
// `target` is one of `read` (what the work reads or makes; each may be absent or empty), by that
// name or another, or any project.
void refuseToReplace(const std::filesystem::path& target,
                     const std::vector<std::filesystem::path>& read);
// The same where a project is read: its file and what SQLite keeps beside it, its source with the
// label_descriptions.json there, and its pictures.
void refuseToReplace(const std::filesystem::path& target, const Project& project);

}  // namespace selvedge
