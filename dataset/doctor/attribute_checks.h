#pragma once

#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/doctor/finding.h"
#include "dataset/project/co_occurrence.h"
#include "dataset/project/object_table.h"

namespace selvedge::doctor {

// What a data set teaches about its attributes, and what in it goes against that.
//
// Unlikely: were attributes and categories independent, E = objects with the attribute * objects of
// the category / all objects would have both. A pair is unlikely where E >= 25 and at most E / 25
// have both, and these are at most one in 200 of the category (or one): it could occur often,
// hardly ever does, and the few are then more likely mistakes than a rare style. (Chance alone:
// with E = 25 below 4e-10 for one.) The same is asked of the attribute's whole group, which tells
// earlier: no length belongs on a shoe. Attributes and categories that are rare prove nothing and
// stay quiet.
//
// Conflict: a group excludes itself where 50 objects or more have one of it and at most 1 % of
// these (or one object) two or more: two lengths on one garment. Two of its attributes exclude one
// another where, in addition, five objects or more would have both were they independent within
// each category: two rare nicknames may well go together, and nobody has seen it yet.
class AttributeHabits {
public:
    AttributeHabits(const ObjectTable& table, const Catalog& catalog);

    // AttributeUnlikely, one fault an attribute, and AttributesConflict, one a group.
    struct Fault {
        FindingKind kind{};
        std::string text;
    };
    std::vector<Fault> faultsOf(const ObjectTable& table, ObjectIndex object) const;

private:
    bool isUnlikely(CategoryIndex category, std::uint64_t both, std::uint64_t all) const;
    double expectedTogether(AttributeIndex a, AttributeIndex b) const;  // objects

    const Catalog& m_catalog;
    CoOccurrence m_seen;
    std::uint64_t m_objects = 0;
    std::vector<std::uint64_t> m_withAttribute;  // objects, by attribute
    std::vector<std::size_t> m_groupOf;          // by attribute
    std::vector<std::uint64_t> m_withGroup;      // objects with one or more, by group
    std::vector<std::vector<std::uint64_t>> m_groupAndCategory;  // objects, by group, category
    std::vector<bool> m_exclusive;                               // by group
};

}  // namespace selvedge::doctor
