#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/format/json_pieces.h"
#include "dataset/image/image.h"
#include "dataset/mask/box_xywh.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/row_issue.h"

namespace selvedge {

struct CocoImage {
    std::string id;        // a number or a text, as text
    std::string fileName;  // "" when there is none
    std::optional<ImageSize> size;
    // LVIS, raw ids of categories: those that were looked for and are not there, and those of which
    // more may be there than is annotated. Nothing where the file does not say.
    std::optional<std::vector<std::int64_t>> absentCategories = {}, openCategories = {};
};

// An annotation of a COCO file, looked up in its lists.
struct CocoObject {
    std::size_t image = 0;  // index into CocoFile::images
    CategoryIndex category = 0;
    // A polygon's needs the image's size; of an annotation with a box alone it is the rectangle,
    // and absent where the image's size is not known.
    std::optional<RleMask> mask;
    bool isBoxOnly = false;
    bool maskIsText = false;  // the segmentation is RLE and its counts are the shortest text
    std::optional<BoxXywh> box;
    std::optional<double> area;
    bool crowd = false;
    std::vector<AttributeIndex> attributes;  // ascending, no repeats; unknown ones are an issue
};

// What came of an annotation. One that cannot be used gives an issue and no object; one that can be
// used in part gives both.
struct CocoReading {
    std::string id;  // as JSON; "" where it has none
    std::optional<CocoObject> object;
    std::vector<RowIssue> issues;
};

// COCO / Fashionpedia ground truth JSON: {images: [{id, file_name, width, height}], annotations:
// [{image_id, category_id, segmentation, bbox, area, iscrowd, attribute_ids}], categories: [{id,
// name, supercategory}], attributes: [same]}, in any order. Segmentations are compressed RLE, count
// lists or polygons; an absent one is the box's rectangle. Ids may have gaps, 0 is an id as others;
// image ids are numbers or texts. All but the annotations is read and held, these are read one by
// one in a second pass. Const access from any number of threads.
class CocoFile {
public:
    // `catalogFor` may give another catalog than the file's own; it is told whether the file has
    // one. `onBytes(done, total)` returns false to stop. Throws Error: no such file, bad lists of
    // categories or attributes. What is wrong in a list, or that the file is no JSON from some
    // place on, is an issue.
    explicit CocoFile(const std::filesystem::path& file,
                      const std::function<std::optional<Catalog>(bool)>& catalogFor = {},
                      const std::function<bool(std::uint64_t, std::uint64_t)>& onBytes = {});

    const std::vector<CocoImage>& images() const { return m_images; }  // file order, ids differ
    std::optional<std::size_t> imageWithId(const std::string& id) const;
    bool idsAreNumbers() const { return m_idsAreNumbers; }
    const Catalog& catalog() const { return m_catalog; }
    const std::vector<RowIssue>& issues() const { return m_issues; }
    std::uint64_t issueCount() const { return m_issueCount; }
    // Where the file is no JSON from there on; also the last of the issues.
    const std::optional<RowIssue>& problem() const { return m_problem; }
    // Of images, annotations, categories: the first list that the file lacks; "" when all are
    // there.
    const std::string& missingList() const { return m_missingList; }

    // A piece of the list "annotations".
    CocoReading read(const JsonPiece& annotation) const;
    // Of an image that the JSON gives no size: as its picture says.
    void setSize(std::size_t image, ImageSize size) { m_images[image].size = size; }

private:
    std::vector<CocoImage> m_images;
    std::unordered_map<std::string, std::size_t> m_imageOfId;
    bool m_idsAreNumbers = true;
    Catalog m_catalog;
    std::vector<RowIssue> m_issues;
    std::uint64_t m_issueCount = 0;
    std::optional<RowIssue> m_problem;
    std::string m_missingList;
};

}  // namespace selvedge
