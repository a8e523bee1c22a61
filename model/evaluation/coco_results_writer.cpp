#include <charconv>
#include <nlohmann/json.hpp>

#include "dataset/format/atomic_file.h"
#include "dataset/mask/text_forms.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

namespace {

// What other programs, which know no scores of attributes, read as predicted.
constexpr float kDecided = 0.5f;

// The shortest digits that read as the same number.
template <typename Number>
void append(std::string& text, Number number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    text.append(digits, end);
}

void appendQuoted(std::string& text, const std::string& value) {
    text += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void appendDetection(std::string& text, const Detection& detection, const Catalog& catalog) {
    text += R"(,"category_id":)";
    append(text, catalog.categories().at(detection.category).id);
    if (detection.mask.width() > 0 && detection.mask.height() > 0) {
        text += R"(,"segmentation":{"size":[)";
        append(text, detection.mask.height());
        text += ',';
        append(text, detection.mask.width());
        text += R"(],"counts":)";
        appendQuoted(text, toCocoRle(detection.mask));
        text += '}';
    }
    text += R"(,"score":)";
    append(text, detection.score);
    const BoxXywh box = boxXywh(detection);
    text += R"(,"bbox":[)";
    for (const double number : {box.x, box.y, box.width}) {
        append(text, number);
        text += ',';
    }
    append(text, box.height);
    text += ']';
    if (!detection.attributes.empty()) {
        std::string ids, candidates, scores;
        bool certain = true;
        for (const AttributeScore& attribute : detection.attributes) {
            const int id = catalog.attributes().at(attribute.attribute).id;
            if (attribute.probability >= kDecided)
                append(ids += ids.empty() ? "" : ",", id);
            append(candidates += candidates.empty() ? "" : ",", id);
            append(scores += scores.empty() ? "" : ",", attribute.probability);
            certain = certain && attribute.probability == 1;
        }
        text += R"(,"attribute_ids":[)" + ids + ']';
        if (!certain)
            text += R"(,"attribute_candidates":[)" + candidates + R"(],"attribute_scores":[)" +
                    scores + ']';
    }
    text += '}';
}

}  // namespace

void appendCocoResults(std::string& text, const std::string& imageId,
                       const std::vector<Detection>& detections, const Catalog& catalog,
                       const std::map<std::string, std::int64_t>& numberOfImageId, bool& isFirst) {
    const auto number = numberOfImageId.find(imageId);
    for (const Detection& detection : detections) {
        text += isFirst ? "{\"image_id\":" : ",\n{\"image_id\":";
        isFirst = false;
        if (number != numberOfImageId.end())
            append(text, number->second);
        else
            appendQuoted(text, imageId);
        appendDetection(text, detection, catalog);
    }
}

void writeCocoResults(const std::filesystem::path& file, const PredictionSet& predictions,
                      const Catalog& catalog,
                      const std::map<std::string, std::int64_t>& numberOfImageId) {
    AtomicFile out(file);
    out.write("[\n");
    bool isFirst = true;
    std::string text;
    for (const auto& [imageId, detections] : predictions.images) {
        appendCocoResults(text, imageId, detections, catalog, numberOfImageId, isFirst);
        out.write(text);
        text.clear();
    }
    out.write(isFirst ? "]\n" : "\n]\n");
    out.commit();
}

}  // namespace selvedge
