#include "dataset/format/detectron2_dicts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "dataset/format/coco_segmentation.h"
#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

using Json = nlohmann::ordered_json;

// detectron2.structures.BoxMode
constexpr int kXyxyAbs = 0, kXywhAbs = 1;

// Of an annotation; sets `problem` where there is none that can be used.
std::optional<BoxXywh> boxOf(const nlohmann::json& annotation, std::string& problem) {
    std::optional<BoxXywh> box = parseBox(annotation, problem);
    if (!box || !problem.empty())
        return std::nullopt;
    const std::int64_t mode = wholeNumber(annotation, "bbox_mode").value_or(-1);
    if (mode == kXyxyAbs)
        box = BoxXywh{box->x, box->y, box->width - box->x, box->height - box->y};
    else if (mode != kXywhAbs)
        problem = "its bbox_mode is not 0 (XYXY_ABS) or 1 (XYWH_ABS)";
    if (problem.empty() && !isUsable(*box))
        problem = "its box ends before it begins";
    return problem.empty() ? box : std::nullopt;
}

std::optional<RleMask> maskOf(const nlohmann::json& annotation, const ImageSize& size,
                              std::string& problem) {
    CocoSegmentation segmentation;
    problem = parseSegmentation(annotation, segmentation);
    if (!problem.empty())
        return std::nullopt;
    if (segmentation.form == CocoSegmentation::Form::None) {
        const std::optional<BoxXywh> box = boxOf(annotation, problem);
        if (!box) {
            if (problem.empty())
                problem = "it has neither segmentation nor bbox";
            return std::nullopt;
        }
        segmentation = rectangle(*box);
    }
    std::optional<RleMask> mask = toMask(segmentation, size, problem);
    if (mask && (mask->width() != size.width || mask->height() != size.height))
        problem = "its mask is " + std::to_string(mask->width()) + " x " +
                  std::to_string(mask->height()) + " pixels, the image " +
                  std::to_string(size.width) + " x " + std::to_string(size.height);
    else if (mask && mask->empty())
        problem = "its mask has no pixel";
    return mask;
}

// Sets `problem` for those that the catalog does not have, which are left out.
std::vector<AttributeIndex> attributesOf(const nlohmann::json& annotation, std::int64_t known,
                                         std::string& problem) {
    std::vector<AttributeIndex> attributes;
    const auto list = annotation.find("attributes");
    if (list == annotation.end() || list->is_null())
        return attributes;
    if (!list->is_array()) {
        problem = "its attributes are no list; it is read without";
        return attributes;
    }
    for (const nlohmann::json& number : *list) {
        const std::int64_t index = number.is_number_integer() ? number.get<std::int64_t>() : -1;
        if (index >= 0 && index < known)
            attributes.push_back(AttributeIndex(index));
        else if (index != known)
            problem = "it has attributes that are no number from 0 to " + std::to_string(known) +
                      "; it is read without them";
    }
    std::sort(attributes.begin(), attributes.end());
    attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
    return attributes;
}

}  // namespace

std::optional<Detectron2Image> readDetectron2Image(const JsonPiece& piece, const Catalog& catalog,
                                                   std::vector<RowIssue>& issues) {
    const std::string name = "image " + std::to_string(piece.number);
    const auto report = [&](const std::string& text) {
        issues.push_back({piece.line, piece.column, name + text});
    };
    RowIssue where{piece.line, piece.column, {}};
    const auto entry = parseElement(piece, where);
    if (!entry) {
        where.text = name + ": " + where.text;
        issues.push_back(where);
        return std::nullopt;
    }
    if (!entry->is_object()) {
        report(": it is no object");
        return std::nullopt;
    }
    const auto file = entry->find("file_name");
    const auto height = wholeNumber(*entry, "height"), width = wholeNumber(*entry, "width");
    if (file == entry->end() || !file->is_string() || file->get_ref<const std::string&>().empty()) {
        report(": it has no file_name");
        return std::nullopt;
    }
    if (!height || !width || *height < 1 || *width < 1 || !isMaskSize(*width, *height)) {
        report(": it has no height and width that can be used");
        return std::nullopt;
    }
    Detectron2Image image;
    image.fileName = file->get<std::string>();
    image.imageId = idText(*entry, "image_id").value_or(std::to_string(piece.number));
    image.size = {int(*width), int(*height)};
    const auto annotations = entry->find("annotations");
    if (annotations == entry->end() || !annotations->is_array()) {
        report(": it has no list of annotations");
        return image;
    }
    const auto known = std::int64_t(catalog.attributes().size());
    for (std::size_t i = 0; i < annotations->size(); ++i) {
        const nlohmann::json& annotation = (*annotations)[i];
        const std::string which = ", annotation " + std::to_string(i + 1) + ": ";
        const auto category =
            annotation.is_object() ? wholeNumber(annotation, "category_id") : std::nullopt;
        if (!category || *category < 0 || *category >= std::int64_t(catalog.categories().size())) {
            report(which + "it has no category_id from 0 to " +
                   std::to_string(std::int64_t(catalog.categories().size()) - 1));
            continue;
        }
        std::string problem;
        std::optional<RleMask> mask = maskOf(annotation, image.size, problem);
        if (!mask || !problem.empty()) {
            report(which + problem);
            continue;
        }
        Detectron2Object object;
        object.category = CategoryIndex(*category);
        object.mask = std::move(*mask);
        object.attributes = attributesOf(annotation, known, problem);
        object.text = annotation.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        if (!problem.empty())
            report(which + problem);
        image.objects.push_back(std::move(object));
    }
    return image;
}

std::vector<int> paddedAttributes(std::span<const AttributeIndex> attributes, int filling) {
    std::vector<int> list(attributes.begin(), attributes.end());
    list.resize(std::max(list.size(), kAttributeSlots), filling);
    return list;
}

std::string detectron2Image(const Detectron2Image& image, const Catalog& catalog) {
    Json annotations = Json::array();
    for (const Detectron2Object& object : image.objects) {
        const IntBox box = object.mask.cocoBox();
        annotations.push_back({{"bbox", {box.x, box.y, box.x + box.width, box.y + box.height}},
                               {"bbox_mode", kXyxyAbs},
                               {"category_id", object.category},
                               {"segmentation",
                                {{"size", {object.mask.height(), object.mask.width()}},
                                 {"counts", toCocoRle(object.mask)}}},
                               {"attributes", paddedAttributes(object.attributes,
                                                               int(catalog.attributes().size()))}});
    }
    const Json entry = {{"file_name", image.fileName},
                        {"image_id", image.imageId},
                        {"height", image.size.height},
                        {"width", image.size.width},
                        {"annotations", std::move(annotations)}};
    return entry.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace selvedge
