#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/mask/rle_mask.h"
#include "dataset/project/object_table.h"

namespace selvedge {

// The source's order: first the text before its first row (a StoredRow with id 0 and nothing else
// but `after`), then its rows, each with the text after it. A new object comes after the last row
// of its image; those of images without rows come last, by image.
struct StoredRow {
    std::int64_t id = 0;
    // The object, where the row is one.
    std::optional<ImageIndex> image;
    RleMask mask;
    int category = 0;             // id
    std::vector<int> attributes;  // ids, ascending
    bool deleted = false;
    bool isNew = false;  // made here: no row of the source, `text` and `after` are empty
    // An edit changed its mask (so a spelled row must not keep its own), or made it an object.
    bool maskEdited = false;
    // How it is spelled where writing the object again would not give the same bytes: the
    // importer's SourceRow::text and maskAt.
    std::optional<std::string> text;
    std::optional<std::size_t> maskAt;
    std::string after;  // what stands between this row and the next
};

}  // namespace selvedge
