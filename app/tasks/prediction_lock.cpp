#include "app/tasks/prediction_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "dataset/error.h"

namespace selvedge {

namespace {

// The holder before removed the file between its opening and its locking here.
bool isStillThere(int file, const std::filesystem::path& path) {
    struct stat held {
    }, there{};
    return ::fstat(file, &held) == 0 && ::stat(path.c_str(), &there) == 0 &&
           held.st_ino == there.st_ino && held.st_dev == there.st_dev;
}

}  // namespace

PredictionLock::PredictionLock(std::filesystem::path target) : m_target(std::move(target)) {
    for (;;) {
        m_file = ::open(file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (m_file < 0)
            throw Error(ErrorKind::NotWritable,
                        m_target.string() + " cannot be written: " + std::strerror(errno));
        if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
            ::close(m_file);
            throw Error(ErrorKind::Busy, m_target.string() +
                                             " is being made already: wait for that prediction's "
                                             "end");
        }
        if (isStillThere(m_file, file()))
            return;
        ::close(m_file);
    }
}

PredictionLock::PredictionLock(PredictionLock&& other) noexcept
    : m_target(other.m_target), m_file(std::exchange(other.m_file, -1)) {}

PredictionLock::~PredictionLock() {
    if (m_file < 0)
        return;
    ::unlink(file().c_str());  // before it is let go: later it may be another's
    ::close(m_file);
}

std::filesystem::path PredictionLock::file() const {
    return m_target.parent_path() / ("." + m_target.filename().string() + ".lock");
}

}  // namespace selvedge
