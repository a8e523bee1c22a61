#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "dataset/image/image.h"

// The codecs behind image.h. libjpeg and libpng leave by longjmp when a file is bad, so each keeps
// everything it allocates in an object made before the jump's target is set.
namespace selvedge::codecs {

// What a picture may have at most: 200 megapixels are 600 MB of RGB.
constexpr std::uint64_t kMaxPixels = 200'000'000;

// A picture's file, open for reading and at its start.
struct Source {
    std::filesystem::path path;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file;
    std::uint64_t bytes = 0;  // the file's size
};

// Error(BadFormat): "PATH is not a readable KIND: REASON".
[[noreturn]] void failBadFormat(const Source& source, const char* kind, const std::string& reason);
// Error(Unsupported) for a picture above kMaxPixels, before anything is allocated for it.
void checkSize(const Source& source, std::uint64_t width, std::uint64_t height);
// Error(BadFormat) when the file has fewer than `least` bytes, in which so large a picture cannot
// be: a header alone makes nobody allocate. Small files are let through.
void checkHolds(const Source& source, const char* kind, std::uint64_t least);

ImageSize readJpegSize(Source& source);
Image readJpeg(Source& source, std::optional<int> shortestSide, bool& truncated);

ImageSize readPngSize(Source& source);
Image readPng(Source& source, std::optional<int> shortestSide);

ImageSize readWebpSize(Source& source);
Image readWebp(Source& source, std::optional<int> shortestSide);

}  // namespace selvedge::codecs
