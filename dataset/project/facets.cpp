#include "dataset/project/facets.h"

#include <algorithm>
#include <limits>

namespace selvedge {

namespace {

constexpr std::uint64_t kCategoryBit = 1;

std::uint64_t groupBit(std::uint16_t group) {
    return std::uint64_t{1} << std::min<int>(group + 1, 63);
}

FacetState stateOf(const std::vector<FacetState>& states, std::size_t index) {
    return index < states.size() ? states[index] : FacetState::Off;
}

bool contains(const std::vector<FacetState>& states, FacetState wanted) {
    return std::find(states.begin(), states.end(), wanted) != states.end();
}

// Counts images: a value counts once an image, however many objects have it.
class ImageCounter {
public:
    explicit ImageCounter(std::size_t values)
        : m_last(values, std::numeric_limits<ImageIndex>::max()), m_counts(values) {}
    void add(std::size_t value, ImageIndex image) {
        if (m_last[value] == image)
            return;
        m_last[value] = image;
        ++m_counts[value];
    }
    std::vector<std::uint32_t> take() { return std::move(m_counts); }

private:
    std::vector<ImageIndex> m_last;
    std::vector<std::uint32_t> m_counts;
};

}  // namespace

AttributeGroups::AttributeGroups(const Catalog& catalog) {
    for (const Attribute& attribute : catalog.attributes()) {
        const auto it = std::find(names.begin(), names.end(), attribute.group);
        groupOf.push_back(std::uint16_t(it - names.begin()));
        if (it == names.end())
            names.push_back(attribute.group);
    }
}

int FacetFilter::count() const {
    const auto set = [](FacetState state) { return state != FacetState::Off; };
    return int(std::count_if(categories.begin(), categories.end(), set) +
               std::count_if(attributes.begin(), attributes.end(), set));
}

ObjectTest::ObjectTest(const FacetFilter& filter, const AttributeGroups& groups)
    : m_filter(std::make_shared<const FacetFilter>(filter)), m_groupOf(groups.groupOf) {
    if (contains(filter.categories, FacetState::Include))
        m_active |= kCategoryBit;
    for (std::size_t i = 0; i < filter.attributes.size(); ++i) {
        if (filter.attributes[i] == FacetState::Include)
            m_active |= groupBit(m_groupOf[i]);
    }
}

std::uint64_t ObjectTest::missing(const ObjectTable& table, ObjectIndex object) const {
    if (m_active == 0)
        return 0;
    std::uint64_t met = 0;
    if (stateOf(m_filter->categories, table.category[object]) == FacetState::Include)
        met |= kCategoryBit;
    for (const AttributeIndex attribute : table.attributesOf(object)) {
        if (stateOf(m_filter->attributes, attribute) == FacetState::Include)
            met |= groupBit(m_groupOf[attribute]);
    }
    return m_active & ~met;
}

bool ObjectTest::matchesCategory(CategoryIndex category) const {
    return !(m_active & kCategoryBit) ||
           stateOf(m_filter->categories, category) == FacetState::Include;
}

FacetResult applyFacets(const ObjectTable& table, const AttributeGroups& groups,
                        std::size_t categoryCount, const FacetFilter& filter) {
    FacetResult result;
    const ObjectTest test(filter, groups);
    ImageCounter categories(categoryCount), attributes(groups.groupOf.size());
    for (ImageIndex image = 0; image < table.images.size(); ++image) {
        const auto objects = table.objectsOf(image);
        bool excluded = false;
        for (const ObjectIndex object : objects) {
            if (stateOf(filter.categories, table.category[object]) == FacetState::Exclude) {
                categories.add(table.category[object], image);
                excluded = true;
            }
            for (const AttributeIndex attribute : table.attributesOf(object)) {
                if (stateOf(filter.attributes, attribute) == FacetState::Exclude) {
                    attributes.add(attribute, image);
                    excluded = true;
                }
            }
        }
        if (excluded)
            continue;
        std::uint64_t matching = 0;
        for (const ObjectIndex object : objects) {
            const std::uint64_t missing = test.missing(table, object);
            if (missing & (missing - 1))
                continue;  // two facets or more are not met
            matching += missing == 0;
            if (missing == 0 || missing == kCategoryBit)
                categories.add(table.category[object], image);
            if (missing == kCategoryBit)
                continue;
            for (const AttributeIndex attribute : table.attributesOf(object)) {
                if (missing == 0 || missing == groupBit(groups.groupOf[attribute]))
                    attributes.add(attribute, image);
            }
        }
        if (matching > 0 || (test.any() && objects.empty()))
            result.images.push_back(image);
        result.objects += matching;
    }
    result.categoryCounts = categories.take();
    result.attributeCounts = attributes.take();
    return result;
}

}  // namespace selvedge
