#include "dataset/project/partial_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

void removeLogs(const fs::path& project) {
    for (const char* suffix : {"-wal", "-shm"}) {
        fs::path log = project;
        log += suffix;
        std::error_code ignored;
        fs::remove(log, ignored);
    }
}

PartialFile::PartialFile(const fs::path& target) : m_target(target), m_path(target) {
    m_path += ".partial";
    std::error_code absent;
    if (fs::file_size(m_path, absent) > 0 && !absent && !hasProjectHeader(m_path))
        throw Error(ErrorKind::NotWritable,
                    m_path.string() +
                        " is in the way and was not made by an import; move it away or choose "
                        "another name for the project");
    m_file = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (m_file < 0)
        throw Error(ErrorKind::NotWritable,
                    m_path.string() + " cannot be created: " + std::strerror(errno));
    m_unfinished.emplace(m_path);
    removeLogs(m_path);
}

PartialFile::~PartialFile() {
    if (m_file < 0)
        return;
    ::unlink(m_path.c_str());
    removeLogs(m_path);
    ::close(m_file);
}

void PartialFile::commit() {
    if (::fsync(m_file) != 0)
        throw Error(ErrorKind::NotWritable,
                    m_path.string() + " cannot be written: " + std::strerror(errno));
    renameDurably(m_path, m_target);
    ::close(m_file);
    m_file = -1;
    m_unfinished.reset();
}

}  // namespace selvedge
