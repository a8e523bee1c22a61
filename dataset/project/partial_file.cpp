#include "dataset/project/partial_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "dataset/format/atomic_file.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// The file may have been renamed between opening and locking it.
bool isStillAt(int file, const fs::path& path) {
    struct stat opened {};
    struct stat there {};
    return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &there) == 0 &&
           opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
}

void removeLogs(const fs::path& path) {
    for (const char* suffix : {"-wal", "-shm"}) {
        fs::path log = path;
        log += suffix;
        std::error_code ignored;
        fs::remove(log, ignored);
    }
}

}  // namespace

PartialFile::PartialFile(const fs::path& target) : m_target(target), m_path(target) {
    m_path += ".partial";
    do {
        if (m_file >= 0)
            ::close(m_file);
        m_file = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (m_file < 0)
            throw Error(ErrorKind::NotWritable,
                        m_path.string() + " cannot be created: " + std::strerror(errno));
        if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
            ::close(m_file);
            throw Error(ErrorKind::Busy, target.string() +
                                             " is being imported by another window or program; "
                                             "wait for it to end");
        }
    } while (!isStillAt(m_file, m_path));
    if (::ftruncate(m_file, 0) != 0) {
        ::close(m_file);
        throw Error(ErrorKind::NotWritable,
                    m_path.string() + " cannot be written: " + std::strerror(errno));
    }
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
}

void closeOldProject(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return removeLogs(path);
    if (fs::file_size(path, ignored) > 0 && !saysItIsAProject(path))
        throw Error(ErrorKind::NotWritable,
                    path.string() +
                        " is not a Selvedge project and is not overwritten; choose "
                        "another name for the project");
    try {
        inStore(path, [&] {
            const auto store = openStore(path);
            SQLite::Statement edits(*store, "SELECT EXISTS (SELECT 1 FROM edit)");
            edits.executeStep();
            if (edits.getColumn(0).getInt() != 0)
                throw Error(ErrorKind::NotWritable,
                            path.string() +
                                " holds edits, which importing again would lose; export them "
                                "and move the file away, or import under another name");
            edits.reset();
            // Only the last connection may leave the WAL mode.
            store->exec("PRAGMA journal_mode=DELETE");
        });
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::BadFormat)
            throw;
        removeLogs(path);
    }
}

}  // namespace selvedge
