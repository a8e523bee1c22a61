#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
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

// JPEG (libjpeg-turbo), PNG, WebP, by content. Grey is expanded, alpha dropped, CMYK converted. At
// most 200 megapixels. With `shortestSide` a picture is decoded smaller where its library or format
// allows it, never below that: a JPEG at 1/2, 1/4 or 1/8, a PNG at any whole fraction (only an
// interlaced one is whole in memory before), a WebP at just that side. So `width` may differ from
// the file's. A truncated JPEG gives what there is if at least its header is whole; then
// `*truncated` is set. An animation is refused. Throws Error with the path.
Image readImage(const std::filesystem::path& file, std::optional<int> shortestSide = {},
                bool* truncated = nullptr);

// The same from memory; `name` is for the error's sentence.
Image decodeImage(std::string_view bytes, const std::filesystem::path& name);

// Quality 1..100. Atomic. Throws Error.
void writeJpeg(const std::filesystem::path& file, const Image& image, int quality = 92);
// Its bytes.
std::string encodeJpeg(const Image& image, int quality);

// Area-averaging reduction or bilinear enlargement, for thumbnails (the network has its own).
Image resized(const Image& image, int width, int height);

}  // namespace selvedge
