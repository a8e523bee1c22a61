#pragma once

#include <webp/encode.h>

#include <string>
#include <vector>

#include "dataset/image/image.h"

// Pictures as WebP, which the program reads but never writes.
namespace selvedge::test {

inline std::string taken(std::uint8_t* bytes, std::size_t size) {
    std::string result(reinterpret_cast<const char*>(bytes), size);
    WebPFree(bytes);
    return result;
}

inline std::string webpOf(const Image& image, bool lossless) {
    std::uint8_t* bytes = nullptr;
    const std::size_t size = lossless ? WebPEncodeLosslessRGB(image.rgb.data(), image.width,
                                                              image.height, 3 * image.width, &bytes)
                                      : WebPEncodeRGB(image.rgb.data(), image.width, image.height,
                                                      3 * image.width, 80, &bytes);
    return taken(bytes, size);
}

// Every pixel half transparent.
inline std::string webpWithAlpha(const Image& image) {
    std::vector<std::uint8_t> rgba;
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
        rgba.insert(rgba.end(), image.rgb.begin() + std::ptrdiff_t(i),
                    image.rgb.begin() + std::ptrdiff_t(i) + 3);
        rgba.push_back(128);
    }
    std::uint8_t* bytes = nullptr;
    const std::size_t size =
        WebPEncodeRGBA(rgba.data(), image.width, image.height, 4 * image.width, 80, &bytes);
    return taken(bytes, size);
}

inline std::string number(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

inline std::string chunk(const char* name, const std::string& content) {
    return name + number(std::uint32_t(content.size()), 4) + content +
           std::string(content.size() % 2, '\0');
}

// One frame of one still picture, as an animation.
inline std::string animated(const Image& image) {
    const std::string frame = webpOf(image, false).substr(12);
    const std::string size =
        number(std::uint32_t(image.width - 1), 3) + number(std::uint32_t(image.height - 1), 3);
    const std::string content =
        "WEBP" + chunk("VP8X", number(2, 4) + size) + chunk("ANIM", number(0, 6)) +
        chunk("ANMF", number(0, 6) + size + number(100, 3) + number(0, 1) + frame);
    return "RIFF" + number(std::uint32_t(content.size()), 4) + content;
}

}  // namespace selvedge::test
