#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/mask/box_xywh.h"
#include "dataset/mask/rle_mask.h"

// The fields that COCO ground truth and results share.

namespace selvedge {

// A `segmentation` as read: cheap to take from the JSON, turned into a mask later, on any thread.
struct CocoSegmentation {
    enum class Form { None, Compressed, Counts, Polygons };
    Form form = Form::None;
    std::string compressed;
    std::vector<std::uint32_t> counts;
    std::vector<std::vector<double>> polygons;
    ImageSize size;  // of Compressed and Counts
};

// Absent, null and empty ones give None. Returns what is wrong, or nothing. A list whose rings have
// four numbers each is a list of boxes, as pycocotools' frPyObjects takes it.
std::string parseSegmentation(const nlohmann::json& entry, CocoSegmentation& segmentation);

// Rings that toMask refuses; "" for the others. Sets rings that are boxes to their rectangles.
std::string whatIsWrongWithPolygons(std::vector<std::vector<double>>& polygons);

// Rectangle of a box as loadRes makes it.
CocoSegmentation rectangle(const BoxXywh& box);

// `imageSize` is needed for polygons. Sets `problem` when there is no result. Polygons far outside
// the image (over a million pixels) or longer than four million pixels around, and more than
// 10,000 rings, are refused.
// `isShortest`, if given: it is a compressed text and writing the mask again gives the same.
std::optional<RleMask> toMask(const CocoSegmentation& segmentation,
                              std::optional<ImageSize> imageSize, std::string& problem,
                              bool* isShortest = nullptr);

// `bbox`: four finite numbers, sizes not negative. Absent and empty: no box and no problem.
std::optional<BoxXywh> parseBox(const nlohmann::json& entry, std::string& problem);

// Numbers as parseBox takes them.
bool isUsable(const BoxXywh& box);

// A member that is a whole number within int64 (4 or 4.0).
std::optional<std::int64_t> wholeNumber(const nlohmann::json& entry, const char* key);
// An image id, number or text, as text.
std::optional<std::string> idText(const nlohmann::json& entry, const char* key);

}  // namespace selvedge
