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

using Runs = std::vector<RleMask::Run>;

// The runs of each owner, column by column.
std::vector<Runs> runsOfOwners(const Canvas& canvas) {
    std::vector<Runs> runs(kLastObject + 1);
    const IntBox box = canvas.touched();
    const auto width = static_cast<std::size_t>(canvas.width());
    // A few columns at a time, turned to lie one after the other.
    constexpr int kColumns = 16;
    std::vector<std::uint8_t> columns(kColumns * static_cast<std::size_t>(box.height));
    for (int left = box.x; left < box.x + box.width; left += kColumns) {
        const int count = std::min(kColumns, box.x + box.width - left);
        for (int y = 0; y < box.height; ++y) {
            const std::uint8_t* row = canvas.owners().data() +
                                      static_cast<std::size_t>(box.y + y) * width +
                                      static_cast<std::size_t>(left);
            for (int k = 0; k < count; ++k)
                columns[static_cast<std::size_t>(k * box.height + y)] = row[k];
        }
        for (int k = 0; k < count; ++k) {
            const std::uint8_t* column = columns.data() + k * box.height;
            const auto first =
                static_cast<std::uint32_t>(left + k) * static_cast<std::uint32_t>(canvas.height()) +
                static_cast<std::uint32_t>(box.y);
            for (int y = 0; y < box.height;) {
                const int start = y;
                while (++y < box.height && column[y] == column[start]) {
                }
                if (column[start] >= kFirstObject)
                    runs[column[start]].push_back({first + static_cast<std::uint32_t>(start),
                                                   static_cast<std::uint32_t>(y - start)});
            }
        }
    }
    return runs;
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
    const std::vector<Runs> runs = runsOfOwners(canvas);
    std::vector<SyntheticObject> result;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Owner object = kFirstObject + static_cast<Owner>(i);
        Runs all = runs[static_cast<std::size_t>(object)];
        for (std::size_t k = 0; k < m_entries.size(); ++k) {
            const Runs& part = runs[k + kFirstObject];
            if (m_entries[k].parent == object)
                all.insert(all.end(), part.begin(), part.end());
        }
        RleMask mask = RleMask::fromRuns(canvas.width(), canvas.height(), std::move(all));
        if (mask.area() >= minimumArea)
            result.push_back({m_entries[i].category, m_entries[i].attributes, std::move(mask)});
    }
    return result;
}

}  // namespace selvedge::synthetic
