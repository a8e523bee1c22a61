#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace selvedge {

// Who may write a project: NAME.selvedge.lock, held by flock while the project is open or being
// imported. It ends with its process, whatever ends that; the file says who has it. (A file of its
// own: closing any descriptor of the database would drop SQLite's locks of this process.)
class ProjectLock {
public:
    // Nothing when it cannot be had; then `reason` says why: "... is open in selvedge-cli (process
    // 7 on host)", or that the folder may not be written.
    static std::unique_ptr<ProjectLock> take(const std::filesystem::path& project,
                                             std::string& reason);
    ~ProjectLock();
    ProjectLock(const ProjectLock&) = delete;
    ProjectLock& operator=(const ProjectLock&) = delete;

private:
    ProjectLock(std::filesystem::path path, int file) : m_path(std::move(path)), m_file(file) {}

    std::filesystem::path m_path;
    int m_file;
};

}  // namespace selvedge
