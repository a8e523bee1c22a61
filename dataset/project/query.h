#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/catalog.h"

namespace selvedge {

// What can be asked for in Browse. In the order in which a query is written.
enum class Facet : std::uint8_t {
    Split,
    Category,
    Supercategory,
    Attribute,  // each group is a facet of its own
    Verdict,
    Area,     // of the object in percent of its image
    Objects,  // how many the image has
    Score,    // of the prediction
    Review,
    Stars,
    Tag,         // those that are no collections
    Collection,  // tags that gather images under a name (marks.h)
    Colour,
    Id,  // a part of the ImageId
};
inline constexpr std::size_t kFacets = std::size_t(Facet::Id) + 1;

// What the operating point makes of an object: as model's Verdict, for columns made outside.
enum class ObjectVerdict : std::uint8_t { Right, AttributeError, Missed, False, None };
inline constexpr std::size_t kVerdicts = 4;  // that can be asked for

// A value of a facet that has a list of them. `index`: CategoryIndex, AttributeIndex, TagIndex (of
// collections too), number of stars, or the enum of Split, ReviewState, ObjectVerdict, Colour; of a
// supercategory its position in Vocabulary::supercategories().
struct FacetValue {
    Facet facet = Facet::Category;
    std::uint32_t index = 0;
    auto operator<=>(const FacetValue&) const = default;
};

enum class FacetState : std::uint8_t { Off, Include, Exclude };

// Numbers between two bounds, which belong to it unless `above` or `below` say otherwise.
struct NumberRange {
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    bool above = false;  // more than `least`
    bool below = false;  // less than `most`
    bool everything() const;
    bool contains(double number) const;
    bool operator==(const NumberRange&) const = default;
};

// What is looked for in Browse; facets and typed text (query_text.h) are two views of it.
//
// Values of one facet (the categories; the attributes of one group) are alternatives. Facets of
// objects (category, supercategory, attributes, area, score, verdict, colour) must hold together on
// one object: "a coat that is double breasted". Facets of images (split, number of objects, id)
// hold for the image; marks (review, stars, tags, collections) for the image or the object itself.
// An image with an excluded value, on itself or on any of its objects, is left out.
struct Query {
    std::map<FacetValue, FacetState> values;  // none is Off
    NumberRange area, objects, score;
    std::map<std::string, FacetState> ids;  // parts of ImageIds, lower case; none is Off

    FacetState stateOf(FacetValue value) const;
    void set(FacetValue value, FacetState state);
    // Of Area, Objects, Score.
    const NumberRange& range(Facet facet) const;
    NumberRange& range(Facet facet);
    int count() const;  // values, ranges and ids that are set
    bool empty() const { return count() == 0; }
    bool operator==(const Query&) const = default;
};

// The words of one data set: what values a facet has, and how they are called. Immutable.
class Vocabulary {
public:
    Vocabulary();
    explicit Vocabulary(std::shared_ptr<const Catalog> catalog, std::vector<std::string> tags = {});
    const Catalog& catalog() const { return *m_catalog; }
    const std::vector<std::string>& tags() const { return m_tags; }
    const std::vector<std::string>& supercategories() const { return m_supercategories; }
    std::uint32_t supercategoryOf(CategoryIndex category) const {
        return m_supercategoryOf[category];
    }
    // One past the largest index; 0 for ranges and ids. Tags and collections share theirs.
    std::size_t size(Facet facet) const;
    FacetValue valueOfTag(std::uint32_t tag) const;  // a tag or a collection
    // All of a facet, in the order of their indices.
    std::vector<FacetValue> valuesOf(Facet facet) const;
    std::string nameOf(FacetValue value) const;

private:
    std::shared_ptr<const Catalog> m_catalog;
    std::vector<std::string> m_tags;
    std::vector<Facet> m_tagFacets;              // Tag or Collection, by tag
    std::vector<std::string> m_supercategories;  // in the order of their first category
    std::vector<std::uint32_t> m_supercategoryOf;
};

// The query as parts that can be dropped one by one, in the order of its text: what is included of
// one facet together, each excluded value, each range, the included ids, each excluded one.
std::vector<Query> termsOf(const Query& query, const Vocabulary& words);
Query without(Query query, const Query& term);

}  // namespace selvedge
