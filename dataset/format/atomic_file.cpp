#include "dataset/format/atomic_file.h"

#include <fcntl.h>
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

AtomicFile::AtomicFile(const fs::path& target) : m_target(target) {
    std::error_code ignored;
    if (fs::is_symlink(target, ignored))
        m_target = fs::weakly_canonical(target, ignored);
    struct stat old {};
    const bool exists = ::stat(m_target.c_str(), &old) == 0;
    if (exists && !S_ISREG(old.st_mode))
        throw Error(ErrorKind::NotWritable,
                    m_target.string() + " is a folder or device; name a file");
    // Unique among the threads of this program and among running programs.
    static std::atomic<unsigned> counter{0};
    m_temporary = folderOf(m_target) /
                  ("." + m_target.filename().string() + "." + std::to_string(::getpid()) + "-" +
                   std::to_string(++counter) + ".partial");
    m_file =
        ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (m_file < 0)
        fail("created");
    if (exists)
        ::fchmod(m_file, old.st_mode & 07777);
    m_buffer.reserve(kBuffer);
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
    syncFolder(folderOf(m_target));
}

void writeFileAtomically(const fs::path& target, std::string_view text) {
    AtomicFile file(target);
    file.write(text);
    file.commit();
}

void renameDurably(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        failed(to, "replaced", errno);
    syncFolder(folderOf(to));
}

}  // namespace selvedge
