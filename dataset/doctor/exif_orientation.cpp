#include "dataset/doctor/exif_orientation.h"

#include <cstddef>
#include <cstdint>

namespace selvedge::doctor {

namespace {

constexpr unsigned kOrientationTag = 0x0112;
constexpr std::size_t kEntrySize = 12;

// Reads numbers of a TIFF header's byte order; 0 past the end.
class Tiff {
public:
    explicit Tiff(std::string_view bytes) : m_bytes(bytes) {}
    bool isTiff() const {
        return (m_bytes.starts_with("II") || m_bytes.starts_with("MM")) && number(2, 2) == 42;
    }
    std::uint32_t number(std::size_t at, std::size_t size) const {
        std::uint32_t value = 0;
        if (at > m_bytes.size() || size > m_bytes.size() - at)
            return 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t place = m_bytes[0] == 'M' ? at + i : at + size - 1 - i;
            value = value << 8 | static_cast<std::uint8_t>(m_bytes[place]);
        }
        return value;
    }

private:
    std::string_view m_bytes;
};

int orientationOf(const Tiff& tiff) {
    if (!tiff.isTiff())
        return 1;
    const std::size_t directory = tiff.number(4, 4);
    const std::size_t entries = tiff.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * kEntrySize;
        if (tiff.number(entry, 2) != kOrientationTag)
            continue;
        const auto value = tiff.number(entry + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

}  // namespace

int exifOrientation(std::string_view jpeg) {
    if (!jpeg.starts_with("\xff\xd8"))
        return 1;
    // Segments: ff, marker, length (big endian, itself included), content.
    for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == '\xff';) {
        const auto marker = static_cast<std::uint8_t>(jpeg[at + 1]);
        const std::size_t length = std::size_t{static_cast<std::uint8_t>(jpeg[at + 2])} << 8 |
                                   static_cast<std::uint8_t>(jpeg[at + 3]);
        if (marker == 0xda || length < 2)
            break;  // pixels begin
        const std::string_view content = jpeg.substr(at + 4, length - 2);
        constexpr std::string_view kExif("Exif\0\0", 6);
        if (marker == 0xe1 && content.starts_with(kExif))
            return orientationOf(Tiff(content.substr(kExif.size())));
        at += 2 + length;
    }
    return 1;
}

}  // namespace selvedge::doctor
