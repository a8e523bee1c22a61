#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>

#include "dataset/error.h"
#include "model/network/weights/safetensors.h"
#include "model/network/weights/safetensors_header.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kMostHeader = 100'000'000;
constexpr std::size_t kLengthBytes = 8;

// Bytes of a tensor, or nothing when its edges, zeros left out, multiply to more than 63 bits hold.
std::optional<std::uint64_t> sizeOf(const SafetensorsEntry& entry) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    std::uint64_t bytes = bytesOf(entry.dtype);
    bool empty = false;
    for (const std::int64_t edge : entry.shape) {
        const auto factor = static_cast<std::uint64_t>(std::max<std::int64_t>(edge, 1));
        if (bytes > kMost / factor)
            return std::nullopt;
        bytes *= factor;
        empty = empty || edge == 0;
    }
    return empty ? 0 : bytes;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t edge : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(edge);
    return text + "]";
}

struct OpenFile {
    int descriptor;
    ~OpenFile() {
        if (descriptor >= 0)
            ::close(descriptor);
    }
};

}  // namespace

std::int64_t TensorView::elements() const {
    std::int64_t product = 1;
    for (const std::int64_t edge : shape)
        product *= edge;
    return product;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : m_path(path) {
    map();
    try {
        read();
    } catch (...) {
        ::munmap(const_cast<std::byte*>(m_bytes), m_size);
        throw;
    }
}

SafetensorsFile::~SafetensorsFile() {
    ::munmap(const_cast<std::byte*>(m_bytes), m_size);
}

const TensorView* SafetensorsFile::find(const std::string& name) const {
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_tensors[found->second];
}

void SafetensorsFile::damaged(const std::string& what) const {
    throw Error(ErrorKind::BadFormat,
                m_path.string() + " is not a whole safetensors file: " + what);
}

void SafetensorsFile::map() {
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
    m_size = static_cast<std::size_t>(status.st_size);
    if (m_size < kLengthBytes)
        damaged("it has " + std::to_string(m_size) + " bytes");
    void* bytes = ::mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, file.descriptor, 0);
    if (bytes == MAP_FAILED)
        fail(errno);
    m_bytes = static_cast<const std::byte*>(bytes);
}

void SafetensorsFile::read() {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        length |= std::to_integer<std::uint64_t>(m_bytes[i]) << (8 * i);
    if (length > kMostHeader || length > m_size - kLengthBytes)
        damaged("its header has " + std::to_string(length) + " bytes, the file " +
                std::to_string(m_size));

    SafetensorsHeader header;
    try {
        header = parseSafetensorsHeader(
            {reinterpret_cast<const char*>(m_bytes) + kLengthBytes, std::size_t(length)});
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::BadFormat)
            damaged(std::string("in its header, ") + error.what());
        throw Error(error.kind(), m_path.string() + ": " + error.what());
    }
    m_metadata = std::move(header.metadata);

    const std::byte* data = m_bytes + kLengthBytes + length;
    const std::uint64_t dataSize = m_size - kLengthBytes - length;
    std::sort(header.entries.begin(), header.entries.end(), [](const auto& a, const auto& b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    std::uint64_t filled = 0;
    m_tensors.reserve(header.entries.size());
    for (SafetensorsEntry& entry : header.entries) {
        const std::string who = "tensor \"" + entry.name + "\" " + shapeText(entry.shape);
        if (entry.begin > entry.end || entry.end > dataSize)
            damaged(who + " lies outside the data");
        if (sizeOf(entry) != entry.end - entry.begin)
            damaged(who + " of " + dtypeName(entry.dtype) + " has " +
                    std::to_string(entry.end - entry.begin) + " bytes");
        if (entry.begin != filled)
            damaged(who + " does not follow the one before it");
        filled = entry.end;
        m_index[entry.name] = m_tensors.size();
        m_tensors.push_back(
            {std::move(entry.name), entry.dtype, std::move(entry.shape), data + entry.begin});
    }
    if (filled != dataSize)
        damaged(std::to_string(dataSize - filled) + " bytes after the last tensor");
}

}  // namespace selvedge
