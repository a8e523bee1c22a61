#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/row_issue.h"
#include "model/detection.h"

namespace selvedge {

// A set of attributes by dense index.
struct AttributeBits {
    static constexpr std::size_t kCapacity = 320;  // the older Fashionpedia files have as many
    std::array<std::uint64_t, kCapacity / 64> words{};
    void set(AttributeIndex index) { words[index >> 6] |= std::uint64_t{1} << (index & 63); }
    bool has(AttributeIndex index) const { return words[index >> 6] >> (index & 63) & 1; }
    bool operator==(const AttributeBits&) const = default;
};

struct GroundTruthObject {
    CategoryIndex category = 0;
    RleMask mask;
    BoxXywh box;
    double area = 0;  // the file's `area` field; from a CSV the mask's
    // A region with many objects that were not drawn one by one (COCO's iscrowd): detections on it
    // are neither right nor wrong, and it is never missed.
    bool crowd = false;
    AttributeBits attributes;
    bool idIsZero = false;  // its annotation id; see Protocol::idZeroIsNone
};

// Which categories of an image were looked for, where not all were (LVIS: federated annotation).
struct SearchedCategories {
    std::vector<CategoryIndex> absent;  // and are not there
    std::vector<CategoryIndex> open;    // of these more may be there than is annotated
};

struct GroundTruthImage {
    std::string id;                          // ImageId; from COCO files the number as text
    std::vector<GroundTruthObject> objects;  // file order, which decides between equal overlaps
    std::optional<SearchedCategories> searched = {};  // nothing: all categories were looked for
};

// Ground truth to evaluate against, image by image, so that masks need not all be in memory.
// All may be called from several threads.
class GroundTruthSource {
public:
    virtual ~GroundTruthSource() = default;
    virtual std::size_t size() const = 0;
    virtual std::string imageId(std::size_t index) const = 0;
    virtual GroundTruthImage image(std::size_t index) const = 0;
    virtual std::shared_ptr<const Catalog> catalog() const = 0;
    // The size of an image's masks; here that of its first object's mask.
    virtual std::optional<ImageSize> imageSize(std::size_t index) const;
    // Entries that could not be used, `line` counts from 1 in the list that the text names.
    virtual std::vector<RowIssue> issues() const { return {}; }
};

// COCO / Fashionpedia ground truth JSON: {images: [{id, width, height}], annotations: [{image_id,
// category_id, segmentation, bbox, area, iscrowd, attribute_ids}], categories: [{id, name,
// supercategory}], attributes: [same]}, of LVIS also `neg_category_ids` and
// `not_exhaustive_category_ids` of images and `frequency` of categories. Segmentations are
// compressed RLE, count lists or polygons. Absent: `area` is the mask's, `bbox` its box
// (RleMask::cocoBox), `iscrowd` 0, a segmentation the box's rectangle. COCOeval sets `ignore` to
// `iscrowd`, so that `ignore` is not read here either.
//
// Images in ascending order of id (numbers; as text when one is text), as COCOeval walks them; the
// catalog in the file's order. Ids may have gaps, 0 is an id as others. Bad images and annotations
// are issues. Throws Error: no such file, no JSON (with line and column), lists missing, repeated
// category ids, more attributes than AttributeBits holds.
std::unique_ptr<GroundTruthSource> readCocoGroundTruth(const std::filesystem::path& file);

}  // namespace selvedge
