#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "dataset/image/image.h"

// The two codecs behind image.h. Both libraries leave by longjmp when a file is bad, so each keeps
// everything it allocates in an object made before the jump's target is set.
namespace selvedge::codecs {

// What a picture may have at most: 200 megapixels are 600 MB of RGB.
constexpr std::uint64_t kMaxPixels = 200'000'000;

// A picture's file, open for reading and at its start.
struct Source {
    std::filesystem::path path;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file;
};

// Error(BadFormat): "PATH is not a readable KIND: REASON".
[[noreturn]] void failBadFormat(const Source& source, const char* kind, const std::string& reason);
// Error(Unsupported) for a picture above kMaxPixels, before anything is allocated for it.
void checkSize(const Source& source, std::uint64_t width, std::uint64_t height);

ImageSize readJpegSize(Source& source);
Image readJpeg(Source& source, std::optional<int> shortestSide, bool& truncated);

ImageSize readPngSize(Source& source);
Image readPng(Source& source);

}  // namespace selvedge::codecs
