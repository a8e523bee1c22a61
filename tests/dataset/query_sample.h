#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dataset/project/apply_query.h"

namespace selvedge {

// Four images with coats, shoes and dresses, to be filtered.
inline Catalog queryCatalog() {
    return Catalog({{0, "coat", "body"}, {1, "shoe", "legs"}, {2, "dress", "body"}},
                   {{10, "long", "length"},
                    {11, "short", "length"},
                    {20, "floral", "pattern"},
                    {21, "plain", "pattern"}});
}

struct SampleObject {
    CategoryIndex category;
    std::vector<AttributeIndex> attributes;
};

inline ObjectTable queryTable(const std::vector<std::vector<SampleObject>>& images) {
    ObjectTable table;
    table.attributeBegin.push_back(0);
    table.objectBegin.push_back(0);
    for (const auto& objects : images) {
        const auto image = ImageIndex(table.images.size());
        table.images.push_back({"i" + std::to_string(image), 10, 10, {}});
        for (const SampleObject& object : objects) {
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
inline ObjectTable querySample() {
    return queryTable({{{0, {0, 2}}, {1, {}}, {1, {}}}, {{0, {1}}}, {{2, {0, 3}}, {1, {}}}, {}});
}

// The sample with these tags, and nothing else known of it.
inline QueryData queryData(std::vector<std::string> tags = {}) {
    QueryData data;
    data.words = std::make_shared<const Vocabulary>(std::make_shared<const Catalog>(queryCatalog()),
                                                    std::move(tags));
    data.table = std::make_shared<const ObjectTable>(querySample());
    return data;
}

}  // namespace selvedge
