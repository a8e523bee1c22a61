#include "model/evaluation/coco_results_entry.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "dataset/format/coco_segmentation.h"
#include "dataset/format/plain_entry.h"

namespace selvedge {

using Json = nlohmann::json;

// An entry as it stands there, before it is looked up and its mask decoded.
struct ResultsEntryReader::Raw {
    struct Attribute {
        std::int64_t id = 0;
        double probability = 1;
    };
    std::string imageId;
    std::optional<std::int64_t> imageNumber;
    std::int64_t category = 0;
    std::optional<double> score;
    std::optional<BoxXywh> box;
    CocoSegmentation segmentation;
    std::vector<Attribute> attributes;
    std::string attributeProblem;  // what was left out of them
};

namespace {

constexpr const char* kNoLists =
    "the attributes and attribute_scores are not lists of one length: left out";

// Into `raw.attributes`.
template <typename Raw>
void takeAttributes(const Json& entry, Raw& raw) {
    auto ids = entry.find("attribute_candidates");
    if (ids == entry.end() || ids->is_null())
        ids = entry.find("attribute_ids");
    if (ids == entry.end() || ids->is_null())
        return;
    const auto scores = entry.find("attribute_scores");
    const bool scored = scores != entry.end() && !scores->is_null();
    if (!ids->is_array() || (scored && (!scores->is_array() || scores->size() != ids->size()))) {
        raw.attributeProblem = kNoLists;
        return;
    }
    for (std::size_t i = 0; i < ids->size(); ++i) {
        const Json& id = (*ids)[i];
        const double probability = !scored                    ? 1
                                   : (*scores)[i].is_number() ? (*scores)[i].get<double>()
                                                              : -1;
        if (id.is_number_integer())
            raw.attributes.push_back({id.get<std::int64_t>(), probability});
        else
            raw.attributeProblem = "attribute " +
                                   id.dump(-1, ' ', false, Json::error_handler_t::replace) +
                                   " is not in the catalog: left out";
    }
}

template <typename Raw>
Raw rawOf(PlainEntry&& entry) {
    Raw raw;
    raw.imageId = std::move(entry.imageId);
    raw.imageNumber = entry.imageNumber;
    raw.category = entry.category;
    raw.score = entry.score;
    raw.box = entry.box;
    raw.segmentation = std::move(entry.segmentation);
    const auto& ids = entry.attributeCandidates ? entry.attributeCandidates : entry.attributeIds;
    const auto& scores = entry.attributeScores;
    if (ids && scores && scores->size() != ids->size())
        raw.attributeProblem = kNoLists;
    else if (ids)
        for (std::size_t i = 0; i < ids->size(); ++i)
            raw.attributes.push_back({(*ids)[i], scores ? (*scores)[i] : 1});
    return raw;
}

}  // namespace

// Returns why the entry cannot be used, or nothing.
std::string ResultsEntryReader::parse(const Json& entry, Raw& raw) const {
    const auto imageId = idText(entry, "image_id");
    if (!imageId)
        return "it has no image_id";
    raw.imageId = *imageId;
    raw.imageNumber = wholeNumber(entry, "image_id");
    const auto category = wholeNumber(entry, "category_id");
    if (!category)
        return "it has no category_id";
    raw.category = *category;
    if (const auto score = entry.find("score"); score != entry.end() && score->is_number())
        raw.score = score->get<double>();
    std::string problem;
    raw.box = parseBox(entry, problem);
    if (problem.empty())
        problem = parseSegmentation(entry, raw.segmentation);
    if (!problem.empty())
        return problem;
    if (raw.segmentation.form == CocoSegmentation::Form::None && !raw.box)
        return "it has neither segmentation nor bbox";
    takeAttributes(entry, raw);
    return {};
}

// Image, category and score; returns why the entry cannot be used, or nothing.
std::string ResultsEntryReader::lookUp(Raw& raw, Detection& detection) const {
    if (raw.imageNumber)
        if (const auto found = m_imageIdOfNumber.find(*raw.imageNumber);
            found != m_imageIdOfNumber.end())
            raw.imageId = found->second;
    const bool fits = raw.category >= 0 && raw.category <= INT32_MAX;
    const auto category = fits ? m_catalog.categoryIndex(int(raw.category)) : std::nullopt;
    if (!category)
        return "category " + std::to_string(raw.category) + " is not in the catalog";
    detection.category = *category;
    if (!raw.score)
        return "it has no score";
    detection.score = *raw.score;
    detection.fileBox = raw.box;
    return {};
}

// Returns what was left out, or nothing.
std::string ResultsEntryReader::addAttributes(Raw& raw,
                                              std::vector<AttributeScore>& attributes) const {
    std::string problem = raw.attributeProblem;
    attributes.reserve(raw.attributes.size());
    for (const auto& [id, probability] : raw.attributes) {
        const bool fits = id >= 0 && id <= INT32_MAX;
        const auto attribute = fits ? m_catalog.attributeIndex(int(id)) : std::nullopt;
        if (!attribute)
            problem = "attribute " + std::to_string(id) + " is not in the catalog: left out";
        else if (!(probability >= 0 && probability <= 1))
            problem = "attribute " + std::to_string(id) + " has no score in [0, 1]: left out";
        else
            attributes.push_back({*attribute, float(probability)});
    }
    // Ascending, and of a repeated one the highest.
    std::sort(attributes.begin(), attributes.end(),
              [](const AttributeScore& a, const AttributeScore& b) {
                  return a.attribute != b.attribute ? a.attribute < b.attribute
                                                    : a.probability > b.probability;
              });
    attributes.erase(std::unique(attributes.begin(), attributes.end(),
                                 [](const AttributeScore& a, const AttributeScore& b) {
                                     return a.attribute == b.attribute;
                                 }),
                     attributes.end());
    return problem;
}

// Mask and box; returns what is wrong, or nothing. The entry cannot be used where `out.detection`
// stays empty.
std::string ResultsEntryReader::addMask(Raw& raw, ResultsEntry& out, Detection& detection) const {
    const bool boxOnly = raw.segmentation.form == CocoSegmentation::Form::None;
    const auto size = m_sizeOf ? m_sizeOf(raw.imageId) : std::optional<ImageSize>();
    std::optional<RleMask> mask;
    std::string problem;
    if (boxOnly && !size)
        problem = "it has a box alone and the size of its image is not known: no mask";
    else
        mask = toMask(boxOnly ? rectangle(*raw.box) : raw.segmentation, size, problem);
    if (!mask && !boxOnly)
        return problem;
    if (mask)
        detection.mask = std::move(*mask);
    out.isOddSize =
        mask && size &&
        (size->width != detection.mask.width() || size->height != detection.mask.height());
    if (detection.fileBox) {
        const BoxXywh& box = *detection.fileBox;
        detection.box = {box.x, box.y, box.x + box.width, box.y + box.height};
    } else {
        const IntBox box = detection.mask.cocoBox();
        detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                         double(box.y + box.height)};
    }
    out.detection = std::move(detection);
    return problem;
}

ResultsEntry ResultsEntryReader::read(const JsonPiece& piece) const {
    ResultsEntry out;
    const auto say = [&](const std::string& problem, std::uint64_t line, std::uint64_t column) {
        out.issue =
            RowIssue{line, column, "entry " + std::to_string(piece.number) + ": " + problem};
    };
    Raw raw;
    std::string problem;
    if (auto plain = piece.bad.empty() ? readPlainEntry(piece.text) : std::nullopt) {
        raw = rawOf<Raw>(std::move(*plain));
        out.isObject = true;
        out.hasBox = raw.box.has_value();
    } else {
        RowIssue where;
        const auto entry = parseElement(piece, where);
        out.isObject = entry && entry->is_object();
        if (!out.isObject) {
            say(entry ? "it is no object" : where.text, where.line, where.column);
            return out;
        }
        const auto box = entry->find("bbox");
        out.hasBox = box != entry->end() && box->is_array() && !box->empty();
        problem = parse(*entry, raw);
    }
    Detection detection;
    if (problem.empty())
        problem = lookUp(raw, detection);
    if (problem.empty()) {
        problem = addAttributes(raw, detection.attributes);
        if (const std::string ofMask = addMask(raw, out, detection); !ofMask.empty())
            problem = ofMask;
    }
    if (!problem.empty())
        say(problem, piece.line, piece.column);
    out.isOddScore = raw.score && !(*raw.score >= 0 && *raw.score <= 1);
    out.imageId = std::move(raw.imageId);
    return out;
}

}  // namespace selvedge
