#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/project/query.h"

// How the words of a typed query find what they mean (query_text.h). Capitals of the Latin alphabet
// do not matter.

namespace selvedge {

// What stands before the colon: a facet, or one group of attributes. Without a facet: a bare word,
// which is a category or an attribute.
struct QueryField {
    std::optional<Facet> facet;
    std::optional<GroupIndex> group;
    bool operator==(const QueryField&) const = default;
};

bool isRange(Facet facet);
std::string lowered(std::string_view text);

std::optional<QueryField> fieldNamed(std::string_view name, const Vocabulary& words);
// Facets and groups as they are written, quotes included.
std::vector<std::pair<std::string, QueryField>> allFields(const Vocabulary& words);
// A group's field: a word of its name that no other has, else the name in quotes; empty for the
// group without a name.
std::string fieldOf(GroupIndex group, const Vocabulary& words);
std::string fieldOf(Facet facet);

// All values that the field has.
std::vector<FacetValue> valuesOf(QueryField field, const Vocabulary& words);
// What the name means there: the values whose name is just that; else with other capitals; else
// that have it between their commas; else without what stands in brackets. None, or several where
// it does not tell them apart.
std::vector<FacetValue> valuesNamed(std::string_view name, QueryField field,
                                    const Vocabulary& words);
// The three nearest names at most, nearest first; none where nothing is near.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names);
// Also what a word of the trade means: "pants" for "trousers".
std::vector<std::string> nearestValues(std::string_view name, QueryField field,
                                       const Vocabulary& words);

// The id in the catalog, of categories and attributes.
std::optional<int> idOf(FacetValue value, const Vocabulary& words);

// In quotes where it would not be read as one word.
std::string quoted(std::string_view name);
// How the value is written after its field, so that it means this one there; absent if there is no
// way but its id.
std::optional<std::string> textOfValue(FacetValue value, QueryField field, const Vocabulary& words);

}  // namespace selvedge
