#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/project/object_table.h"

namespace selvedge {

enum class FacetState : std::uint8_t { Off, Include, Exclude };

// Attribute groups ("length", "opening type") of a catalog in the order of their first attribute.
struct AttributeGroups {
    std::vector<std::string> names;
    std::vector<std::uint16_t> groupOf;  // by attribute
    explicit AttributeGroups(const Catalog& catalog);
    AttributeGroups() = default;
};

// What is asked of the images. Values of one facet (the categories; the attributes of one group)
// are alternatives; facets must hold together on one object ("a coat that is double breasted").
// An image with an excluded value is left out.
struct FacetFilter {
    std::vector<FacetState> categories;  // by index; may be empty
    std::vector<FacetState> attributes;
    int count() const;  // values that are not Off
    bool operator==(const FacetFilter&) const = default;
};

struct FacetResult {
    std::vector<ImageIndex> images;  // ascending
    std::uint64_t objects = 0;       // that match, in these images
    // Images that would remain if the value were the only one chosen in its facet, by value. For an
    // excluded value: the images that have it.
    std::vector<std::uint32_t> categoryCounts, attributeCounts;
};

// Whether one object answers the filter's inclusions; tiles outline only such. Cheap to copy.
class ObjectTest {
public:
    ObjectTest() = default;  // all objects
    ObjectTest(const FacetFilter& filter, const AttributeGroups& groups);
    // Bits of the active facets that `object` does not meet; 0: it matches.
    std::uint64_t missing(const ObjectTable& table, ObjectIndex object) const;
    bool matches(const ObjectTable& table, ObjectIndex object) const {
        return missing(table, object) == 0;
    }
    // For a predicted object: its category only.
    bool matchesCategory(CategoryIndex category) const;
    bool any() const { return m_active == 0; }

private:
    std::uint64_t m_active = 0;  // bit 0: categories, bit 1 + g: group g (the last holds the rest)
    std::shared_ptr<const FacetFilter> m_filter;
    std::vector<std::uint16_t> m_groupOf;
};

// One pass over the table; 333K objects take some milliseconds.
FacetResult applyFacets(const ObjectTable& table, const AttributeGroups& groups,
                        std::size_t categoryCount, const FacetFilter& filter);

}  // namespace selvedge
