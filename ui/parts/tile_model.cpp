#include "ui/parts/tile_model.h"

#include <algorithm>

namespace selvedge {

TileModel::TileModel(QObject* parent)
    : QObject(parent), m_items(std::make_shared<const TileItems>()) {}

void TileModel::setItems(std::shared_ptr<const TileItems> items) {
    const bool sameKind = items->kind() == kind();
    const auto kept = [&](int position) {
        return sameKind && position >= 0 ? items->positionOf(m_items->at(position).index) : -1;
    };
    const int before = m_current;
    m_current = kept(m_current);
    m_anchor = kept(m_anchor);
    m_items = std::move(items);
    Q_EMIT itemsChanged();
    setSelection(m_selection);
    if (m_current != before)
        Q_EMIT currentChanged();
}

bool TileModel::moveTo(int position) {
    if (position == m_current)
        return false;
    m_current = position;
    return true;
}

void TileModel::go(int position, Go how) {
    if (position < 0 || position >= count())
        return;
    const bool moved = moveTo(position);
    const std::uint32_t index = m_items->at(position).index;
    std::vector<std::uint32_t> selected = m_selection.items;
    if (m_anchor < 0)
        m_anchor = position;
    if (how == Go::Only) {
        selected = {index};
    } else if (how == Go::Toggle) {
        const auto it = std::lower_bound(selected.begin(), selected.end(), index);
        if (it != selected.end() && *it == index)
            selected.erase(it);
        else
            selected.insert(it, index);
    } else if (how == Go::Range || how == Go::AddRange) {
        if (how == Go::Range)
            selected.clear();
        const auto [first, last] = std::minmax(m_anchor, position);
        for (int i = first; i <= last; ++i)
            selected.push_back(m_items->at(i).index);
    }
    if (how == Go::Only || how == Go::Toggle)
        m_anchor = position;
    if (how != Go::Keep)
        select(std::move(selected));
    if (moved)
        Q_EMIT currentChanged();
}

void TileModel::setCurrent(int position) {
    if (!moveTo(position))
        return;
    if (m_selection.items.size() <= 1) {
        m_anchor = position;
        setSelected(position < 0 ? std::vector<std::uint32_t>{}
                                 : std::vector{m_items->at(position).index});
    }
    Q_EMIT currentChanged();
}

bool TileModel::isSelected(int position) const {
    return std::binary_search(m_selection.items.begin(), m_selection.items.end(),
                              m_items->at(position).index);
}

void TileModel::setSelection(const Selection& selection) {
    std::vector<std::uint32_t> items;
    if (selection.kind == kind()) {
        items = selection.items;
        std::erase_if(items, [this](std::uint32_t i) { return m_items->positionOf(i) < 0; });
    }
    setSelected(std::move(items));
}

void TileModel::select(std::vector<std::uint32_t> indices) {
    std::sort(indices.begin(), indices.end());
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
    setSelected(std::move(indices));
}

void TileModel::selectAll() {
    select(m_items->indices());
}

void TileModel::clearSelection() {
    setSelected({});
}

void TileModel::setSelected(std::vector<std::uint32_t> ascending) {
    Selection selection{kind(), std::move(ascending)};
    if (selection == m_selection)
        return;
    m_selection = std::move(selection);
    Q_EMIT selectionChanged();
}

}  // namespace selvedge
