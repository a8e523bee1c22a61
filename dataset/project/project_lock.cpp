#include "dataset/project/project_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// The file may have been removed by the one before us between opening and locking it.
bool isStillAt(int file, const fs::path& path) {
    struct stat opened {};
    struct stat there {};
    return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &there) == 0 &&
           opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
}

std::string programName() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    return error ? std::string("selvedge") : program.filename().string();
}

void sign(int file) {
    char host[256] = {};
    ::gethostname(host, sizeof host - 1);
    const std::string text =
        programName() + " (process " + std::to_string(::getpid()) + " on " + host + ")";
    // Only for the sentence of others: where it cannot be written, the lock holds all the same.
    if (::ftruncate(file, 0) == 0)
        static_cast<void>(!::pwrite(file, text.data(), text.size(), 0));
}

std::string holderOf(int file) {
    char text[400] = {};
    const ssize_t size = ::pread(file, text, sizeof text, 0);
    std::string holder(text, size > 0 ? std::size_t(size) : 0);
    for (char& c : holder) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            c = '?';
    }
    return holder.empty() ? "another program" : holder;
}

}  // namespace

std::unique_ptr<ProjectLock> ProjectLock::take(const fs::path& project, std::string& reason) {
    fs::path path = project;
    path += ".lock";
    for (;;) {
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (file < 0) {
            reason = path.parent_path().string() + " may not be written: " + std::strerror(errno);
            return nullptr;
        }
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            reason = errno == EWOULDBLOCK
                         ? project.string() + " is open in " + holderOf(file)
                         : path.string() + " cannot be locked: " + std::strerror(errno);
            ::close(file);
            return nullptr;
        }
        if (isStillAt(file, path)) {
            sign(file);
            return std::unique_ptr<ProjectLock>(new ProjectLock(path, file));
        }
        ::close(file);
    }
}

ProjectLock::~ProjectLock() {
    ::unlink(m_path.c_str());
    ::close(m_file);
}

}  // namespace selvedge
