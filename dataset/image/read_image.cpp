// Opens a picture and finds out what it is.
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <string_view>

#include "dataset/error.h"
#include "dataset/image/codecs.h"

namespace selvedge {

namespace codecs {

void failBadFormat(const Source& source, const char* kind, const std::string& reason) {
    throw Error(ErrorKind::BadFormat,
                source.path.string() + " is not a readable " + kind + ": " + reason);
}

void checkSize(const Source& source, std::uint64_t width, std::uint64_t height) {
    if (width * height > kMaxPixels)
        throw Error(ErrorKind::Unsupported, source.path.string() + " has " + std::to_string(width) +
                                                " x " + std::to_string(height) +
                                                " pixels; at most 200 megapixels are read");
}

void checkHolds(const Source& source, const char* kind, std::uint64_t least) {
    constexpr std::uint64_t kSmall = 1024;
    if (source.bytes < least && least > kSmall)
        failBadFormat(source, kind,
                      "its " + std::to_string(source.bytes) +
                          " bytes cannot hold as many pixels as its header says");
}

}  // namespace codecs

namespace {

using codecs::Source;

enum class Kind { Jpeg, Png, Webp };

Source open(const std::filesystem::path& path) {
    // A pipe or a device would block or never end.
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (!error && !std::filesystem::is_regular_file(status))
        throw Error(ErrorKind::Unreadable, path.string() + " is not a file");
    Source source{path, {std::fopen(path.c_str(), "rbe"), &std::fclose}};
    if (!source.file)
        throw Error(ErrorKind::Unreadable,
                    path.string() + " cannot be opened: " + std::strerror(errno));
    struct stat opened {};
    if (::fstat(fileno(source.file.get()), &opened) == 0)
        source.bytes = static_cast<std::uint64_t>(opened.st_size);
    return source;
}

Kind sniff(Source& source) {
    std::array<char, 12> bytes{};
    const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), source.file.get());
    if (std::ferror(source.file.get()))
        throw Error(ErrorKind::Unreadable,
                    source.path.string() + " cannot be read: " + std::strerror(errno));
    std::rewind(source.file.get());
    const std::string_view start(bytes.data(), count);
    if (start.starts_with("\xff\xd8\xff"))
        return Kind::Jpeg;
    if (start.starts_with("\x89PNG\r\n\x1a\n"))
        return Kind::Png;
    if (start.starts_with("RIFF") && start.substr(std::min<std::size_t>(8, count)) == "WEBP")
        return Kind::Webp;
    if (start.empty())
        throw Error(ErrorKind::BadFormat, source.path.string() + " is empty");
    throw Error(
        ErrorKind::BadFormat,
        source.path.string() + " is neither a JPEG, a PNG nor a WebP picture; convert it to one");
}

ImageSize sizeOf(Source& source) {
    switch (sniff(source)) {
        case Kind::Jpeg:
            return codecs::readJpegSize(source);
        case Kind::Png:
            return codecs::readPngSize(source);
        case Kind::Webp:
            break;
    }
    return codecs::readWebpSize(source);
}

Image pixelsOf(Source& source, std::optional<int> shortestSide, bool* truncated) {
    if (truncated)
        *truncated = false;
    try {
        bool cut = false;
        switch (sniff(source)) {
            case Kind::Jpeg: {
                Image image = codecs::readJpeg(source, shortestSide, cut);
                if (truncated)
                    *truncated = cut;
                return image;
            }
            case Kind::Png:
                return codecs::readPng(source, shortestSide);
            case Kind::Webp:
                break;
        }
        return codecs::readWebp(source, shortestSide);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::OutOfMemory, "Not enough memory to read " + source.path.string());
    }
}

}  // namespace

ImageSize readImageSize(const std::filesystem::path& file) {
    Source source = open(file);
    return sizeOf(source);
}

Image readImage(const std::filesystem::path& file, std::optional<int> shortestSide,
                bool* truncated) {
    Source source = open(file);
    return pixelsOf(source, shortestSide, truncated);
}

Image decodeImage(std::string_view bytes, const std::filesystem::path& name) {
    if (bytes.empty())
        throw Error(ErrorKind::BadFormat, name.string() + " is empty");
    // Opened for reading only: the bytes stay as they are.
    std::FILE* file = ::fmemopen(const_cast<char*>(bytes.data()), bytes.size(), "rb");
    if (!file)
        throw Error(ErrorKind::OutOfMemory, "Not enough memory to read " + name.string());
    Source source{name, {file, &std::fclose}, bytes.size()};
    return pixelsOf(source, {}, nullptr);
}

}  // namespace selvedge
