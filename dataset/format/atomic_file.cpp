#include "dataset/format/atomic_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "dataset/error.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBuffer = 1 << 20;
constexpr std::string_view kSuffix = ".partial";

[[noreturn]] void failed(const fs::path& path, const std::string& doing, int error) {
    throw Error(ErrorKind::NotWritable,
                path.string() + " cannot be " + doing + ": " + std::strerror(error));
}

// A rename is on the disk only when its folder is.
void syncFolder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;  // the folder may not be read: the rename still holds unless the power fails
    ::fsync(file);
    ::close(file);
}

fs::path folderOf(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& target, bool maySweep) : m_target(target) {
    if (!target.has_filename())
        throw Error(ErrorKind::NotWritable, "'" + target.string() + "' names no file to write");
    struct stat old {};
    const bool exists = ::stat(target.c_str(), &old) == 0;
    if (exists && !S_ISREG(old.st_mode))
        throw Error(ErrorKind::NotWritable,
                    target.string() + " is a folder, pipe or device; name a file");
    std::error_code error;
    if (fs::is_symlink(target, error))
        m_target = fs::weakly_canonical(target, error);
    if (m_target.empty())
        throw Error(ErrorKind::NotWritable,
                    target.string() + " leads to no file: " + error.message());
    if (maySweep)
        removeAbandoned();
    create();
    if (exists)
        ::fchmod(m_file, old.st_mode & 07777);
    m_buffer.reserve(kBuffer);
}

// ".NAME.", then what is unique among the threads of this program and among running programs.
void AtomicFile::create() {
    static std::atomic<unsigned> counter{0};
    for (;;) {
        m_temporary = folderOf(m_target) /
                      ("." + m_target.filename().string() + "." + std::to_string(::getpid()) + "-" +
                       std::to_string(++counter) + std::string(kSuffix));
        m_file =
            ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (m_file < 0 && errno == EEXIST)
            continue;
        if (m_file < 0)
            fail("created");
        m_unfinished.emplace(m_temporary);
        // As long as it is locked, nobody takes it for abandoned. One who looked just before has
        // removed it: then another.
        while (::flock(m_file, LOCK_EX) != 0 && errno == EINTR) {
        }
        struct stat made {};
        if (::fstat(m_file, &made) != 0 || made.st_nlink > 0)
            return;
        ::close(m_file);
    }
}

// Of this target, and of programs that run no more. A lock tells that better than the number of a
// process, which says nothing about those of another machine or container.
void AtomicFile::removeAbandoned() const {
    const std::string begin = "." + m_target.filename().string() + ".";
    std::error_code error;
    for (fs::directory_iterator entry(folderOf(m_target), error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(begin) || !name.ends_with(kSuffix) ||
            name.size() <= begin.size() + kSuffix.size() ||
            name.find_first_not_of("0123456789-", begin.size()) != name.size() - kSuffix.size())
            continue;
        const int file = ::open(entry->path().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (file < 0)
            continue;
        if (::flock(file, LOCK_EX | LOCK_NB) == 0)
            ::unlink(entry->path().c_str());
        ::close(file);
    }
}

AtomicFile::~AtomicFile() {
    if (m_file >= 0) {
        ::close(m_file);
        ::unlink(m_temporary.c_str());
    }
}

void AtomicFile::fail(const char* doing) const {
    failed(m_target, doing, errno);
}

void AtomicFile::write(std::string_view text) {
    if (m_buffer.size() + text.size() > kBuffer)
        flush();
    m_buffer += text;
}

void AtomicFile::flush() {
    for (std::string_view rest = m_buffer; !rest.empty();) {
        const ssize_t written = ::write(m_file, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail("written");
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    m_buffer.clear();
}

void AtomicFile::commit() {
    flush();
    if (::fsync(m_file) != 0)
        fail("written");
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        fail("replaced");
    ::close(m_file);
    m_file = -1;
    m_unfinished.reset();
    syncFolder(folderOf(m_target));
}

void writeFileAtomically(const fs::path& target, std::string_view text) {
    AtomicFile file(target, false);
    file.write(text);
    file.commit();
}

void renameDurably(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        failed(to, "replaced", errno);
    syncFolder(folderOf(to));
}

}  // namespace selvedge
