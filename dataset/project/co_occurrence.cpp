#include "dataset/project/co_occurrence.h"

#include <algorithm>

namespace selvedge {

std::vector<AttributeIndex> CoOccurrence::attributesOf(CategoryIndex category) const {
    std::vector<AttributeIndex> seen;
    for (std::size_t i = 0; i < attributes; ++i) {
        if (count(category, static_cast<AttributeIndex>(i)) > 0)
            seen.push_back(static_cast<AttributeIndex>(i));
    }
    std::stable_sort(seen.begin(), seen.end(), [&](AttributeIndex a, AttributeIndex b) {
        return count(category, a) > count(category, b);
    });
    return seen;
}

CoOccurrence coOccurrence(const ObjectTable& table, const Catalog& catalog) {
    CoOccurrence out;
    out.attributes = catalog.attributes().size();
    out.objects.resize(catalog.categories().size());
    out.together.resize(catalog.categories().size() * out.attributes);
    for (ObjectIndex object = 0; object < table.size(); ++object) {
        const std::size_t category = table.category[object];
        ++out.objects[category];
        for (AttributeIndex attribute : table.attributesOf(object))
            ++out.together[category * out.attributes + attribute];
    }
    return out;
}

}  // namespace selvedge
