#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "dataset/image/thumbnail_cache.h"
#include "dataset/project/apply_query.h"
#include "dataset/project/project.h"

namespace selvedge {

// Colours of a table's objects as far as they are kept beside the thumbnails.
struct KeptColours {
    std::shared_ptr<const ObjectColourBits> colours;
    std::vector<bool> known;  // by image: nothing more to read
};

// Colours that make out a good part of an object: its largest, and others from a quarter on.
std::uint16_t colourBits(std::span<const ColourShare> shares);

// Reads what `before` (of the same table; may be empty) does not know yet. A file access an image;
// any thread. Absent when stopped.
std::optional<KeptColours> readKeptColours(const Project& project, const ObjectTable& table,
                                           ThumbnailCache& cache, KeptColours before,
                                           std::stop_token stop = {});

}  // namespace selvedge
