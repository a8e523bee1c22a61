#pragma once

#include <QHashFunctions>
#include <cstdint>
#include <memory>
#include <vector>

#include "app/session/selection.h"

namespace selvedge {

using TileKind = Selection::Kind;

// What one tile shows: an image, an index into the session's ObjectTable; or as a cut-out an object
// of the ground truth or of the run (TileNumbers).
struct TileItem {
    TileKind kind = TileKind::Images;
    std::uint32_t index = 0;
    bool operator==(const TileItem&) const = default;
};

inline std::size_t qHash(const TileItem& item, std::size_t seed = 0) {
    return ::qHash((quint64(item.kind) << 32) | item.index, seed);
}

// Tiles in their order, and where each of them stands: both ways O(1). Immutable; gallery and
// filmstrip share one.
class TileItems {
public:
    TileItems() = default;
    // `indices`: no repeats, in the order of the tiles.
    TileItems(TileKind kind, std::vector<std::uint32_t> indices)
        : m_kind(kind), m_indices(std::move(indices)) {
        for (std::size_t i = 0; i < m_indices.size(); ++i) {
            if (m_indices[i] >= m_positions.size())
                m_positions.resize(m_indices[i] + std::size_t{1}, -1);
            m_positions[m_indices[i]] = int(i);
        }
    }
    TileKind kind() const { return m_kind; }
    int count() const { return int(m_indices.size()); }
    const std::vector<std::uint32_t>& indices() const { return m_indices; }
    TileItem at(int position) const { return {m_kind, m_indices[std::size_t(position)]}; }
    // -1: not among the tiles.
    int positionOf(std::uint32_t index) const {
        return index < m_positions.size() ? m_positions[index] : -1;
    }

private:
    TileKind m_kind = TileKind::Images;
    std::vector<std::uint32_t> m_indices;
    std::vector<int> m_positions;  // by index
};

}  // namespace selvedge
