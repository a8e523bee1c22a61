#pragma once

#include <functional>
#include <stop_token>

#include "dataset/image/thumbnail_cache.h"
#include "dataset/progress.h"

namespace selvedge {

// One picture of a data set.
struct ThumbnailItem {
    struct Object {
        std::int64_t key = 0;    // ObjectColours::key
        std::uint32_t area = 0;  // of its mask
    };
    std::string id;
    std::filesystem::path file;  // empty: it has none
    std::vector<Object> objects;
    // Theirs, in that order. Asked for only when colours of just these objects are not there yet.
    std::function<std::vector<RleMask>()> masks;
};
// Called on the threads that fill; may throw Error.
using ThumbnailItemAt = std::function<ThumbnailItem(std::size_t position)>;

// Makes what the cache lacks of the pictures [from, count): thumbnails of one size and the colours
// of the objects (from the small thumbnail as it is kept, so that they do not depend on when they
// are made). On all cores, at the lowest priority. What cannot be read is passed over; nothing is
// thrown. Polls `stop` before each picture; `onProgress` comes on the threads that fill, one at a
// time. Returns where to go on: everything before that is done; `count` also when the cache keeps
// nothing (it is full, or another process writes it).
std::size_t fillThumbnails(ThumbnailCache& cache, std::size_t from, std::size_t count,
                           const ThumbnailItemAt& itemAt, ThumbnailSize size,
                           const ProgressCallback& onProgress, std::stop_token stop);

}  // namespace selvedge
