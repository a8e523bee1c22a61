#include "dataset/project/table_builder.h"

#include <algorithm>

namespace selvedge {

TableBuilder::TableBuilder(std::vector<ImageRow> images)
    : m_table(std::make_shared<ObjectTable>()) {
    m_table->images = std::move(images);
    m_table->attributeBegin.push_back(0);
}

void TableBuilder::add(const ObjectRow& row) {
    ObjectTable& table = *m_table;
    table.image.push_back(row.image);
    table.category.push_back(row.category);
    table.area.push_back(row.area);
    table.box.push_back(row.box);
    table.rowId.push_back(row.rowId);
    table.attributes.insert(table.attributes.end(), row.attributes.begin(), row.attributes.end());
    table.attributeBegin.push_back(static_cast<std::uint32_t>(table.attributes.size()));
}

void TableBuilder::addFrom(const ObjectTable& other, std::size_t begin, std::size_t end) {
    ObjectTable& table = *m_table;
    const auto copy = [](auto& to, const auto& from, std::size_t first, std::size_t last) {
        to.insert(to.end(), from.begin() + std::ptrdiff_t(first),
                  from.begin() + std::ptrdiff_t(last));
    };
    copy(table.image, other.image, begin, end);
    copy(table.category, other.category, begin, end);
    copy(table.area, other.area, begin, end);
    copy(table.box, other.box, begin, end);
    copy(table.rowId, other.rowId, begin, end);
    // Wraps around where it is less: as it should.
    const std::uint32_t shift =
        static_cast<std::uint32_t>(table.attributes.size()) - other.attributeBegin[begin];
    copy(table.attributes, other.attributes, other.attributeBegin[begin],
         other.attributeBegin[end]);
    for (std::size_t object = begin; object < end; ++object)
        table.attributeBegin.push_back(other.attributeBegin[object + 1] + shift);
}

std::shared_ptr<const ObjectTable> TableBuilder::finish() {
    ObjectTable& table = *m_table;
    // Counting sort by image: stable, so file order stays within an image.
    table.objectBegin.assign(table.images.size() + 1, 0);
    for (ImageIndex image : table.image)
        ++table.objectBegin[image + 1];
    for (std::size_t i = 0; i < table.images.size(); ++i)
        table.objectBegin[i + 1] += table.objectBegin[i];
    std::vector<std::uint32_t> next = table.objectBegin;
    table.objectOrder.resize(table.size());
    for (ObjectIndex object = 0; object < table.size(); ++object)
        table.objectOrder[next[table.image[object]]++] = object;
    return std::move(m_table);
}

std::shared_ptr<const ObjectTable> withChanges(
    const ObjectTable& old, std::vector<ImageRow> images,
    const std::map<std::int64_t, std::optional<ObjectRow>>& changes) {
    TableBuilder builder(std::move(images));
    std::size_t done = 0;  // objects of `old`
    for (const auto& [rowId, row] : changes) {
        const auto at =
            std::lower_bound(old.rowId.begin() + std::ptrdiff_t(done), old.rowId.end(), rowId);
        const auto index = static_cast<std::size_t>(at - old.rowId.begin());
        builder.addFrom(old, done, index);
        done = index + (at != old.rowId.end() && *at == rowId);
        if (row)
            builder.add(*row);
    }
    builder.addFrom(old, done, old.size());
    return builder.finish();
}

}  // namespace selvedge
