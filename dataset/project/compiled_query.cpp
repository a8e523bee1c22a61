#include "dataset/project/compiled_query.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace selvedge {

namespace {

constexpr unsigned kFirstGroupBit = kFacets;
constexpr unsigned kLastGroupBit = 62;
constexpr FacetBits kImageFacets =
    facetBit(Facet::Split) | facetBit(Facet::Objects) | facetBit(Facet::Id);
constexpr FacetBits kMarkFacets = facetBit(Facet::Review) | facetBit(Facet::Stars) |
                                  facetBit(Facet::Tag) | facetBit(Facet::Collection);

std::string lowered(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

template <typename T>
const T* columnOf(const std::vector<T>& column, const ObjectTable& table) {
    return column.size() == table.size() && !column.empty() ? column.data() : nullptr;
}

}  // namespace

FacetBits groupBit(GroupIndex group) {
    return FacetBits{1} << std::min(kFirstGroupBit + group, kLastGroupBit);
}

float ObjectColumns::score(ObjectIndex object) const {
    return scores ? scores[object] : std::numeric_limits<float>::quiet_NaN();
}

ValuePlaces::ValuePlaces(const Vocabulary& words) {
    for (std::size_t f = 0; f < kFacets; ++f)
        m_begin[f + 1] = m_begin[f] + words.size(static_cast<Facet>(f));
}

CompiledQuery::CompiledQuery(Query query, QueryData data)
    : m_query(std::move(query)),
      m_data(std::move(data)),
      m_places(*m_data.words),
      m_states(m_places.size(), FacetState::Off) {
    const ObjectTable& table = *m_data.table;
    m_truths.table = &table;
    if (const PredictedObjects* predicted = m_data.predicted.get()) {
        m_truths.verdicts = columnOf(predicted->verdicts, table);
        m_truths.scores = columnOf(predicted->scores, table);
        // Made for another table: none of its rows has a place here.
        if (predicted->lone.objectBegin.size() == table.images.size() + 1) {
            m_lone = {&predicted->lone, columnOf(predicted->loneVerdicts, predicted->lone),
                      columnOf(predicted->loneScores, predicted->lone), nullptr};
        }
    }
    if (m_data.colours)
        m_truths.colours = columnOf(m_data.colours->bits, table);

    const Catalog& catalog = m_data.words->catalog();
    for (std::size_t i = 0; i < catalog.attributes().size(); ++i)
        m_groupBits.push_back(groupBit(catalog.groupOf(static_cast<AttributeIndex>(i))));
    for (const auto& [value, state] : m_query.values) {
        // Of a value that these words do not have: nothing has it.
        const bool known = value.index < m_data.words->size(value.facet);
        if (known)
            m_states[m_places.of(value)] = state;
        if (state == FacetState::Exclude)
            m_excluding |= facetBit(value.facet);
        else if (value.facet == Facet::Attribute && known)
            m_active |= m_groupBits[value.index];
        else
            m_active |= facetBit(value.facet);
    }
    for (const Facet facet : {Facet::Area, Facet::Objects, Facet::Score}) {
        if (!m_query.range(facet).everything())
            m_active |= facetBit(facet);
    }
    if (std::any_of(m_query.ids.begin(), m_query.ids.end(),
                    [](const auto& id) { return id.second == FacetState::Include; }))
        m_active |= facetBit(Facet::Id);
    m_objectFacets = m_active & ~kImageFacets & ~kMarkFacets;
    m_looksAtLone = m_active & (facetBit(Facet::Score) | facetBit(Facet::Verdict));

    if (!m_data.marks)
        return;
    ObjectIndex object = 0;
    for (const auto& [rowId, mark] : m_data.marks->objects) {
        while (object < table.size() && table.rowId[object] < rowId)
            ++object;
        if (object < table.size() && table.rowId[object] == rowId)
            m_objectMarks.emplace(object, &mark);
    }
}

FacetBits CompiledQuery::missingOfImage(ImageIndex image, const Mark& mark) const {
    if ((m_active & ~m_objectFacets) == 0)
        return 0;
    FacetBits met = 0;
    if (includes(Facet::Split, static_cast<std::uint32_t>(mark.split)))
        met |= facetBit(Facet::Split);
    if (m_query.objects.contains(static_cast<double>(m_data.table->objectsOf(image).size())))
        met |= facetBit(Facet::Objects);
    if ((m_active & facetBit(Facet::Id)) && idHolds(image, FacetState::Include))
        met |= facetBit(Facet::Id);
    if (includes(Facet::Review, static_cast<std::uint32_t>(mark.review)))
        met |= facetBit(Facet::Review);
    if (includes(Facet::Stars, mark.stars))
        met |= facetBit(Facet::Stars);
    for (const TagIndex tag : mark.tags) {
        const Facet facet = m_data.words->valueOfTag(tag).facet;
        if (includes(facet, tag))
            met |= facetBit(facet);
    }
    return m_active & ~m_objectFacets & ~met;
}

FacetBits CompiledQuery::missingOfObject(const ObjectColumns& side, const ImageRow& image,
                                         ObjectIndex object) const {
    if (m_objectFacets == 0)
        return 0;
    FacetBits met = 0;
    const CategoryIndex category = side.table->category[object];
    if (includes(Facet::Category, category))
        met |= facetBit(Facet::Category);
    if (includes(Facet::Supercategory, m_data.words->supercategoryOf(category)))
        met |= facetBit(Facet::Supercategory);
    for (const AttributeIndex attribute : side.table->attributesOf(object)) {
        if (includes(Facet::Attribute, attribute))
            met |= m_groupBits[attribute];
    }
    const auto asked = [this](Facet facet) { return (m_objectFacets & facetBit(facet)) != 0; };
    if (asked(Facet::Area) && m_query.area.contains(areaPercent(*side.table, object, image)))
        met |= facetBit(Facet::Area);
    if (asked(Facet::Score) && m_query.score.contains(side.score(object)))
        met |= facetBit(Facet::Score);
    if (asked(Facet::Verdict)) {
        const ObjectVerdict verdict = side.verdict(object);
        if (verdict != ObjectVerdict::None &&
            includes(Facet::Verdict, static_cast<std::uint32_t>(verdict)))
            met |= facetBit(Facet::Verdict);
    }
    if (asked(Facet::Colour)) {
        for (std::uint32_t colour = 0, bits = side.colourBits(object); bits != 0;
             ++colour, bits >>= 1) {
            if ((bits & 1) && includes(Facet::Colour, colour))
                met |= facetBit(Facet::Colour);
        }
    }
    return m_objectFacets & ~met;
}

FacetBits CompiledQuery::metByMark(const Mark& mark) const {
    FacetBits met = 0;
    if (mark.review != ReviewState::None &&
        includes(Facet::Review, static_cast<std::uint32_t>(mark.review)))
        met |= facetBit(Facet::Review);
    if (mark.stars > 0 && includes(Facet::Stars, mark.stars))
        met |= facetBit(Facet::Stars);
    for (const TagIndex tag : mark.tags) {
        const Facet facet = m_data.words->valueOfTag(tag).facet;
        if (includes(facet, tag))
            met |= facetBit(facet);
    }
    return met;
}

const Mark* CompiledQuery::markOf(ObjectIndex object) const {
    if (m_objectMarks.empty())
        return nullptr;
    const auto found = m_objectMarks.find(object);
    return found == m_objectMarks.end() ? nullptr : found->second;
}

bool CompiledQuery::idHolds(ImageIndex image, FacetState state) const {
    const std::string id = lowered(m_data.table->images[image].id);
    return std::any_of(m_query.ids.begin(), m_query.ids.end(), [&](const auto& part) {
        return part.second == state && id.find(part.first) != std::string::npos;
    });
}

bool CompiledQuery::idExcluded(ImageIndex image) const {
    return !m_query.ids.empty() && idHolds(image, FacetState::Exclude);
}

}  // namespace selvedge
