#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace selvedge {

struct ImageSize {
    int width = 0;
    int height = 0;
    bool operator==(const ImageSize&) const = default;
};

// 8-bit RGB, row-major, interleaved, no padding: rgb.size() == 3 * width * height. Stored pixels:
// EXIF orientation is never applied, since masks belong to them.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
};

// Reads the header only. Throws Error.
ImageSize readImageSize(const std::filesystem::path& file);

// JPEG (libjpeg-turbo), PNG, by content. Grey is expanded, alpha dropped, CMYK converted. At most
// 200 megapixels. With `shortestSide`, a JPEG may be decoded at 1/2, 1/4 or 1/8, never smaller than
// that, so `width` may differ from the file's. A truncated JPEG gives what there is if at least
// its header is whole; then `*truncated` is set. Throws Error with the path.
Image readImage(const std::filesystem::path& file, std::optional<int> shortestSide = {},
                bool* truncated = nullptr);

// Quality 1..100. Atomic. Throws Error.
void writeJpeg(const std::filesystem::path& file, const Image& image, int quality = 92);

// Area-averaging reduction or bilinear enlargement, for thumbnails (the network has its own).
Image resized(const Image& image, int width, int height);

}  // namespace selvedge
