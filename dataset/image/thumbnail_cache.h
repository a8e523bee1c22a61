#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/image/colours.h"
#include "dataset/image/image.h"
#include "dataset/image/packed_file.h"

namespace selvedge {

// A tile of the gallery at its usual size, and at its largest or on a fine screen.
enum class ThumbnailSize : std::uint8_t { Small, Large };
// What they fit in: 240 x 360 and 480 x 720 pixels.
ImageSize boxOf(ThumbnailSize size);
// As large as fits in the box with the same proportions, at least 1 x 1; never enlarged.
ImageSize fittedInto(ImageSize picture, ImageSize box);

// A picture, decoded at reduced scale, averaged down to fit the box. Throws Error as readImage().
Image readThumbnail(const std::filesystem::path& file, ImageSize box);

// An object's colours, kept under the caller's key of it (ObjectTable::rowId). The mask's area
// tells from the table alone that a mask has changed since.
struct ObjectColours {
    std::int64_t key = 0;
    std::uint32_t area = 0;
    std::vector<ColourShare> colours;
    bool operator==(const ObjectColours&) const = default;
};

// Thumbnails and colours of one data set, on disk: FILE.thumbnails (JPEG, quality 85; about 12 KB a
// small one of a photograph, 40 KB a large one) and FILE.colours, each a PackedFile with its index.
// They are good for as long as the picture's file has the size and time they were made from.
// Any thread; two processes may share it. Deleting the files is always safe. A cache that cannot be
// read or written costs only time.
class ThumbnailCache {
public:
    static constexpr std::uint64_t kByteLimit = std::uint64_t{4} << 30;

    // Opened at the first use. Any suffix of `file` is replaced by the two.
    explicit ThumbnailCache(const std::filesystem::path& file,
                            std::uint64_t byteLimit = kByteLimit);

    // The thumbnail of picture `id`, which lies in `file`: the kept one, else made and kept. Throws
    // Error as readImage(). `*kept` tells whether it is in the cache now.
    Image thumbnail(const std::string& id, const std::filesystem::path& file, ThumbnailSize size,
                    bool* kept = nullptr);
    bool hasThumbnail(const std::string& id, const std::filesystem::path& file, ThumbnailSize size);

    // What was kept last for the picture as it is now; absent when nothing was.
    std::optional<std::vector<ObjectColours>> colours(const std::string& id,
                                                      const std::filesystem::path& file);
    // False when they could not be kept.
    bool setColours(const std::string& id, const std::filesystem::path& file,
                    std::span<const ObjectColours> objects);

private:
    PackedFile m_pictures;
    PackedFile m_colours;
};

}  // namespace selvedge
