#include "ui/parts/tile_numbers.h"

#include <algorithm>

namespace selvedge {

bool TileNumbers::knows(TileItem item) const {
    if (!m_table)
        return false;
    if (item.kind == TileKind::Images)
        return item.index < m_table->images.size();
    const std::size_t detections = m_predicted ? m_predicted->detectionBegin.back() : 0;
    return item.index < m_table->size() + detections;
}

ImageIndex TileNumbers::imageOf(TileItem item) const {
    if (item.kind == TileKind::Images)
        return item.index;
    if (!isDetection(item))
        return m_table->image[item.index];
    const auto& begins = m_predicted->detectionBegin;
    const auto number = item.index - std::uint32_t(m_table->size());
    return ImageIndex(std::upper_bound(begins.begin(), begins.end(), number) - begins.begin() - 1);
}

ObjectRef TileNumbers::objectOf(std::uint32_t index) const {
    const TileItem item{TileKind::Objects, index};
    if (!isDetection(item))
        return {ObjectRef::Source::Truth, index};
    const std::uint32_t before = m_predicted->detectionBegin[imageOf(item)];
    return {ObjectRef::Source::Prediction, index - std::uint32_t(m_table->size()) - before};
}

std::optional<std::uint32_t> TileNumbers::indexOf(ImageIndex image, ObjectRef object) const {
    if (object.source == ObjectRef::Source::Truth)
        return object.index;
    if (!m_predicted || object.run != 0)
        return {};
    return std::uint32_t(m_table->size()) + m_predicted->detectionBegin[image] + object.index;
}

std::optional<ObjectIndex> TileNumbers::loneRow(std::uint32_t index) const {
    const ObjectTable& lone = m_predicted->lone;
    const ImageIndex image = imageOf({TileKind::Objects, index});
    const auto place = std::int64_t(objectOf(index).index);
    const auto rows = lone.objectsOf(image);
    const auto row = std::lower_bound(
        rows.begin(), rows.end(), place,
        [&](ObjectIndex one, std::int64_t wanted) { return lone.rowId[one] < wanted; });
    return row == rows.end() || lone.rowId[*row] != place ? std::nullopt : std::optional(*row);
}

CategoryIndex TileNumbers::categoryOf(std::uint32_t index) const {
    if (!isDetection({TileKind::Objects, index}))
        return m_table->category[index];
    const auto row = loneRow(index);
    return row ? m_predicted->lone.category[*row] : CategoryIndex(0);
}

std::uint32_t TileNumbers::indexOfLone(ObjectIndex row) const {
    const ObjectTable& lone = m_predicted->lone;
    return std::uint32_t(m_table->size()) + m_predicted->detectionBegin[lone.image[row]] +
           std::uint32_t(lone.rowId[row]);
}

}  // namespace selvedge
