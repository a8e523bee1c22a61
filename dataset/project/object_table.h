#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge {

using ImageIndex = std::uint32_t;   // position in ObjectTable::images
using ObjectIndex = std::uint32_t;  // position in the object columns

struct ImageRow {
    std::string id;  // ImageId as in the CSV, without ".jpg"
    int width = 0;   // of the masks' pixels, as the CSV says
    int height = 0;
    std::string sourceId;  // what its source calls it where that is something else (COCO: `id`)
};

// Everything about a data set but its masks and pixels, in memory: about 20 MB for 333K objects.
// An immutable snapshot; an edit makes a new one. Columns have one entry an object.
struct ObjectTable {
    std::vector<ImageRow> images;  // in the order of their first row in the file

    std::vector<ImageIndex> image;
    std::vector<CategoryIndex> category;
    std::vector<std::uint32_t> area;  // pixels
    std::vector<IntBox> box;
    std::vector<std::int64_t> rowId;            // the store's key of the object (Project::mask)
    std::vector<std::uint32_t> attributeBegin;  // size() + 1 entries into `attributes`
    std::vector<AttributeIndex> attributes;     // ascending within an object, no repeats

    std::vector<std::uint32_t> objectBegin;  // images.size() + 1 entries into `objectOrder`
    std::vector<ObjectIndex> objectOrder;    // objects by image, file order within

    std::size_t size() const { return category.size(); }
    std::span<const AttributeIndex> attributesOf(ObjectIndex object) const {
        return std::span(attributes)
            .subspan(attributeBegin[object], attributeBegin[object + 1] - attributeBegin[object]);
    }
    std::span<const ObjectIndex> objectsOf(ImageIndex index) const {
        return std::span(objectOrder)
            .subspan(objectBegin[index], objectBegin[index + 1] - objectBegin[index]);
    }
};

}  // namespace selvedge
