#include "dataset/project/query.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

#include "dataset/image/colours.h"
#include "dataset/project/marks.h"

namespace selvedge {

namespace {

constexpr std::array<std::string_view, 4> kSplits{"none", "train", "validation", "test"};
constexpr std::array<std::string_view, 4> kReviews{"none", "in work", "done", "rejected"};
constexpr std::array<std::string_view, kVerdicts> kVerdictNames{"right", "attribute error",
                                                                "missed", "false"};

constexpr std::array kRanges{Facet::Area, Facet::Objects, Facet::Score};

}  // namespace

bool NumberRange::everything() const {
    return *this == NumberRange();
}

bool NumberRange::contains(double number) const {
    return (above ? number > least : number >= least) && (below ? number < most : number <= most);
}

FacetState Query::stateOf(FacetValue value) const {
    const auto found = values.find(value);
    return found == values.end() ? FacetState::Off : found->second;
}

void Query::set(FacetValue value, FacetState state) {
    if (state == FacetState::Off)
        values.erase(value);
    else
        values[value] = state;
}

const NumberRange& Query::range(Facet facet) const {
    assert(facet == Facet::Area || facet == Facet::Objects || facet == Facet::Score);
    return facet == Facet::Area ? area : facet == Facet::Objects ? objects : score;
}

NumberRange& Query::range(Facet facet) {
    return const_cast<NumberRange&>(std::as_const(*this).range(facet));
}

int Query::count() const {
    const auto set = [this](Facet facet) { return !range(facet).everything(); };
    return static_cast<int>(values.size() + ids.size()) +
           static_cast<int>(std::count_if(kRanges.begin(), kRanges.end(), set));
}

Vocabulary::Vocabulary() : Vocabulary(std::make_shared<const Catalog>()) {}

Vocabulary::Vocabulary(std::shared_ptr<const Catalog> catalog, std::vector<std::string> tags)
    : m_catalog(std::move(catalog)), m_tags(std::move(tags)) {
    for (const std::string& tag : m_tags)
        m_tagFacets.push_back(isCollection(tag) ? Facet::Collection : Facet::Tag);
    for (const Category& category : m_catalog->categories()) {
        const auto found =
            std::find(m_supercategories.begin(), m_supercategories.end(), category.supercategory);
        m_supercategoryOf.push_back(static_cast<std::uint32_t>(found - m_supercategories.begin()));
        if (found == m_supercategories.end())
            m_supercategories.push_back(category.supercategory);
    }
}

std::size_t Vocabulary::size(Facet facet) const {
    switch (facet) {
        case Facet::Split:
            return kSplits.size();
        case Facet::Category:
            return m_catalog->categories().size();
        case Facet::Supercategory:
            return m_supercategories.size();
        case Facet::Attribute:
            return m_catalog->attributes().size();
        case Facet::Verdict:
            return kVerdicts;
        case Facet::Review:
            return kReviews.size();
        case Facet::Stars:
            return kMostStars + 1;
        case Facet::Tag:
        case Facet::Collection:
            return m_tags.size();
        case Facet::Colour:
            return kColours;
        case Facet::Area:
        case Facet::Objects:
        case Facet::Score:
        case Facet::Id:
            break;
    }
    return 0;
}

FacetValue Vocabulary::valueOfTag(std::uint32_t tag) const {
    return {tag < m_tagFacets.size() ? m_tagFacets[tag] : Facet::Tag, tag};
}

std::vector<FacetValue> Vocabulary::valuesOf(Facet facet) const {
    std::vector<FacetValue> values;
    const bool isTag = facet == Facet::Tag || facet == Facet::Collection;
    for (std::uint32_t i = 0; i < size(facet); ++i) {
        if (!isTag || m_tagFacets[i] == facet)
            values.push_back({facet, i});
    }
    return values;
}

std::string Vocabulary::nameOf(FacetValue value) const {
    assert(value.index < size(value.facet));
    switch (value.facet) {
        case Facet::Split:
            return std::string(kSplits[value.index]);
        case Facet::Category:
            return m_catalog->categories()[value.index].name;
        case Facet::Supercategory:
            return m_supercategories[value.index];
        case Facet::Attribute:
            return m_catalog->attributes()[value.index].name;
        case Facet::Verdict:
            return std::string(kVerdictNames[value.index]);
        case Facet::Review:
            return std::string(kReviews[value.index]);
        case Facet::Stars:
            return std::to_string(value.index);
        case Facet::Tag:
            return m_tags[value.index];
        case Facet::Collection:
            return collectionName(m_tags[value.index]);
        case Facet::Colour:
            return std::string(selvedge::nameOf(static_cast<Colour>(value.index)));
        case Facet::Area:
        case Facet::Objects:
        case Facet::Score:
        case Facet::Id:
            break;
    }
    return {};
}

std::vector<Query> termsOf(const Query& query, const Vocabulary& words) {
    std::vector<Query> terms;
    const auto add = [&] { return &terms.emplace_back(); };
    for (std::size_t f = 0; f < kFacets; ++f) {
        const auto facet = static_cast<Facet>(f);
        if (std::find(kRanges.begin(), kRanges.end(), facet) != kRanges.end()) {
            if (!query.range(facet).everything())
                add()->range(facet) = query.range(facet);
            continue;
        }
        // The included values of a facet (of one group) make one term, at the first one's place.
        std::map<GroupIndex, std::size_t> begun;
        for (auto it = query.values.lower_bound({facet, 0});
             it != query.values.end() && it->first.facet == facet; ++it) {
            if (it->second == FacetState::Exclude) {
                add()->values.insert(*it);
                continue;
            }
            const GroupIndex group =
                facet == Facet::Attribute
                    ? words.catalog().groupOf(static_cast<AttributeIndex>(it->first.index))
                    : GroupIndex{0};
            const auto [place, isNew] = begun.emplace(group, terms.size());
            if (isNew)
                add();
            terms[place->second].values.insert(*it);
        }
    }
    Query included;
    for (const auto& id : query.ids) {
        if (id.second == FacetState::Include)
            included.ids.insert(id);
    }
    if (!included.ids.empty())
        terms.push_back(std::move(included));
    for (const auto& id : query.ids) {
        if (id.second == FacetState::Exclude)
            add()->ids.insert(id);
    }
    return terms;
}

Query without(Query query, const Query& term) {
    for (const auto& value : term.values)
        query.values.erase(value.first);
    for (const auto& id : term.ids)
        query.ids.erase(id.first);
    for (const Facet facet : kRanges) {
        if (!term.range(facet).everything())
            query.range(facet) = {};
    }
    return query;
}

}  // namespace selvedge
