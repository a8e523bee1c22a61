#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "dataset/project/apply_query.h"

namespace selvedge {

// A set of facets; each group of attributes is one of its own (the last bit but one holds all
// groups past the 49th).
using FacetBits = std::uint64_t;

constexpr FacetBits facetBit(Facet facet) {
    return FacetBits{1} << static_cast<unsigned>(facet);
}
FacetBits groupBit(GroupIndex group);

// The objects of one side, and what is known of them; columns may be null.
struct ObjectColumns {
    const ObjectTable* table = nullptr;
    const ObjectVerdict* verdicts = nullptr;
    const float* scores = nullptr;
    const std::uint16_t* colours = nullptr;

    ObjectVerdict verdict(ObjectIndex object) const {
        return verdicts ? verdicts[object] : ObjectVerdict::None;
    }
    float score(ObjectIndex object) const;  // NaN: none
    std::uint16_t colourBits(ObjectIndex object) const { return colours ? colours[object] : 0; }
};

// The values of all facets in one row, for columns over all of them.
class ValuePlaces {
public:
    explicit ValuePlaces(const Vocabulary& words);
    std::size_t of(FacetValue value) const {
        return m_begin[static_cast<std::size_t>(value.facet)] + value.index;
    }
    std::size_t begin(Facet facet) const { return m_begin[static_cast<std::size_t>(facet)]; }
    std::size_t size() const { return m_begin.back(); }

private:
    std::array<std::size_t, kFacets + 1> m_begin{};
};

// A query made ready to be asked of many objects. Keeps the data. Immutable; any thread.
class CompiledQuery {
public:
    CompiledQuery(Query query, QueryData data);
    const Query& query() const { return m_query; }
    const QueryData& data() const { return m_data; }
    const ObjectColumns& truths() const { return m_truths; }
    const ObjectColumns& lone() const { return m_lone; }  // table null: none
    FacetBits active() const { return m_active; }         // with something included
    FacetBits objectFacets() const { return m_objectFacets; }
    bool looksAtLone() const { return m_looksAtLone; }
    FacetState stateOf(FacetValue value) const { return m_states[m_places.of(value)]; }
    const ValuePlaces& places() const { return m_places; }
    // Of the attribute's group.
    FacetBits bitOf(AttributeIndex attribute) const { return m_groupBits[attribute]; }

    // Facets that are not met, of those of the image (with its marks) and of the object.
    FacetBits missingOfImage(ImageIndex image, const Mark& mark) const;
    FacetBits missingOfObject(const ObjectColumns& side, const ImageRow& image,
                              ObjectIndex object) const;
    // Facets that an object's own mark meets.
    FacetBits metByMark(const Mark& mark) const;
    // The object's own mark; null where it has none.
    const Mark* markOf(ObjectIndex object) const;

    // Calls hit(FacetValue) for each excluded value there.
    template <typename Hit>
    void excludedOfMark(const Mark& mark, bool isImage, Hit hit) const;
    template <typename Hit>
    void excludedOfObject(const ObjectColumns& side, ObjectIndex object, Hit hit) const;
    bool idExcluded(ImageIndex image) const;

private:
    bool includes(Facet facet, std::uint32_t index) const {
        return stateOf({facet, index}) == FacetState::Include;
    }
    bool excludes(Facet facet, std::uint32_t index) const {
        return stateOf({facet, index}) == FacetState::Exclude;
    }
    bool idHolds(ImageIndex image, FacetState state) const;

    Query m_query;
    QueryData m_data;
    ObjectColumns m_truths, m_lone;
    ValuePlaces m_places;
    std::vector<FacetState> m_states;    // by place
    std::vector<FacetBits> m_groupBits;  // by attribute
    std::unordered_map<ObjectIndex, const Mark*> m_objectMarks;
    FacetBits m_active = 0;
    FacetBits m_excluding =
        0;  // facets with an excluded value; attributes under facetBit(Attribute)
    FacetBits m_objectFacets = 0;
    bool m_looksAtLone = false;
};

template <typename Hit>
void CompiledQuery::excludedOfMark(const Mark& mark, bool isImage, Hit hit) const {
    const auto test = [&](Facet facet, std::uint32_t index) {
        if (excludes(facet, index))
            hit(FacetValue{facet, index});
    };
    if (isImage)
        test(Facet::Split, static_cast<std::uint32_t>(mark.split));
    // An object without stars or review says nothing of its own.
    if (isImage || mark.review != ReviewState::None)
        test(Facet::Review, static_cast<std::uint32_t>(mark.review));
    if (isImage || mark.stars > 0)
        test(Facet::Stars, mark.stars);
    for (const TagIndex tag : mark.tags)
        test(m_data.words->valueOfTag(tag).facet, tag);
}

template <typename Hit>
void CompiledQuery::excludedOfObject(const ObjectColumns& side, ObjectIndex object, Hit hit) const {
    if (m_excluding == 0)
        return;
    const auto test = [&](Facet facet, std::uint32_t index) {
        if (excludes(facet, index))
            hit(FacetValue{facet, index});
    };
    if (const ObjectVerdict verdict = side.verdict(object); verdict != ObjectVerdict::None)
        test(Facet::Verdict, static_cast<std::uint32_t>(verdict));
    if (&side == &m_lone && !m_looksAtLone)
        return;
    const CategoryIndex category = side.table->category[object];
    test(Facet::Category, category);
    test(Facet::Supercategory, m_data.words->supercategoryOf(category));
    if (m_excluding & facetBit(Facet::Attribute)) {
        for (const AttributeIndex attribute : side.table->attributesOf(object))
            test(Facet::Attribute, attribute);
    }
    if (m_excluding & facetBit(Facet::Colour)) {
        for (std::uint32_t colour = 0, bits = side.colourBits(object); bits != 0;
             ++colour, bits >>= 1) {
            if (bits & 1)
                test(Facet::Colour, colour);
        }
    }
}

}  // namespace selvedge
