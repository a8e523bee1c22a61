#include "dataset/format/coco_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "dataset/error.h"
#include "dataset/format/coco_segmentation.h"
#include "dataset/format/json_value.h"
#include "dataset/format/plain_entry.h"
#include "dataset/issue_list.h"

namespace selvedge {

namespace {

using Json = nlohmann::json;

std::string textOr(const Json& entry, const char* key, std::string fallback) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>()
                                                      : std::move(fallback);
}

// The lists that are held.
class HeaderReader {
public:
    void take(const JsonPiece& piece) {
        const char* kind = piece.list == "images"       ? "image"
                           : piece.list == "categories" ? "category"
                           : piece.list == "attributes" ? "attribute"
                                                        : nullptr;
        if (!kind)
            return;
        std::string problem;
        RowIssue where{piece.line, piece.column, {}};
        const auto entry = parseElement(piece, where);
        if (!entry)
            problem = where.text;
        else if (!entry->is_object())
            problem = "it is no object";
        else if (piece.list == "images")
            problem = takeImage(*entry);
        else
            problem = takeEntry(*entry, piece.list == "categories");
        if (problem.empty())
            return;
        where.text = std::string(kind) + " " + std::to_string(piece.number) + ": " + problem;
        issues.add(std::move(where));
    }

    std::vector<CocoImage> images;
    std::unordered_map<std::string, std::size_t> imageOfId;
    bool idsAreNumbers = true;
    std::vector<Category> categories;
    std::vector<Attribute> attributes;
    IssueList issues;

private:
    // These return what is wrong, or nothing.
    std::string takeImage(const Json& entry) {
        const auto id = idText(entry, "id");
        if (!id)
            return "it has no id";
        if (!imageOfId.emplace(*id, images.size()).second)
            return "it repeats the id " + *id;
        CocoImage image{*id, textOr(entry, "file_name", ""), {}};
        const auto width = wholeNumber(entry, "width"), height = wholeNumber(entry, "height");
        if (width && height && *width > 0 && *height > 0 && isMaskSize(*width, *height))
            image.size = ImageSize{int(*width), int(*height)};
        idsAreNumbers = idsAreNumbers && !entry["id"].is_string();
        images.push_back(std::move(image));
        return {};
    }

    std::string takeEntry(const Json& entry, bool isCategory) {
        const auto id = wholeNumber(entry, "id");
        if (!id || *id < 0 || *id > INT32_MAX)
            return "it has no id that can be used";
        std::string name = textOr(entry, "name", std::to_string(*id));
        std::string group = textOr(entry, "supercategory", "");
        if (isCategory)
            categories.push_back({int(*id), std::move(name), std::move(group)});
        else
            attributes.push_back({int(*id), std::move(name), std::move(group)});
        return {};
    }
};

// An annotation as it stands there, before it is looked up.
struct RawAnnotation {
    std::string imageId;
    std::int64_t category = 0;
    CocoSegmentation segmentation;
    std::optional<BoxXywh> box;
    std::optional<double> area;
    bool crowd = false;
    std::vector<std::int64_t> attributes;
};

// Returns what is wrong, or nothing.
std::string parseAnnotation(const Json& entry, RawAnnotation& annotation) {
    if (!entry.is_object())
        return "it is no object";
    const auto imageId = idText(entry, "image_id");
    const auto category = wholeNumber(entry, "category_id");
    if (!imageId || !category)
        return std::string("it has no ") + (imageId ? "category_id" : "image_id");
    annotation.imageId = *imageId;
    annotation.category = *category;
    std::string problem;
    annotation.box = parseBox(entry, problem);
    if (problem.empty())
        problem = parseSegmentation(entry, annotation.segmentation);
    if (problem.empty() && !annotation.box &&
        annotation.segmentation.form == CocoSegmentation::Form::None)
        problem = "it has neither segmentation nor bbox";
    if (const auto area = entry.find("area"); area != entry.end() && area->is_number())
        annotation.area = area->get<double>();
    if (const auto crowd = entry.find("iscrowd"); crowd != entry.end())
        annotation.crowd = crowd->is_boolean() ? crowd->get<bool>()
                                               : crowd->is_number() && crowd->get<double>() != 0;
    if (const auto ids = entry.find("attribute_ids"); ids != entry.end() && ids->is_array()) {
        for (const Json& id : *ids) {
            if (!id.is_number_integer())
                return "it has an attribute id that is no whole number";
            annotation.attributes.push_back(id.get<std::int64_t>());
        }
    }
    return problem;
}

RawAnnotation annotationOf(PlainEntry&& entry) {
    return {std::move(entry.imageId),
            entry.category,
            std::move(entry.segmentation),
            entry.box,
            entry.area,
            entry.crowd,
            std::move(entry.attributeIds).value_or(std::vector<std::int64_t>{})};
}

// The name of a member that an object has twice, else "".
std::string repeatedMember(std::string_view object) {
    std::unordered_set<std::string> names;
    for (JsonMember& member : membersOf(object)) {
        if (!names.insert(member.name).second)
            return std::move(member.name);
    }
    return {};
}

bool fitsId(std::int64_t id) {
    return id >= 0 && id <= INT32_MAX;
}

}  // namespace

CocoFile::CocoFile(const std::filesystem::path& file,
                   const std::function<std::optional<Catalog>(bool)>& catalogFor,
                   const std::function<bool(std::uint64_t, std::uint64_t)>& onBytes) {
    HeaderReader reader;
    JsonPieces pieces(file);
    JsonPiece piece;
    while (pieces.next(piece)) {
        if (onBytes && !onBytes(pieces.bytesDone(), pieces.bytesTotal()))
            return;
        if (piece.isElement)
            reader.take(piece);
    }
    for (const char* list : {"categories", "annotations", "images"})
        m_missingList = pieces.hasList(list) ? m_missingList : list;
    m_problem = pieces.problem();
    m_images = std::move(reader.images);
    m_imageOfId = std::move(reader.imageOfId);
    m_idsAreNumbers = reader.idsAreNumbers;
    const bool hasCatalog = !reader.categories.empty();
    auto other = catalogFor ? catalogFor(hasCatalog) : std::nullopt;
    try {
        m_catalog = other ? std::move(*other)
                          : Catalog(std::move(reader.categories), std::move(reader.attributes));
    } catch (const Error& e) {
        throw Error(e.kind(), file.string() + ": " + e.what());
    }
    if (other && !hasCatalog)
        reader.issues.add({0, 0, "the file lists no categories; others are taken for them"});
    if (m_problem)
        reader.issues.add({m_problem->line, m_problem->column,
                           m_problem->text + "; what stands before it is read"});
    m_issueCount = reader.issues.count();
    m_issues = reader.issues.take();
}

std::optional<std::size_t> CocoFile::imageWithId(const std::string& id) const {
    const auto found = m_imageOfId.find(id);
    return found == m_imageOfId.end() ? std::nullopt : std::optional(found->second);
}

CocoReading CocoFile::read(const JsonPiece& piece) const {
    CocoReading out;
    const auto report = [&](const std::string& problem, std::uint64_t line, std::uint64_t column) {
        out.issues.push_back(
            {line, column, "annotation " + std::to_string(piece.number) + ": " + problem});
    };
    const auto refuse = [&](const std::string& problem) {
        report(problem, piece.line, piece.column);
        return std::move(out);
    };
    RawAnnotation raw;
    if (auto plain = piece.bad.empty() ? readPlainEntry(piece.text) : std::nullopt) {
        out.id = plain->id;
        raw = annotationOf(std::move(*plain));
    } else {
        RowIssue where;
        const auto entry = parseElement(piece, where);
        if (!entry) {
            report(where.text, where.line, where.column);
            return out;
        }
        if (entry->is_object() && entry->contains("id"))
            out.id = (*entry)["id"].dump(-1, ' ', false, Json::error_handler_t::replace);
        if (const std::string name = repeatedMember(piece.text); !name.empty())
            report("it has the member \"" + name + "\" twice; the last one counts", piece.line,
                   piece.column);
        if (const std::string problem = parseAnnotation(*entry, raw); !problem.empty())
            return refuse(problem);
    }
    const auto image = imageWithId(raw.imageId);
    if (!image)
        return refuse("it belongs to image " + raw.imageId + ", which is not listed");
    const auto category =
        fitsId(raw.category) ? m_catalog.categoryIndex(int(raw.category)) : std::nullopt;
    if (!category)
        return refuse("it has category " + std::to_string(raw.category) + ", which is not listed");

    const bool boxOnly = raw.segmentation.form == CocoSegmentation::Form::None;
    std::string problem;
    CocoObject object;
    object.mask = toMask(boxOnly ? rectangle(*raw.box) : raw.segmentation, m_images[*image].size,
                         problem, &object.maskIsText);
    if (!object.mask && !boxOnly)
        return refuse(problem);
    if (!problem.empty())
        report(problem, piece.line, piece.column);
    object.isBoxOnly = boxOnly;
    object.image = *image;
    object.category = *category;
    object.box = raw.box;
    object.area = raw.area;
    object.crowd = raw.crowd;
    std::string unknown;  // the first few
    std::size_t unknownCount = 0;
    for (const std::int64_t id : raw.attributes) {
        if (const auto known = fitsId(id) ? m_catalog.attributeIndex(int(id)) : std::nullopt)
            object.attributes.push_back(*known);
        else if (++unknownCount <= 3)
            unknown += (unknown.empty() ? "" : ", ") + std::to_string(id);
    }
    if (unknownCount > 3)
        unknown += " and " + std::to_string(unknownCount - 3) + " more";
    if (unknownCount > 0)
        report((unknownCount == 1 ? "it has attribute " : "it has attributes ") + unknown +
                   ", not listed; it is read without",
               piece.line, piece.column);
    std::sort(object.attributes.begin(), object.attributes.end());
    object.attributes.erase(std::unique(object.attributes.begin(), object.attributes.end()),
                            object.attributes.end());
    out.object = std::move(object);
    return out;
}

}  // namespace selvedge
