#include "dataset/doctor/picture_checks.h"

#include <fstream>

#include "dataset/doctor/exif_orientation.h"
#include "dataset/error.h"

namespace selvedge::doctor {

namespace fs = std::filesystem;

namespace {

// Reading stops there: metadata stand at the beginning of a file.
constexpr std::size_t kMetadataBytes = std::size_t{128} << 10;
// Enough pixels to tell pictures apart, few enough to decode at an eighth.
constexpr int kShortestSide = 64;

std::uint64_t fingerprintOf(const Image& image, ImageSize size) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    const auto add = [&hash](std::uint64_t value) { hash = (hash ^ value) * 0x100000001b3; };
    add(static_cast<std::uint64_t>(size.width));
    add(static_cast<std::uint64_t>(size.height));
    for (const std::uint8_t value : image.rgb)
        add(value);
    return hash;
}

int orientationOf(const fs::path& file) {
    std::string bytes(kMetadataBytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return exifOrientation(bytes);
}

}  // namespace

PictureFacts lookAt(const fs::path& file) {
    PictureFacts facts;
    try {
        facts.size = readImageSize(file);
        bool truncated = false;
        const Image image = readImage(file, kShortestSide, &truncated);
        if (truncated)
            facts.problem = file.filename().string() + " is cut short: its lower part is missing";
        facts.fingerprint = fingerprintOf(image, facts.size);
        facts.orientation = orientationOf(file);
    } catch (const Error& error) {
        facts.problem = error.what();
    }
    return facts;
}

bool samePicture(const fs::path& a, const fs::path& b) {
    std::error_code error;
    if (fs::equivalent(a, b, error))
        return true;
    try {
        const Image first = readImage(a), second = readImage(b);
        return first.width == second.width && first.height == second.height &&
               first.rgb == second.rgb;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace selvedge::doctor
