#include "dataset/project/table_builder.h"

#include <limits>

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
    const ObjectTable& old, const std::map<std::int64_t, std::optional<ObjectRow>>& changes) {
    TableBuilder builder(old.images);
    auto change = changes.begin();
    const auto addChangesBefore = [&](std::int64_t rowId) {
        for (; change != changes.end() && change->first < rowId; ++change) {
            if (change->second)
                builder.add(*change->second);
        }
    };
    for (ObjectIndex i = 0; i < old.size(); ++i) {
        addChangesBefore(old.rowId[i]);
        if (change != changes.end() && change->first == old.rowId[i])
            continue;  // the new state is added before the next row
        const auto attributes = old.attributesOf(i);
        builder.add({old.rowId[i],
                     old.image[i],
                     old.category[i],
                     {attributes.begin(), attributes.end()},
                     old.area[i],
                     old.box[i]});
    }
    addChangesBefore(std::numeric_limits<std::int64_t>::max());
    return builder.finish();
}

}  // namespace selvedge
