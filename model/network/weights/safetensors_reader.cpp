#include <algorithm>
#include <tuple>
#include <utility>

#include "dataset/error.h"
#include "model/network/weights/safetensors.h"
#include "model/network/weights/safetensors_header.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kMostHeader = 100'000'000;
constexpr std::size_t kLengthBytes = 8;

}  // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : SafetensorsFile(MappedFile(path)) {}

SafetensorsFile::SafetensorsFile(MappedFile file) : m_file(std::move(file)) {
    read();
}

const TensorView* SafetensorsFile::find(const std::string& name) const {
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_tensors[found->second];
}

void SafetensorsFile::damaged(const std::string& what) const {
    throw Error(ErrorKind::BadFormat,
                path().string() + " is not a whole safetensors file: " + what);
}

void SafetensorsFile::read() {
    const std::byte* bytes = m_file.bytes().data();
    const std::size_t size = m_file.bytes().size();
    if (size < kLengthBytes)
        damaged("it has " + std::to_string(size) + " bytes");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        length |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    if (length > kMostHeader || length > size - kLengthBytes)
        damaged("its header has " + std::to_string(length) + " bytes, the file " +
                std::to_string(size));

    SafetensorsHeader header;
    try {
        header = parseSafetensorsHeader(
            {reinterpret_cast<const char*>(bytes) + kLengthBytes, std::size_t(length)});
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::BadFormat)
            damaged(std::string("in its header, ") + error.what());
        throw Error(error.kind(), path().string() + ": " + error.what());
    }
    m_metadata = std::move(header.metadata);

    const std::byte* data = bytes + kLengthBytes + length;
    const std::uint64_t dataSize = size - kLengthBytes - length;
    std::sort(header.entries.begin(), header.entries.end(), [](const auto& a, const auto& b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    std::uint64_t filled = 0;
    m_tensors.reserve(header.entries.size());
    for (SafetensorsEntry& entry : header.entries) {
        const std::string who = "tensor \"" + entry.name + "\" " + shapeText(entry.shape);
        if (entry.begin > entry.end || entry.end > dataSize)
            damaged(who + " lies outside the data");
        if (sizeOf(entry.dtype, entry.shape) != entry.end - entry.begin)
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
