#include "model/network/weights/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "dataset/error.h"

namespace selvedge {

namespace {

struct OpenFile {
    int descriptor;
    ~OpenFile() {
        if (descriptor >= 0)
            ::close(descriptor);
    }
};

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) : m_path(path) {
    const auto fail = [this](int error) {
        throw Error(error == ENOENT ? ErrorKind::NotFound : ErrorKind::Unreadable,
                    m_path.string() + " cannot be read: " + std::strerror(error));
    };
    // A FIFO's open would wait for a writer.
    const OpenFile file{::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.descriptor < 0)
        fail(errno);
    struct stat status {};
    if (::fstat(file.descriptor, &status) != 0)
        fail(errno);
    if (!S_ISREG(status.st_mode))
        throw Error(ErrorKind::Unreadable, m_path.string() + " is a folder or device, not a file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0)  // mmap refuses it
        return;
    void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0);
    if (bytes == MAP_FAILED)
        fail(errno);
    m_bytes = {static_cast<const std::byte*>(bytes), size};
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_bytes(std::exchange(other.m_bytes, {})) {}

MappedFile::~MappedFile() {
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

}  // namespace selvedge
