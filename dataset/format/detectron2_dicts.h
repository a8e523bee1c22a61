#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/format/json_pieces.h"
#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/row_issue.h"

namespace selvedge {

// Detectron2's standard dataset dicts (its tutorial "Use Custom Datasets") as a JSON list of one
// object an image: {file_name, image_id, height, width, annotations: [{bbox, bbox_mode,
// category_id, segmentation, attributes}]}. category_id counts from 0 in the catalog's order.
// `attributes` is the paper's field (section 3.2.1): a list of 14 slots, attributes by their place
// in the catalog and after them the number of all attributes (294), its background class, in every
// slot that is left. Here it is a set: order, repeats and filling say nothing.

inline constexpr std::size_t kAttributeSlots = 14;

struct Detectron2Object {
    CategoryIndex category = 0;
    RleMask mask;                            // of the image's size
    std::vector<AttributeIndex> attributes;  // ascending, no repeats
    std::string text;                        // the annotation as JSON, members by name
};

struct Detectron2Image {
    std::string fileName, imageId;  // a number or a text, as text
    ImageSize size;
    std::vector<Detectron2Object> objects;
};

// An image of the list. Segmentations are polygons or RLE; without one the box's rectangle is taken
// (bbox_mode XYXY_ABS and XYWH_ABS). What is wrong with an annotation is an issue and leaves it
// out, unknown attributes leave these out; nothing is returned when the image cannot be used.
std::optional<Detectron2Image> readDetectron2Image(const JsonPiece& piece, const Catalog& catalog,
                                                   std::vector<RowIssue>& issues);

// The padded list; longer than 14 where there are more.
std::vector<int> paddedAttributes(std::span<const AttributeIndex> attributes, int filling);

// The same object as JSON in one line: boxes as XYXY_ABS, masks as compressed RLE (for
// INPUT.MASK_FORMAT "bitmask"). `objects`' texts are not looked at.
std::string detectron2Image(const Detectron2Image& image, const Catalog& catalog);

}  // namespace selvedge
