#include "dataset/synthetic/drawing.h"

#include <algorithm>

#include "dataset/error.h"

namespace selvedge::synthetic {

namespace {

const Catalog& catalog() {
    static const Catalog builtIn = Catalog::builtIn();
    return builtIn;
}

template <typename Index>
Index known(std::optional<Index> index, std::string_view name) {
    if (!index)
        throw Error(ErrorKind::Internal,
                    "The built-in catalog does not know '" + std::string(name) + "'");
    return *index;
}

}  // namespace

Owner Drawing::add(std::string_view category, const Names& attributes, Owner parent) {
    m_entries.push_back({known(catalog().categoryNamed(category), category), {}, parent});
    const Owner object = kFirstObject + static_cast<Owner>(m_entries.size()) - 1;
    for (const std::string_view name : attributes)
        describe(object, name);
    return object;
}

void Drawing::describe(Owner object, std::string_view attribute) {
    const AttributeIndex index = known(catalog().attributeNamed(attribute), attribute);
    auto& list = m_entries[static_cast<std::size_t>(object - kFirstObject)].attributes;
    const auto place = std::lower_bound(list.begin(), list.end(), index);
    if (place == list.end() || *place != index)
        list.insert(place, index);
}

std::vector<SyntheticObject> Drawing::objects(std::uint64_t minimumArea) const {
    std::vector<SyntheticObject> result;
    const std::vector<Owner>& owners = canvas.owners();
    std::vector<std::uint8_t> bitmap(owners.size());
    std::vector<std::uint8_t> isPart(m_entries.size() + kFirstObject);
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Owner object = kFirstObject + static_cast<Owner>(i);
        for (std::size_t k = 0; k < m_entries.size(); ++k)
            isPart[k + kFirstObject] = k == i || m_entries[k].parent == object;
        std::transform(owners.begin(), owners.end(), bitmap.begin(),
                       [&](Owner owner) { return isPart[static_cast<std::size_t>(owner)]; });
        RleMask mask =
            RleMask::fromBitmap(bitmap.data(), canvas.width(), canvas.height(), canvas.width());
        if (mask.area() >= minimumArea)
            result.push_back({m_entries[i].category, m_entries[i].attributes, std::move(mask)});
    }
    return result;
}

}  // namespace selvedge::synthetic
