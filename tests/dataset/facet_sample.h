#pragma once

#include <string>
#include <vector>

#include "dataset/project/facets.h"

namespace selvedge {

// Four images with coats, shoes and dresses, to be filtered.
inline Catalog facetCatalog() {
    return Catalog({{0, "coat", "body"}, {1, "shoe", "legs"}, {2, "dress", "body"}},
                   {{10, "long", "length"},
                    {11, "short", "length"},
                    {20, "floral", "pattern"},
                    {21, "plain", "pattern"}});
}

struct FacetObject {
    CategoryIndex category;
    std::vector<AttributeIndex> attributes;
};

inline ObjectTable facetTable(const std::vector<std::vector<FacetObject>>& images) {
    ObjectTable table;
    table.attributeBegin.push_back(0);
    table.objectBegin.push_back(0);
    for (const auto& objects : images) {
        const auto image = ImageIndex(table.images.size());
        table.images.push_back({"i" + std::to_string(image), 10, 10, {}});
        for (const FacetObject& object : objects) {
            table.objectOrder.push_back(ObjectIndex(table.size()));
            table.image.push_back(image);
            table.category.push_back(object.category);
            table.area.push_back(4);
            table.box.push_back({0, 0, 2, 2});
            table.rowId.push_back(std::int64_t(table.size()));
            for (const AttributeIndex attribute : object.attributes)
                table.attributes.push_back(attribute);
            table.attributeBegin.push_back(std::uint32_t(table.attributes.size()));
        }
        table.objectBegin.push_back(std::uint32_t(table.objectOrder.size()));
    }
    return table;
}

// 0: long floral coat, two shoes; 1: short coat; 2: long plain dress, shoe; 3: nothing.
inline ObjectTable facetSample() {
    return facetTable({{{0, {0, 2}}, {1, {}}, {1, {}}}, {{0, {1}}}, {{2, {0, 3}}, {1, {}}}, {}});
}

inline FacetFilter filterOf(std::vector<int> included, std::vector<int> attributes,
                            std::vector<int> excluded = {}) {
    FacetFilter filter{std::vector<FacetState>(3), std::vector<FacetState>(4)};
    for (const int c : included)
        filter.categories[std::size_t(c)] = FacetState::Include;
    for (const int c : excluded)
        filter.categories[std::size_t(c)] = FacetState::Exclude;
    for (const int a : attributes)
        filter.attributes[std::size_t(a)] = FacetState::Include;
    return filter;
}

}  // namespace selvedge
