#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/mask/rle_mask.h"
#include "model/detection.h"

namespace selvedge {

// A set of up to 320 attributes by dense index.
struct AttributeBits {
    std::array<std::uint64_t, 5> words{};
    void set(AttributeIndex index) { words[index >> 6] |= std::uint64_t{1} << (index & 63); }
    bool has(AttributeIndex index) const { return words[index >> 6] >> (index & 63) & 1; }
    bool operator==(const AttributeBits&) const = default;
};

// [x, y, width, height] in double, as COCO files hold it.
struct BoxXywh {
    double x = 0, y = 0, width = 0, height = 0;
};

struct GroundTruthObject {
    CategoryIndex category = 0;
    RleMask mask;
    BoxXywh box;
    double area = 0;  // the file's `area` field; from a CSV the mask's
    bool crowd = false;
    AttributeBits attributes;
};

struct GroundTruthImage {
    std::string id;  // ImageId; from COCO files the number as text
    std::vector<GroundTruthObject> objects;
};

// Ground truth to evaluate against, image by image, so that masks need not all be in memory.
// image() may be called from several threads.
class GroundTruthSource {
public:
    virtual ~GroundTruthSource() = default;
    virtual std::size_t size() const = 0;
    virtual std::string imageId(std::size_t index) const = 0;
    virtual GroundTruthImage image(std::size_t index) const = 0;
    virtual std::shared_ptr<const Catalog> catalog() const = 0;
};

// COCO / Fashionpedia ground truth JSON (RLE, count lists, polygons, `attribute_ids`). Images in
// ascending order of id, as COCOeval walks them. Throws Error.
std::unique_ptr<GroundTruthSource> readCocoGroundTruth(const std::filesystem::path& file);

}  // namespace selvedge
