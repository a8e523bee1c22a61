#include "dataset/catalog.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "dataset/format/small_file.h"

extern const char* const kBuiltInTaxonomy;  // built_in_taxonomy.cpp.in

namespace selvedge {

namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestFile = 4 << 20;  // the real one has 40 KB
constexpr int kDeepest = 16;

// Dense indices are 16 bits.
constexpr std::size_t kMostEntries = std::numeric_limits<std::uint16_t>::max();

template <typename Index, typename Entry>
std::unordered_map<int, Index> indexOfId(const std::vector<Entry>& entries, const char* kind) {
    if (entries.size() > kMostEntries)
        throw Error(ErrorKind::BadFormat, "there are more than " + std::to_string(kMostEntries) +
                                              " " + kind + " entries");
    std::unordered_map<int, Index> out;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const int id = entries[i].id;
        if (id < 0)
            throw Error(ErrorKind::BadFormat,
                        std::string(kind) + " id " + std::to_string(id) + " is negative");
        if (!out.emplace(id, static_cast<Index>(i)).second)
            throw Error(ErrorKind::BadFormat,
                        std::string(kind) + " id " + std::to_string(id) + " occurs twice");
    }
    return out;
}

template <typename Index>
std::optional<Index> lookUp(const std::unordered_map<int, Index>& map, int id) {
    const auto found = map.find(id);
    return found == map.end() ? std::nullopt : std::optional<Index>(found->second);
}

template <typename Index, typename Entry>
std::optional<Index> named(const std::vector<Entry>& entries, std::string_view name) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& entry) { return entry.name == name; });
    if (found == entries.end())
        return std::nullopt;
    return static_cast<Index>(found - entries.begin());
}

// One entry of label_descriptions.json: id, name, supercategory (which may be absent).
template <typename Entry>
std::vector<Entry> entriesOf(const json& root, const char* list) {
    std::vector<Entry> out;
    const auto found = root.find(list);
    if (found == root.end())
        return out;
    if (!found->is_array())
        throw Error(ErrorKind::BadFormat, std::string("\"") + list + "\" is not a list");
    for (const json& item : *found) {
        const std::string place =
            std::string("\"") + list + "\", entry " + std::to_string(out.size() + 1) + ": ";
        if (!item.is_object())
            throw Error(ErrorKind::BadFormat, place + "it is not an object");
        const auto id = item.find("id");
        if (id == item.end() || !id->is_number_integer() ||
            (id->is_number_unsigned() && id->get<std::uint64_t>() > 0x7fffffff) ||
            id->get<std::int64_t>() < 0)
            throw Error(ErrorKind::BadFormat, place + "\"id\" is not a whole number from 0 on");
        const auto name = item.find("name");
        if (name == item.end() || !name->is_string())
            throw Error(ErrorKind::BadFormat, place + "\"name\" is not a text");
        const auto group = item.find("supercategory");
        if (group != item.end() && !group->is_string() && !group->is_null())
            throw Error(ErrorKind::BadFormat, place + "\"supercategory\" is not a text");
        const bool grouped = group != item.end() && group->is_string();
        out.push_back({id->get<int>(), name->get<std::string>(),
                       grouped ? group->get<std::string>() : std::string()});
    }
    return out;
}

template <typename Entry>
std::vector<Entry> rowsOf(const json& rows) {
    std::vector<Entry> out;
    for (const json& row : rows)
        out.push_back(
            {row.at(0).get<int>(), row.at(1).get<std::string>(), row.at(2).get<std::string>()});
    return out;
}

json parse(const std::string& text) {
    const auto limitDepth = [](int depth, json::parse_event_t, json&) {
        if (depth > kDeepest)
            throw Error(ErrorKind::BadFormat, "it is nested too deeply");
        return true;
    };
    try {
        return json::parse(text, limitDepth);
    } catch (const json::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 3, column 5: ..."
        const std::string what = error.what();
        const std::size_t bracket = what.find("] ");
        throw Error(ErrorKind::BadFormat,
                    bracket == std::string::npos ? what : what.substr(bracket + 2));
    }
}

}  // namespace

Catalog::Catalog(std::vector<Category> categories, std::vector<Attribute> attributes)
    : m_categories(std::move(categories)),
      m_attributes(std::move(attributes)),
      m_categoryOfId(indexOfId<CategoryIndex>(m_categories, "category")),
      m_attributeOfId(indexOfId<AttributeIndex>(m_attributes, "attribute")) {
    std::unordered_map<std::string, GroupIndex> groupOfName;
    for (std::size_t i = 0; i < m_attributes.size(); ++i) {
        const std::string& name = m_attributes[i].group;
        const auto [group, isNew] =
            groupOfName.try_emplace(name, static_cast<GroupIndex>(m_groups.size()));
        if (isNew) {
            m_groups.push_back(name);
            m_attributesOfGroup.emplace_back();
        }
        m_groupOfAttribute.push_back(group->second);
        m_attributesOfGroup[group->second].push_back(static_cast<AttributeIndex>(i));
    }
}

Catalog Catalog::builtIn() {
    const json taxonomy = json::parse(kBuiltInTaxonomy);
    return Catalog(rowsOf<Category>(taxonomy.at("categories")),
                   rowsOf<Attribute>(taxonomy.at("attributes")));
}

Catalog Catalog::fromLabelDescriptions(const std::string& path) {
    const std::string text = readSmallFile(path, kLargestFile, "label descriptions");
    try {
        return fromLabelDescriptionsJson(text);
    } catch (const Error& error) {
        throw Error(error.kind(), path + " does not hold label descriptions: " + error.what());
    }
}

Catalog Catalog::fromLabelDescriptionsJson(const std::string& text) {
    const json root = parse(text);
    if (!root.is_object() || !root.contains("categories"))
        throw Error(ErrorKind::BadFormat, "there is no list \"categories\"");
    return Catalog(entriesOf<Category>(root, "categories"),
                   entriesOf<Attribute>(root, "attributes"));
}

std::string Catalog::toLabelDescriptionsJson() const {
    nlohmann::ordered_json root{{"categories", json::array()}, {"attributes", json::array()}};
    for (const Category& category : m_categories)
        root["categories"].push_back({{"id", category.id},
                                      {"name", category.name},
                                      {"supercategory", category.supercategory}});
    for (const Attribute& attribute : m_attributes)
        root["attributes"].push_back(
            {{"id", attribute.id}, {"name", attribute.name}, {"supercategory", attribute.group}});
    return root.dump(1) + "\n";
}

std::optional<CategoryIndex> Catalog::categoryIndex(int id) const {
    return lookUp(m_categoryOfId, id);
}

std::optional<AttributeIndex> Catalog::attributeIndex(int id) const {
    return lookUp(m_attributeOfId, id);
}

std::optional<CategoryIndex> Catalog::categoryNamed(std::string_view name) const {
    return named<CategoryIndex>(m_categories, name);
}

std::optional<AttributeIndex> Catalog::attributeNamed(std::string_view name) const {
    return named<AttributeIndex>(m_attributes, name);
}

}  // namespace selvedge
