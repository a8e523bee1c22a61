#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selvedge {

// Dense indices, 0-based, in the order of the catalog; ids are what stands in files and may have
// gaps (iMaterialist 2020: attribute ids 0..340 for 294 attributes).
using CategoryIndex = std::uint16_t;
using AttributeIndex = std::uint16_t;
using GroupIndex = std::uint16_t;

struct Category {
    int id = 0;
    std::string name;           // "shirt, blouse"
    std::string supercategory;  // "upperbody"
    // LVIS: "r", "c" or "f", in few images, some or many. Only from a COCO file, else "".
    std::string frequency = {};
};

struct Attribute {
    int id = 0;
    std::string name;   // "double breasted"
    std::string group;  // "opening type", in files "supercategory"
};

// The taxonomy of a data set. Immutable once made; share as shared_ptr<const Catalog>.
class Catalog {
public:
    Catalog() = default;
    // Ids must be unique and not negative, else Error(BadFormat).
    Catalog(std::vector<Category> categories, std::vector<Attribute> attributes);
    // iMaterialist 2020: 46 categories, 294 attributes (resources/taxonomy.json, compiled in).
    static Catalog builtIn();
    // label_descriptions.json; throws Error with path and what is wrong.
    // It is an object with the lists "categories" and "attributes" (may be absent) of objects with
    // "id", "name" and "supercategory"; other keys are skipped.
    static Catalog fromLabelDescriptions(const std::string& path);
    // Its content; the sentences of errors name no file.
    static Catalog fromLabelDescriptionsJson(const std::string& text);
    std::string toLabelDescriptionsJson() const;

    const std::vector<Category>& categories() const { return m_categories; }
    const std::vector<Attribute>& attributes() const { return m_attributes; }
    std::optional<CategoryIndex> categoryIndex(int id) const;
    std::optional<AttributeIndex> attributeIndex(int id) const;
    // Groups of attributes ("neckline type"), in the order in which the catalog first names them;
    // attributes without one are in a group "". And the attributes of each, in the catalog's order.
    const std::vector<std::string>& groups() const { return m_groups; }
    const std::vector<AttributeIndex>& attributesOf(GroupIndex group) const {
        return m_attributesOfGroup[group];
    }
    GroupIndex groupOf(AttributeIndex attribute) const { return m_groupOfAttribute[attribute]; }
    // The first one of that name.
    std::optional<CategoryIndex> categoryNamed(std::string_view name) const;
    std::optional<AttributeIndex> attributeNamed(std::string_view name) const;

private:
    std::vector<Category> m_categories;
    std::vector<Attribute> m_attributes;
    std::unordered_map<int, CategoryIndex> m_categoryOfId;
    std::unordered_map<int, AttributeIndex> m_attributeOfId;
    std::vector<std::string> m_groups;
    std::vector<GroupIndex> m_groupOfAttribute;
    std::vector<std::vector<AttributeIndex>> m_attributesOfGroup;
};

}  // namespace selvedge
