#include "dataset/format/coco_segmentation.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

using Json = nlohmann::json;

// Pixels; the rasteriser's time and memory grow with them.
constexpr double kMaxCoordinate = 1e6;
constexpr double kMaxPerimeter = 4e6;  // of all rings
constexpr std::size_t kMaxRings = 10'000;

bool validSize(const ImageSize& size) {
    return size.width > 0 && size.height > 0 &&
           std::uint64_t(size.width) * std::uint64_t(size.height) < (std::uint64_t{1} << 32);
}

std::optional<std::int64_t> whole(const Json& value) {
    if (value.is_number_unsigned()) {
        const auto v = value.get<std::uint64_t>();
        return v <= std::uint64_t(INT64_MAX) ? std::optional(std::int64_t(v)) : std::nullopt;
    }
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (value.is_number_float()) {
        const double v = value.get<double>();
        if (std::abs(v) < 9e15 && v == std::floor(v))
            return std::int64_t(v);
    }
    return std::nullopt;
}

std::string parseSize(const Json& segmentation, ImageSize& size) {
    const auto found = segmentation.find("size");
    if (found == segmentation.end() || !found->is_array() || found->size() != 2)
        return "segmentation has no size [height, width]";
    const auto height = whole((*found)[0]), width = whole((*found)[1]);
    constexpr std::int64_t kMax = 1 << 30;
    if (!height || !width || *height > kMax || *width > kMax)
        return "segmentation's size is no [height, width]";
    size = {int(*width), int(*height)};
    return validSize(size) ? std::string() : "segmentation's size is not a picture's";
}

std::string parsePolygons(const Json& list, std::vector<std::vector<double>>& polygons) {
    for (const Json& ring : list) {
        if (!ring.is_array())
            return "segmentation is no list of rings [x, y, x, y, ...]";
        std::vector<double>& numbers = polygons.emplace_back();
        numbers.reserve(ring.size());
        for (const Json& number : ring) {
            if (!number.is_number())
                return "a ring of the segmentation has something that is no number";
            numbers.push_back(number.get<double>());
        }
    }
    return whatIsWrongWithPolygons(polygons);
}

}  // namespace

std::string whatIsWrongWithPolygons(std::vector<std::vector<double>>& polygons) {
    if (polygons.size() > kMaxRings)
        return "the segmentation has more than 10,000 rings";
    const bool boxes = polygons.front().size() == 4;
    double perimeter = 0;
    for (std::vector<double>& ring : polygons) {
        if (ring.size() < 4 || ring.size() % 2 != 0 || (boxes && ring.size() != 4))
            return "a ring of the segmentation has " + std::to_string(ring.size()) + " numbers";
        if (boxes)
            ring = rectangle({ring[0], ring[1], ring[2], ring[3]}).polygons.front();
        for (std::size_t i = 0; i < ring.size(); i += 2) {
            const std::size_t next = (i + 2) % ring.size();
            if (!(std::abs(ring[i]) <= kMaxCoordinate && std::abs(ring[i + 1]) <= kMaxCoordinate))
                return "a ring of the segmentation leaves every picture";
            perimeter +=
                std::max(std::abs(ring[next] - ring[i]), std::abs(ring[next + 1] - ring[i + 1]));
        }
        if (perimeter > kMaxPerimeter)
            return "the rings of the segmentation are too long";
    }
    return {};
}

std::string parseSegmentation(const Json& entry, CocoSegmentation& segmentation) {
    const auto found = entry.find("segmentation");
    if (found == entry.end() || found->is_null() || (found->is_array() && found->empty()))
        return {};
    if (found->is_array()) {
        segmentation.form = CocoSegmentation::Form::Polygons;
        return parsePolygons(*found, segmentation.polygons);
    }
    const auto counts = found->is_object() ? found->find("counts") : found->end();
    if (!found->is_object() || counts == found->end())
        return "segmentation is neither a list of rings nor {size, counts}";
    if (counts->is_string()) {
        segmentation.form = CocoSegmentation::Form::Compressed;
        segmentation.compressed = counts->get_ref<const std::string&>();
    } else if (counts->is_array()) {
        segmentation.form = CocoSegmentation::Form::Counts;
        segmentation.counts.reserve(counts->size());
        for (const Json& count : *counts) {
            const auto value = whole(count);
            if (!value || *value < 0 || *value > UINT32_MAX)
                return "segmentation's counts have something that is no count";
            segmentation.counts.push_back(std::uint32_t(*value));
        }
    } else {
        return "segmentation's counts are neither text nor a list";
    }
    return parseSize(*found, segmentation.size);
}

CocoSegmentation rectangle(const BoxXywh& box) {
    const double x1 = box.x + box.width, y1 = box.y + box.height;
    CocoSegmentation segmentation;
    segmentation.form = CocoSegmentation::Form::Polygons;
    segmentation.polygons = {{box.x, box.y, box.x, y1, x1, y1, x1, box.y}};
    return segmentation;
}

std::optional<RleMask> toMask(const CocoSegmentation& segmentation,
                              std::optional<ImageSize> imageSize, std::string& problem,
                              bool* isShortest) {
    if (isShortest)
        *isShortest = false;
    const auto checked = [&](ParsedMask&& parsed) {
        if (!parsed.mask)
            problem = "segmentation: " + parsed.error;
        return std::move(parsed.mask);
    };
    const ImageSize size = segmentation.size;
    switch (segmentation.form) {
        case CocoSegmentation::Form::Compressed: {
            ParsedMask parsed = parseCocoRle(segmentation.compressed, size.width, size.height);
            if (isShortest)
                *isShortest = parsed.canonical;
            return checked(std::move(parsed));
        }
        case CocoSegmentation::Form::Counts:
            return checked(maskFromCounts(segmentation.counts, size.width, size.height));
        case CocoSegmentation::Form::Polygons:
            if (imageSize && validSize(*imageSize))
                return maskFromPolygons(segmentation.polygons, imageSize->width, imageSize->height);
            problem = "segmentation is a polygon and the size of its image is not known";
            return std::nullopt;
        case CocoSegmentation::Form::None:
            break;
    }
    problem = "there is no segmentation";
    return std::nullopt;
}

bool isUsable(const BoxXywh& box) {
    // Limits as for polygons: a box may have to become one.
    const double size = std::max(std::abs(box.width), std::abs(box.height));
    return std::abs(box.x) <= kMaxCoordinate && std::abs(box.y) <= kMaxCoordinate &&
           size <= kMaxCoordinate && box.width >= 0 && box.height >= 0;
}

std::optional<BoxXywh> parseBox(const Json& entry, std::string& problem) {
    const auto found = entry.find("bbox");
    if (found == entry.end() || found->is_null() || (found->is_array() && found->empty()))
        return std::nullopt;
    double numbers[4];
    bool good = found->is_array() && found->size() == 4;
    for (std::size_t i = 0; good && i < 4; ++i) {
        good = (*found)[i].is_number();
        if (good)
            numbers[i] = (*found)[i].get<double>();
    }
    if (good) {
        const BoxXywh box{numbers[0], numbers[1], numbers[2], numbers[3]};
        if (isUsable(box))
            return box;
    }
    problem = "bbox is no [x, y, width, height]";
    return std::nullopt;
}

std::optional<std::int64_t> wholeNumber(const Json& entry, const char* key) {
    const auto found = entry.find(key);
    return found == entry.end() ? std::nullopt : whole(*found);
}

std::optional<std::string> idText(const Json& entry, const char* key) {
    const auto found = entry.find(key);
    if (found == entry.end())
        return std::nullopt;
    if (found->is_string())
        return found->get<std::string>();
    const auto number = whole(*found);
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

}  // namespace selvedge
