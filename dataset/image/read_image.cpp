// Opens a picture and finds out what it is.
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

}  // namespace codecs

namespace {

using codecs::Source;

enum class Kind { Jpeg, Png };

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
    if (start.empty())
        throw Error(ErrorKind::BadFormat, source.path.string() + " is empty");
    throw Error(ErrorKind::BadFormat,
                source.path.string() + " is neither a JPEG nor a PNG picture; convert it to one");
}

}  // namespace

ImageSize readImageSize(const std::filesystem::path& file) {
    Source source = open(file);
    return sniff(source) == Kind::Jpeg ? codecs::readJpegSize(source) : codecs::readPngSize(source);
}

Image readImage(const std::filesystem::path& file, std::optional<int> shortestSide,
                bool* truncated) {
    Source source = open(file);
    bool cut = false;
    try {
        Image image = sniff(source) == Kind::Jpeg ? codecs::readJpeg(source, shortestSide, cut)
                                                  : codecs::readPng(source);
        if (truncated)
            *truncated = cut;
        return image;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::OutOfMemory, "Not enough memory to read " + file.string());
    }
}

}  // namespace selvedge
