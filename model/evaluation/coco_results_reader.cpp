#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "dataset/error.h"
#include "dataset/format/coco_segmentation.h"
#include "dataset/format/json_pieces.h"
#include "dataset/issue_list.h"
#include "dataset/parallel.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

namespace {

using Json = nlohmann::json;

// Entries read before their masks are decoded side by side.
constexpr std::size_t kBatch = 8192;

struct RawEntry {
    std::uint64_t number = 0;
    RowIssue where;
    std::string imageId;
    Detection detection;  // all but the mask, and the box where it comes from the mask
    CocoSegmentation segmentation;
    std::string problem;
    bool usable = true;
};

class Reader {
public:
    Reader(const Catalog& catalog, const std::map<std::int64_t, std::string>& imageIdOfNumber,
           const ImageSizeLookup& sizeOf)
        : m_catalog(catalog), m_imageIdOfNumber(imageIdOfNumber), m_sizeOf(sizeOf) {}

    LoadedPredictions read(const std::filesystem::path& file) {
        JsonPieces pieces(file);
        JsonPiece piece;
        while (pieces.next(piece)) {
            if (piece.isElement && piece.list.empty())
                take(piece);
        }
        if (const auto& problem = pieces.problem())
            throwProblem(file, *problem);
        if (!pieces.hasList(""))
            throw Error(ErrorKind::BadFormat,
                        file.string() + " is an object, not a list of results");
        decodeBatch();
        m_result.issues = m_issues.take();
        return std::move(m_result);
    }

private:
    void take(const JsonPiece& piece) {
        RawEntry raw;
        raw.where = {piece.line, piece.column, {}};
        raw.number = piece.number;
        RowIssue where;
        const auto entry = parseElement(piece, where);
        if (!entry || !entry->is_object()) {
            raw.where.text = "it is no object";
            return report(raw.number, entry ? raw.where : where);
        }
        if (!m_anyEntry) {
            const auto box = entry->find("bbox");
            m_result.boxesGiven = box != entry->end() && box->is_array() && !box->empty();
            m_anyEntry = true;
        }
        raw.where.text = parse(*entry, raw);
        if (!raw.where.text.empty())
            return report(raw.number, raw.where);
        m_batch.push_back(std::move(raw));
        if (m_batch.size() == kBatch)
            decodeBatch();
    }

    void report(std::uint64_t number, const RowIssue& issue) {
        m_issues.add(
            {issue.line, issue.column, "entry " + std::to_string(number) + ": " + issue.text});
    }

    // Returns why the entry cannot be used, or nothing.
    std::string parse(const Json& entry, RawEntry& raw) const {
        const auto imageId = idText(entry, "image_id");
        if (!imageId)
            return "it has no image_id";
        raw.imageId = *imageId;
        if (const auto number = wholeNumber(entry, "image_id"))
            if (const auto found = m_imageIdOfNumber.find(*number);
                found != m_imageIdOfNumber.end())
                raw.imageId = found->second;

        const auto id = wholeNumber(entry, "category_id");
        if (!id)
            return "it has no category_id";
        const auto category =
            *id < 0 || *id > INT32_MAX ? std::nullopt : m_catalog.categoryIndex(int(*id));
        if (!category)
            return "category " + std::to_string(*id) + " is not in the catalog";
        raw.detection.category = *category;

        const auto score = entry.find("score");
        if (score == entry.end() || !score->is_number())
            return "it has no score";
        raw.detection.score = score->get<double>();

        std::string problem;
        raw.detection.fileBox = parseBox(entry, problem);
        if (problem.empty())
            problem = parseSegmentation(entry, raw.segmentation);
        if (!problem.empty())
            return problem;
        if (raw.segmentation.form == CocoSegmentation::Form::None && !raw.detection.fileBox)
            return "it has neither segmentation nor bbox";
        raw.problem = parseAttributes(entry, raw.detection.attributes);
        return {};
    }

    // Returns what was left out, or nothing.
    std::string parseAttributes(const Json& entry, std::vector<AttributeScore>& attributes) const {
        auto ids = entry.find("attribute_candidates");
        if (ids == entry.end() || ids->is_null())
            ids = entry.find("attribute_ids");
        if (ids == entry.end() || ids->is_null())
            return {};
        const auto scores = entry.find("attribute_scores");
        const bool scored = scores != entry.end() && !scores->is_null();
        if (!ids->is_array() || (scored && (!scores->is_array() || scores->size() != ids->size())))
            return "the attributes and attribute_scores are not lists of one length: left out";
        std::string problem;
        for (std::size_t i = 0; i < ids->size(); ++i) {
            const Json& id = (*ids)[i];
            const double probability = !scored                    ? 1
                                       : (*scores)[i].is_number() ? (*scores)[i].get<double>()
                                                                  : -1;
            std::optional<AttributeIndex> attribute;
            if (id.is_number_integer() && id >= 0 && id <= INT32_MAX)
                attribute = m_catalog.attributeIndex(id.get<int>());
            if (!attribute)
                problem = "attribute " + id.dump() + " is not in the catalog: left out";
            else if (!(probability >= 0 && probability <= 1))
                problem = "attribute " + id.dump() + " has no score in [0, 1]: left out";
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

    void decodeBatch() {
        parallelFor(m_batch.size(), 0, [this](std::size_t i, std::size_t) { decode(m_batch[i]); });
        for (RawEntry& raw : m_batch) {
            if (!raw.problem.empty())
                report(raw.number, {raw.where.line, raw.where.column, raw.problem});
            if (raw.usable)
                m_result.predictions.images[raw.imageId].push_back(std::move(raw.detection));
        }
        m_batch.clear();
    }

    void decode(RawEntry& raw) const {
        Detection& detection = raw.detection;
        const bool boxOnly = raw.segmentation.form == CocoSegmentation::Form::None;
        const bool needsSize = boxOnly || raw.segmentation.form == CocoSegmentation::Form::Polygons;
        const auto size =
            needsSize && m_sizeOf ? m_sizeOf(raw.imageId) : std::optional<ImageSize>();
        std::optional<RleMask> mask;
        std::string problem;
        if (boxOnly && !size)
            problem = "it has a box alone and the size of its image is not known: no mask";
        else
            mask =
                toMask(boxOnly ? rectangle(*detection.fileBox) : raw.segmentation, size, problem);
        if (!problem.empty())
            raw.problem = problem;
        raw.usable = mask || boxOnly;
        if (mask)
            detection.mask = std::move(*mask);
        if (detection.fileBox) {
            const BoxXywh& box = *detection.fileBox;
            detection.box = {box.x, box.y, box.x + box.width, box.y + box.height};
        } else {
            const IntBox box = detection.mask.cocoBox();
            detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                             double(box.y + box.height)};
        }
    }

    const Catalog& m_catalog;
    const std::map<std::int64_t, std::string>& m_imageIdOfNumber;
    const ImageSizeLookup& m_sizeOf;
    bool m_anyEntry = false;
    std::vector<RawEntry> m_batch;
    IssueList m_issues;
    LoadedPredictions m_result;
};

}  // namespace

ImageSizeLookup imageSizesOf(const GroundTruthSource& truth) {
    auto indices = std::make_shared<std::unordered_map<std::string, std::size_t>>();
    for (std::size_t i = 0; i < truth.size(); ++i)
        indices->emplace(truth.imageId(i), i);
    return [&truth, indices](const std::string& imageId) {
        const auto found = indices->find(imageId);
        return found == indices->end() ? std::nullopt : truth.imageSize(found->second);
    };
}

LoadedPredictions readCocoResults(const std::filesystem::path& file, const Catalog& catalog,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber,
                                  const ImageSizeLookup& sizeOf) {
    return Reader(catalog, imageIdOfNumber, sizeOf).read(file);
}

}  // namespace selvedge
