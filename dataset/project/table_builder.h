#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "dataset/project/object_table.h"

namespace selvedge {

// One object's columns.
struct ObjectRow {
    std::int64_t rowId = 0;
    ImageIndex image = 0;
    CategoryIndex category = 0;
    std::vector<AttributeIndex> attributes;  // ascending
    std::uint32_t area = 0;
    IntBox box;
};

class TableBuilder {
public:
    explicit TableBuilder(std::vector<ImageRow> images);
    void add(const ObjectRow& row);  // by ascending rowId; the image exists
    // Objects [begin, end) of another table with the same images; their row ids follow.
    void addFrom(const ObjectTable& other, std::size_t begin, std::size_t end);
    const std::vector<ImageRow>& images() const { return m_table->images; }
    std::shared_ptr<const ObjectTable> finish();

private:
    std::shared_ptr<ObjectTable> m_table;
};

// A table like `old` with `images`, and with some objects changed, added (by their row id) or,
// where nothing is given, taken out.
std::shared_ptr<const ObjectTable> withChanges(
    const ObjectTable& old, std::vector<ImageRow> images,
    const std::map<std::int64_t, std::optional<ObjectRow>>& changes);

}  // namespace selvedge
