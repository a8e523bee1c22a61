#include "dataset/image/packed_layout.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>

namespace selvedge::packed {

std::uint64_t recordLength(const RecordHead& head) {
    return sizeof(RecordHead) + std::uint64_t{head.nameLength} + head.contentLength;
}

bool isSound(const RecordHead& head) {
    return head.mark == kMark && head.nameLength <= kMostName && head.contentLength <= kMostContent;
}

std::uint32_t sumOf(const void* bytes, std::size_t count) {
    return static_cast<std::uint32_t>(
        crc32(0, static_cast<const Bytef*>(bytes), static_cast<uInt>(count)));
}

std::uint32_t sumOf(const IndexEntry& entry) {
    return sumOf(&entry, offsetof(IndexEntry, sum));
}

bool readAt(int file, std::uint64_t offset, void* target, std::size_t count) {
    auto* bytes = static_cast<char*>(target);
    while (count > 0) {
        const ssize_t got = ::pread(file, bytes, count, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        offset += static_cast<std::uint64_t>(got);
        count -= static_cast<std::size_t>(got);
    }
    return true;
}

bool writeAt(int file, std::uint64_t offset, const void* source, std::size_t count) {
    const auto* bytes = static_cast<const char*>(source);
    while (count > 0) {
        const ssize_t put = ::pwrite(file, bytes, count, static_cast<off_t>(offset));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        offset += static_cast<std::uint64_t>(put);
        count -= static_cast<std::size_t>(put);
    }
    return true;
}

std::uint64_t sizeOf(int file) {
    struct stat status {};
    return ::fstat(file, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

int openFile(const std::filesystem::path& path) {
    constexpr int kFlags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | kFlags, 0666);
    if (file < 0)
        file = ::open(path.c_str(), O_RDONLY | kFlags);
    struct stat status {};
    if (file >= 0 && (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
        ::close(file);
        file = -1;
    }
    return file;
}

}  // namespace selvedge::packed
