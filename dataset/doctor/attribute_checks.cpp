#include "dataset/doctor/attribute_checks.h"

#include <algorithm>
#include <map>

namespace selvedge::doctor {

namespace {

constexpr double kLeastExpected = 25;
constexpr double kFewestShare = 25;            // of what is expected
constexpr std::uint64_t kCategoryShare = 200;  // of the category's objects
constexpr std::uint64_t kLeastOfGroup = 50;
constexpr std::uint64_t kExclusiveShare = 100;
constexpr double kLeastTogether = 5;

}  // namespace

AttributeHabits::AttributeHabits(const ObjectTable& table, const Catalog& catalog)
    : m_catalog(catalog),
      m_seen(coOccurrence(table, catalog)),
      m_objects(table.size()),
      m_withAttribute(catalog.attributes().size()) {
    std::map<std::string, std::size_t> groups;
    for (const Attribute& attribute : catalog.attributes())
        m_groupOf.push_back(groups.try_emplace(attribute.group, groups.size()).first->second);
    m_withGroup.resize(groups.size());
    m_groupAndCategory.assign(groups.size(),
                              std::vector<std::uint64_t>(catalog.categories().size()));
    std::vector<std::uint64_t> withTwo(groups.size());
    std::vector<std::uint32_t> ofGroup(groups.size());  // attributes of one object
    for (ObjectIndex object = 0; object < table.size(); ++object) {
        const auto attributes = table.attributesOf(object);
        for (AttributeIndex attribute : attributes) {
            ++m_withAttribute[attribute];
            const std::size_t group = m_groupOf[attribute];
            const std::uint32_t count = ++ofGroup[group];
            if (count == 1) {
                ++m_withGroup[group];
                ++m_groupAndCategory[group][table.category[object]];
            } else if (count == 2) {
                ++withTwo[group];
            }
        }
        for (AttributeIndex attribute : attributes)
            ofGroup[m_groupOf[attribute]] = 0;
    }
    for (std::size_t group = 0; group < m_withGroup.size(); ++group)
        m_exclusive.push_back(m_withGroup[group] >= kLeastOfGroup &&
                              withTwo[group] <=
                                  std::max<std::uint64_t>(1, m_withGroup[group] / kExclusiveShare));
}

bool AttributeHabits::isUnlikely(CategoryIndex category, std::uint64_t both,
                                 std::uint64_t all) const {
    const std::uint64_t ofCategory = m_seen.objects[category];
    const double expected = double(all) * double(ofCategory) / double(m_objects);
    return expected >= kLeastExpected && double(both) <= expected / kFewestShare &&
           both <= std::max<std::uint64_t>(1, ofCategory / kCategoryShare);
}

double AttributeHabits::expectedTogether(AttributeIndex a, AttributeIndex b) const {
    double expected = 0;
    for (std::size_t category = 0; category < m_seen.objects.size(); ++category) {
        if (m_seen.objects[category] == 0)
            continue;
        const auto index = static_cast<CategoryIndex>(category);
        expected += double(m_seen.count(index, a)) * double(m_seen.count(index, b)) /
                    double(m_seen.objects[category]);
    }
    return expected;
}

std::vector<AttributeHabits::Fault> AttributeHabits::faultsOf(const ObjectTable& table,
                                                              ObjectIndex object) const {
    std::vector<Fault> faults;
    const CategoryIndex category = table.category[object];
    std::map<std::size_t, std::vector<AttributeIndex>> byGroup;
    for (AttributeIndex attribute : table.attributesOf(object)) {
        const std::size_t group = m_groupOf[attribute];
        byGroup[group].push_back(attribute);
        const std::uint64_t both = m_seen.count(category, attribute);
        const bool attributeUnlikely = isUnlikely(category, both, m_withAttribute[attribute]);
        if (!attributeUnlikely &&
            !isUnlikely(category, m_groupAndCategory[group][category], m_withGroup[group]))
            continue;
        const Attribute& named = m_catalog.attributes()[attribute];
        faults.push_back(
            {FindingKind::AttributeUnlikely,
             named.name + " on " + m_catalog.categories()[category].name + ": " +
                 (attributeUnlikely ? std::to_string(both)
                                    : std::to_string(m_groupAndCategory[group][category])) +
                 " of " + std::to_string(m_seen.objects[category]) + " of these " +
                 (attributeUnlikely ? "have it" : "have any " + named.group)});
    }
    for (const auto& [group, attributes] : byGroup) {
        if (!m_exclusive[group])
            continue;
        std::string names;
        for (AttributeIndex attribute : attributes) {
            const bool excluded =
                std::any_of(attributes.begin(), attributes.end(), [&](AttributeIndex other) {
                    return other != attribute &&
                           expectedTogether(attribute, other) >= kLeastTogether;
                });
            if (excluded)
                names += (names.empty() ? "" : " and ") + m_catalog.attributes()[attribute].name;
        }
        if (names.empty())
            continue;
        faults.push_back({FindingKind::AttributesConflict,
                          names + " on one " + m_catalog.categories()[category].name + " (" +
                              m_catalog.attributes()[attributes.front()].group + ")"});
    }
    return faults;
}

}  // namespace selvedge::doctor
