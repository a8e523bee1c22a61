#include "model/evaluation/operating_point.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "dataset/error.h"

namespace selvedge {

double scoreThresholdOf(const OperatingPoint& point, CategoryIndex category) {
    const auto own = point.scoreOf.find(category);
    return own == point.scoreOf.end() ? point.scoreThreshold : own->second;
}

double attributeThresholdOf(const OperatingPoint& point, CategoryIndex category,
                            AttributeIndex attribute) {
    if (const auto own = point.categoryAttributeOf.find({category, attribute});
        own != point.categoryAttributeOf.end())
        return own->second;
    const auto all = point.attributeOf.find(attribute);
    return all == point.attributeOf.end() ? point.attributeThreshold : all->second;
}

void setGroupThreshold(OperatingPoint& point, const Catalog& catalog, GroupIndex group,
                       double threshold) {
    for (const AttributeIndex attribute : catalog.attributesOf(group))
        point.attributeOf[attribute] = threshold;
}

void setGroupThreshold(OperatingPoint& point, const Catalog& catalog, GroupIndex group,
                       CategoryIndex category, double threshold) {
    for (const AttributeIndex attribute : catalog.attributesOf(group))
        point.categoryAttributeOf[{category, attribute}] = threshold;
}

CategoryThresholds::CategoryThresholds(const OperatingPoint& point, CategoryIndex category)
    : m_score(scoreThresholdOf(point, category)),
      m_nmsIou(point.nmsIou),
      m_maxDetections(point.maxDetections),
      m_attribute(float(point.attributeThreshold)) {
    const auto first = point.categoryAttributeOf.lower_bound({category, 0});
    const bool own = first != point.categoryAttributeOf.end() && first->first.first == category;
    if (point.attributeOf.empty() && !own)
        return;
    m_attributes.assign(AttributeBits::kCapacity, m_attribute);
    for (const auto& [attribute, threshold] : point.attributeOf)
        m_attributes.at(attribute) = float(threshold);
    for (auto it = first; it != point.categoryAttributeOf.end() && it->first.first == category;
         ++it)
        m_attributes.at(it->first.second) = float(it->second);
}

bool CategoryThresholds::agree(const CategoryThresholds& other, const AttributeBits& used) const {
    if (m_score != other.m_score || m_nmsIou != other.m_nmsIou ||
        m_maxDetections != other.m_maxDetections)
        return false;
    for (AttributeIndex a = 0; a < AttributeBits::kCapacity; ++a)
        if (used.has(a) && attribute(a) != other.attribute(a))
            return false;
    return true;
}

AttributeBits CategoryThresholds::predicted(const ImageCell& cell,
                                            const ImageCell::Found& found) const {
    AttributeBits bits;
    for (std::uint32_t i = found.attributeBegin; i < found.attributeEnd; ++i) {
        const AttributeScore& score = cell.attributeScores[i];
        if (score.probability >= attribute(score.attribute))
            bits.set(score.attribute);
    }
    return bits;
}

namespace {

using Json = nlohmann::ordered_json;

// Reads members that may be absent or wrong, and says which.
class Reader {
public:
    Reader(const Catalog& catalog, ReadOperatingPoint& result)
        : m_catalog(catalog), m_result(result) {}

    std::optional<double> number(const Json& json, const char* key, double low, double high) {
        const auto it = json.find(key);
        if (it == json.end() || it->is_null())
            return {};
        if (!it->is_number() || !(it->get<double>() >= low && it->get<double>() <= high)) {
            issue(std::string(key) + " " + it->dump(-1, ' ', false, kReplace) +
                  " is not a number from " + text(low) + " to " + text(high));
            return {};
        }
        return it->get<double>();
    }

    // The dense index of a raw id; nothing where it is absent, unknown or no id.
    template <typename Index>
    std::optional<Index> index(const Json& json, const char* key,
                               std::optional<Index> (Catalog::*indexOf)(int) const) {
        const auto it = json.find(key);
        if (it == json.end())
            return {};
        if (it->is_number_integer() && it->get<std::int64_t>() >= 0 &&
            it->get<std::int64_t>() <= 1'000'000)
            if (const auto found = (m_catalog.*indexOf)(it->get<int>()))
                return found;
        issue(std::string(key) + " " + it->dump(-1, ' ', false, kReplace) +
              " is not in this data set");
        return {};
    }

    std::optional<int> whole(const Json& json, const char* key, int low, int high) {
        const auto value = number(json, key, low, high);
        if (value && *value != std::floor(*value)) {
            issue(std::string(key) + " " + text(*value) + " is not a whole number");
            return {};
        }
        return value ? std::optional(int(*value)) : std::nullopt;
    }

    // The entries of a list that may be absent.
    const Json& list(const Json& json, const char* key) {
        static const Json none = Json::array();
        const auto it = json.find(key);
        if (it == json.end() || it->is_null())
            return none;
        if (!it->is_array())
            issue(std::string(key) + " is no list: it is left out");
        return it->is_array() ? *it : none;
    }

    // What a misspelt member says would be lost without a word.
    void refuseOthers(const Json& json, std::initializer_list<const char*> known) {
        for (const auto& [key, value] : json.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                issue("\"" + key + "\" is not known here: it is left out");
    }

    void issue(const std::string& text) { m_result.issues.push_back({m_entry, 0, text}); }
    void setEntry(std::uint64_t entry) { m_entry = entry; }

private:
    static constexpr auto kReplace = Json::error_handler_t::replace;
    static std::string text(double value) { return Json(value).dump(); }

    const Catalog& m_catalog;
    ReadOperatingPoint& m_result;
    std::uint64_t m_entry = 0;
};

constexpr double kMostScore = std::numeric_limits<double>::max();

void readScores(const Json& list, Reader& reader, OperatingPoint& point) {
    std::uint64_t entry = 0;
    for (const Json& json : list) {
        reader.setEntry(++entry);
        if (!json.is_object()) {
            reader.issue("category_scores has an entry that is no object");
            continue;
        }
        const auto category = reader.index(json, "category_id", &Catalog::categoryIndex);
        const auto score = reader.number(json, "score_threshold", -kMostScore, kMostScore);
        if (category && score)
            point.scoreOf[*category] = *score;
    }
}

void readAttributes(const Json& list, Reader& reader, OperatingPoint& point) {
    std::uint64_t entry = 0;
    for (const Json& json : list) {
        reader.setEntry(++entry);
        if (!json.is_object()) {
            reader.issue("attribute_thresholds has an entry that is no object");
            continue;
        }
        const auto attribute = reader.index(json, "attribute_id", &Catalog::attributeIndex);
        const auto threshold = reader.number(json, "threshold", 0, 1);
        const bool ofCategory = json.contains("category_id");
        const auto category = reader.index(json, "category_id", &Catalog::categoryIndex);
        if (!attribute || !threshold || (ofCategory && !category))
            continue;
        if (category)
            point.categoryAttributeOf[{*category, *attribute}] = *threshold;
        else
            point.attributeOf[*attribute] = *threshold;
    }
}

}  // namespace

std::string operatingPointJson(const OperatingPoint& point, const Catalog& catalog) {
    Json json;
    json["score_threshold"] =
        std::isfinite(point.scoreThreshold) ? Json(point.scoreThreshold) : Json(nullptr);
    json["attribute_threshold"] = point.attributeThreshold;
    json["max_detections"] = point.maxDetections;
    if (point.nmsIou < 1)
        json["nms_iou"] = point.nmsIou;
    for (const auto& [category, score] : point.scoreOf) {
        const Category& of = catalog.categories().at(category);
        json["category_scores"].push_back(
            {{"category_id", of.id}, {"name", of.name}, {"score_threshold", score}});
    }
    for (const auto& [attribute, threshold] : point.attributeOf) {
        const Attribute& of = catalog.attributes().at(attribute);
        json["attribute_thresholds"].push_back(
            {{"attribute_id", of.id}, {"name", of.name}, {"threshold", threshold}});
    }
    for (const auto& [key, threshold] : point.categoryAttributeOf) {
        const Category& category = catalog.categories().at(key.first);
        const Attribute& attribute = catalog.attributes().at(key.second);
        json["attribute_thresholds"].push_back({{"category_id", category.id},
                                                {"attribute_id", attribute.id},
                                                {"name", category.name + ", " + attribute.name},
                                                {"threshold", threshold}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

ReadOperatingPoint readOperatingPointJson(const std::string& text, const Catalog& catalog) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        throw Error(ErrorKind::BadFormat, "These thresholds are no JSON object");
    ReadOperatingPoint result;
    OperatingPoint& point = result.point;
    Reader reader(catalog, result);
    point.scoreThreshold = reader.number(json, "score_threshold", -kMostScore, kMostScore)
                               .value_or(point.scoreThreshold);
    point.attributeThreshold =
        reader.number(json, "attribute_threshold", 0, 1).value_or(point.attributeThreshold);
    point.maxDetections =
        reader.whole(json, "max_detections", 1, 100000).value_or(point.maxDetections);
    point.nmsIou = reader.number(json, "nms_iou", kNeighbourIou, 1).value_or(1);
    reader.refuseOthers(json, {"score_threshold", "attribute_threshold", "max_detections",
                               "nms_iou", "category_scores", "attribute_thresholds"});
    const Json& scores = reader.list(json, "category_scores");
    const Json& attributes = reader.list(json, "attribute_thresholds");
    readScores(scores, reader, point);
    readAttributes(attributes, reader, point);
    return result;
}

}  // namespace selvedge
