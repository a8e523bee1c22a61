#include "dataset/image/thumbnail_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "dataset/error.h"
#include "dataset/project/codec.h"

namespace selvedge {

namespace {

constexpr int kQuality = 85;
constexpr std::uint8_t kColoursKind = 0;

struct Fraction {
    std::int64_t of, whole;
};

// By which a picture becomes as wide or as high as the box, whichever is less.
Fraction scaleInto(ImageSize picture, ImageSize box) {
    const bool wide =
        std::int64_t{picture.width} * box.height >= std::int64_t{picture.height} * box.width;
    return wide ? Fraction{box.width, picture.width} : Fraction{box.height, picture.height};
}

std::filesystem::path withSuffix(std::filesystem::path file, const char* suffix) {
    return file.replace_extension(suffix);
}

// Changes with the file's size and time; 0 when there is none.
std::uint64_t stampOf(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return 0;
    const std::array<std::int64_t, 3> parts{status.st_size, status.st_mtim.tv_sec,
                                            status.st_mtim.tv_nsec};
    return hashOf({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

template <typename T>
void put(std::string& bytes, T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
bool take(std::string_view& bytes, T& value) {
    if (bytes.size() < sizeof value)
        return false;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return true;
}

std::optional<std::vector<ObjectColours>> parsedColours(std::string_view bytes) {
    std::vector<ObjectColours> objects;
    while (!bytes.empty()) {
        ObjectColours& object = objects.emplace_back();
        std::uint8_t count = 0;
        if (!take(bytes, object.key) || !take(bytes, object.area) || !take(bytes, count))
            return {};
        for (; count > 0; --count) {
            std::uint8_t colour = 0, percent = 0;
            if (!take(bytes, colour) || !take(bytes, percent) || colour >= kColours)
                return {};
            object.colours.push_back({static_cast<Colour>(colour), percent});
        }
    }
    return objects;
}

}  // namespace

ImageSize boxOf(ThumbnailSize size) {
    return size == ThumbnailSize::Small ? ImageSize{240, 360} : ImageSize{480, 720};
}

ImageSize fittedInto(ImageSize picture, ImageSize box) {
    if (picture.width <= box.width && picture.height <= box.height)
        return picture;
    const Fraction scale = scaleInto(picture, box);
    const auto side = [&](int full) {
        return std::max(1, static_cast<int>((full * scale.of + scale.whole / 2) / scale.whole));
    };
    return {side(picture.width), side(picture.height)};
}

Image readThumbnail(const std::filesystem::path& file, ImageSize box) {
    const ImageSize full = readImageSize(file);
    const ImageSize target = fittedInto(full, box);
    if (target == full)
        return readImage(file);
    // Rounded up, so that the long side is not decoded smaller than it becomes.
    const Fraction scale = scaleInto(full, box);
    const std::int64_t shortest = std::min(full.width, full.height) * scale.of;
    Image image = readImage(file, static_cast<int>((shortest + scale.whole - 1) / scale.whole));
    if (image.width > target.width || image.height > target.height)
        image = resized(image, target.width, target.height);
    return image;
}

ThumbnailCache::ThumbnailCache(const std::filesystem::path& file, std::uint64_t byteLimit)
    : m_pictures(withSuffix(file, ".thumbnails"), byteLimit),
      m_colours(withSuffix(file, ".colours"), byteLimit) {}

Image ThumbnailCache::thumbnail(const std::string& id, const std::filesystem::path& file,
                                ThumbnailSize size, bool* kept) {
    const std::uint64_t stamp = stampOf(file);
    const auto kind = static_cast<std::uint8_t>(size);
    if (kept)
        *kept = true;
    if (const auto bytes = m_pictures.read(id, kind, stamp)) {
        try {
            Image image = decodeImage(*bytes, file);
            const ImageSize found{image.width, image.height};
            if (fittedInto(found, boxOf(size)) == found)
                return image;
        } catch (const Error&) {
            // Whole by its check sum but no picture of ours: it is made anew.
        }
    }
    Image image = readThumbnail(file, boxOf(size));
    // From the stamp of before reading: a picture changed meanwhile is made again next time.
    const bool written = m_pictures.write(id, kind, stamp, encodeJpeg(image, kQuality));
    if (kept)
        *kept = written;
    return image;
}

bool ThumbnailCache::hasThumbnail(const std::string& id, const std::filesystem::path& file,
                                  ThumbnailSize size) {
    return m_pictures.has(id, static_cast<std::uint8_t>(size), stampOf(file));
}

std::optional<std::vector<ObjectColours>> ThumbnailCache::colours(
    const std::string& id, const std::filesystem::path& file) {
    const auto kept = m_colours.read(id, kColoursKind, stampOf(file));
    return kept ? parsedColours(*kept) : std::nullopt;
}

bool ThumbnailCache::setColours(const std::string& id, const std::filesystem::path& file,
                                std::span<const ObjectColours> objects) {
    std::string bytes;
    for (const ObjectColours& object : objects) {
        put(bytes, object.key);
        put(bytes, object.area);
        put(bytes, static_cast<std::uint8_t>(object.colours.size()));
        for (const ColourShare& share : object.colours) {
            put(bytes, static_cast<std::uint8_t>(share.colour));
            put(bytes, share.percent);
        }
    }
    return m_colours.write(id, kColoursKind, stampOf(file), bytes);
}

}  // namespace selvedge
