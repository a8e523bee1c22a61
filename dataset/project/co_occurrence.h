#pragma once

#include <cstdint>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/project/object_table.h"

namespace selvedge {

// Which attributes occur with which category in a data set.
struct CoOccurrence {
    std::size_t attributes = 0;           // of the catalog
    std::vector<std::uint32_t> objects;   // by category
    std::vector<std::uint32_t> together;  // category * attributes + attribute: objects with both

    std::uint32_t count(CategoryIndex category, AttributeIndex attribute) const {
        return together[category * attributes + attribute];
    }
    // Attributes seen with the category, the most frequent first.
    std::vector<AttributeIndex> attributesOf(CategoryIndex category) const;
};

CoOccurrence coOccurrence(const ObjectTable& table, const Catalog& catalog);

}  // namespace selvedge
