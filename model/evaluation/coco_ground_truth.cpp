#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "dataset/error.h"
#include "dataset/parallel.h"
#include "model/evaluation/coco_segmentation.h"
#include "model/evaluation/ground_truth.h"
#include "model/evaluation/json_lists.h"

namespace selvedge {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxCategories = 10'000;

struct ImageEntry {
    std::string id;
    std::optional<ImageSize> size;
    std::vector<GroundTruthObject> objects;
};

class CocoGroundTruth : public GroundTruthSource {
public:
    CocoGroundTruth(std::vector<ImageEntry> images, std::shared_ptr<const Catalog> catalog,
                    std::vector<RowIssue> issues)
        : m_images(std::move(images)), m_catalog(std::move(catalog)), m_issues(std::move(issues)) {}

    std::size_t size() const override { return m_images.size(); }
    std::string imageId(std::size_t index) const override { return m_images.at(index).id; }
    GroundTruthImage image(std::size_t index) const override {
        return {m_images.at(index).id, m_images.at(index).objects};
    }
    std::shared_ptr<const Catalog> catalog() const override { return m_catalog; }
    std::optional<ImageSize> imageSize(std::size_t index) const override {
        return m_images.at(index).size;
    }
    std::vector<RowIssue> issues() const override { return m_issues; }

private:
    std::vector<ImageEntry> m_images;
    std::shared_ptr<const Catalog> m_catalog;
    std::vector<RowIssue> m_issues;
};

// An annotation before the lists it refers to are known: they may stand after it in the file.
struct RawAnnotation {
    std::uint64_t number = 0;  // in its list
    std::string imageId;
    std::int64_t category = 0;
    CocoSegmentation segmentation;
    std::optional<BoxXywh> box;
    std::optional<double> area;
    bool crowd = false;
    std::vector<std::int64_t> attributes;
};

std::string textOr(const Json& entry, const char* key, std::string fallback) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>()
                                                      : std::move(fallback);
}

// Returns what is wrong, or nothing.
std::string parseAnnotation(const Json& entry, RawAnnotation& annotation) {
    if (!entry.is_object())
        return "is no object";
    const auto imageId = idText(entry, "image_id");
    const auto category = wholeNumber(entry, "category_id");
    if (!imageId || !category)
        return std::string("has no ") + (imageId ? "category_id" : "image_id");
    annotation.imageId = *imageId;
    annotation.category = *category;
    std::string problem;
    annotation.box = parseBox(entry, problem);
    if (problem.empty())
        problem = parseSegmentation(entry, annotation.segmentation);
    if (problem.empty() && !annotation.box &&
        annotation.segmentation.form == CocoSegmentation::Form::None)
        problem = "has neither segmentation nor bbox";
    if (const auto area = entry.find("area"); area != entry.end() && area->is_number())
        annotation.area = area->get<double>();
    if (const auto crowd = entry.find("iscrowd"); crowd != entry.end())
        annotation.crowd = crowd->is_boolean() ? crowd->get<bool>()
                                               : crowd->is_number() && crowd->get<double>() != 0;
    if (const auto ids = entry.find("attribute_ids"); ids != entry.end() && ids->is_array())
        for (const Json& id : *ids) {
            if (!id.is_number_integer())
                return "has an attribute id that is no whole number";
            annotation.attributes.push_back(id.get<std::int64_t>());
        }
    return problem;
}

class Reader {
public:
    std::unique_ptr<GroundTruthSource> read(const std::filesystem::path& file) {
        JsonListReader lists{{"images", "annotations", "categories", "attributes"},
                             [this](std::size_t list, std::uint64_t number, Json&& entry) {
                                 take(list, number, entry);
                             },
                             [this](std::size_t list, std::uint64_t number,
                                    const std::string& text) { issue(list, number, text); }};
        const std::vector<bool> seen = lists.read(file);
        for (std::size_t i = 0; i < 3; ++i)
            if (!seen[i])
                throw Error(ErrorKind::BadFormat, file.string() + " has no list \"" +
                                                      lists.lists[i] +
                                                      "\": it is no COCO ground truth");
        if (m_attributes.size() > AttributeBits::kCapacity)
            throw Error(ErrorKind::Unsupported,
                        file.string() + " has " + std::to_string(m_attributes.size()) +
                            " attributes, at most " + std::to_string(AttributeBits::kCapacity) +
                            " can be measured");
        if (m_categories.size() > kMaxCategories)
            throw Error(ErrorKind::Unsupported,
                        file.string() + " has " + std::to_string(m_categories.size()) +
                            " categories, at most " + std::to_string(kMaxCategories) +
                            " can be measured");
        try {
            m_catalog = std::make_shared<Catalog>(std::move(m_categories), std::move(m_attributes));
        } catch (const Error& e) {
            throw Error(e.kind(), file.string() + ": " + e.what());
        }
        sortImages();
        addAnnotations();
        return std::make_unique<CocoGroundTruth>(std::move(m_images), m_catalog, m_issues.take());
    }

private:
    void issue(std::size_t list, std::uint64_t number, const std::string& text) {
        static constexpr const char* kKinds[] = {"image", "annotation", "category", "attribute"};
        m_issues.add(number, std::string(kKinds[list]) + " " + text);
    }

    void take(std::size_t list, std::uint64_t number, const Json& entry) {
        if (list == 1) {
            RawAnnotation annotation;
            annotation.number = number;
            if (const auto problem = parseAnnotation(entry, annotation); !problem.empty())
                issue(list, number, problem);
            else
                m_annotations.push_back(std::move(annotation));
            return;
        }
        if (!entry.is_object())
            return issue(list, number, "is no object");
        if (list == 0)
            return takeImage(number, entry);
        const auto id = wholeNumber(entry, "id");
        if (!id || *id < 0 || *id > INT32_MAX)
            return issue(list, number, "has no id that can be used");
        std::string name = textOr(entry, "name", std::to_string(*id));
        std::string group = textOr(entry, "supercategory", "");
        if (list == 2)
            m_categories.push_back({int(*id), std::move(name), std::move(group)});
        else
            m_attributes.push_back({int(*id), std::move(name), std::move(group)});
    }

    void takeImage(std::uint64_t number, const Json& entry) {
        const auto id = idText(entry, "id");
        if (!id)
            return issue(0, number, "has no id");
        if (!m_imageOfId.emplace(*id, 0).second)
            return issue(0, number, "repeats the id " + *id);
        ImageEntry image{*id, {}, {}};
        const auto width = wholeNumber(entry, "width"), height = wholeNumber(entry, "height");
        if (width && height && *width > 0 && *height > 0 && *width <= 1 << 30 && *height <= 1 << 30)
            image.size = ImageSize{int(*width), int(*height)};
        m_idsAreNumbers = m_idsAreNumbers && !entry["id"].is_string();
        m_images.push_back(std::move(image));
    }

    void sortImages() {
        const auto number = [](const std::string& text) {
            std::int64_t value = 0;
            std::from_chars(text.data(), text.data() + text.size(), value);
            return value;
        };
        std::sort(m_images.begin(), m_images.end(), [&](const ImageEntry& a, const ImageEntry& b) {
            return m_idsAreNumbers ? number(a.id) < number(b.id) : a.id < b.id;
        });
        for (std::size_t i = 0; i < m_images.size(); ++i)
            m_imageOfId[m_images[i].id] = i;
    }

    void addAnnotations() {
        struct Made {
            std::optional<GroundTruthObject> object;
            std::size_t image = 0;
            std::string problem;
        };
        std::vector<Made> made(m_annotations.size());
        parallelFor(m_annotations.size(), 0, [&](std::size_t i, std::size_t) {
            made[i].object = makeObject(m_annotations[i], made[i].image, made[i].problem);
        });
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (!made[i].problem.empty())
                issue(1, m_annotations[i].number, made[i].problem);
            if (made[i].object)
                m_images[made[i].image].objects.push_back(std::move(*made[i].object));
        }
    }

    std::optional<GroundTruthObject> makeObject(const RawAnnotation& annotation, std::size_t& image,
                                                std::string& problem) const {
        const auto found = m_imageOfId.find(annotation.imageId);
        if (found == m_imageOfId.end()) {
            problem = "belongs to image " + annotation.imageId + ", which is not listed";
            return std::nullopt;
        }
        image = found->second;
        const auto category = annotation.category < 0 || annotation.category > INT32_MAX
                                  ? std::nullopt
                                  : m_catalog->categoryIndex(int(annotation.category));
        if (!category) {
            problem =
                "has category " + std::to_string(annotation.category) + ", which is not listed";
            return std::nullopt;
        }
        const bool boxOnly = annotation.segmentation.form == CocoSegmentation::Form::None;
        auto mask = toMask(boxOnly ? rectangle(*annotation.box) : annotation.segmentation,
                           m_images[image].size, problem);
        if (!mask && !boxOnly)
            return std::nullopt;
        GroundTruthObject object;
        object.category = *category;
        if (mask)
            object.mask = std::move(*mask);
        const IntBox box = object.mask.cocoBox();
        object.box = annotation.box.value_or(
            BoxXywh{double(box.x), double(box.y), double(box.width), double(box.height)});
        object.area = annotation.area.value_or(double(object.mask.area()));
        object.crowd = annotation.crowd;
        for (const std::int64_t id : annotation.attributes) {
            const auto attribute =
                id < 0 || id > INT32_MAX ? std::nullopt : m_catalog->attributeIndex(int(id));
            if (attribute)
                object.attributes.set(*attribute);
            else
                problem = "has attribute " + std::to_string(id) + ", which is not listed";
        }
        return object;
    }

    IssueList m_issues;
    std::vector<ImageEntry> m_images;
    bool m_idsAreNumbers = true;
    std::unordered_map<std::string, std::size_t> m_imageOfId;
    std::vector<RawAnnotation> m_annotations;
    std::vector<Category> m_categories;
    std::vector<Attribute> m_attributes;
    std::shared_ptr<const Catalog> m_catalog;
};

}  // namespace

std::optional<ImageSize> GroundTruthSource::imageSize(std::size_t index) const {
    const GroundTruthImage loaded = image(index);
    if (loaded.objects.empty())
        return std::nullopt;
    return ImageSize{loaded.objects.front().mask.width(), loaded.objects.front().mask.height()};
}

std::unique_ptr<GroundTruthSource> readCocoGroundTruth(const std::filesystem::path& file) {
    return Reader().read(file);
}

}  // namespace selvedge
