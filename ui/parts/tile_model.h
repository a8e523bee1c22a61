#pragma once

#include <QObject>
#include <memory>

#include "ui/parts/tile_items.h"

namespace selvedge {

// The tiles of a gallery, which one is current and which are selected: what gallery and filmstrip
// show and change. Positions count tiles in their order; -1 is none. GUI thread.
class TileModel : public QObject {
    Q_OBJECT

public:
    // How a click or a key goes to a tile.
    enum class Go {
        Only,      // selects it alone
        Toggle,    // selects it too, or no longer
        Range,     // selects what lies between the anchor and it
        AddRange,  // the same, beside what is selected
        Keep,      // becomes current only
    };

    explicit TileModel(QObject* parent = nullptr);
    // The current tile and the selected ones stay so where they are still among the tiles.
    void setItems(std::shared_ptr<const TileItems> items);
    const TileItems& items() const { return *m_items; }
    TileKind kind() const { return m_items->kind(); }
    int count() const { return m_items->count(); }

    int current() const { return m_current; }
    void go(int position, Go how);
    // From outside, as when the viewer steps on. A selection of one follows, one of several stays.
    void setCurrent(int position);

    const Selection& selection() const { return m_selection; }
    bool isSelected(int position) const;
    // What is not among the tiles is left out; of the other kind: nothing is selected.
    void setSelection(const Selection& selection);
    void select(std::vector<std::uint32_t> indices);  // any order, repeats allowed
    void selectAll();
    void clearSelection();

Q_SIGNALS:
    void itemsChanged();
    void currentChanged();
    void selectionChanged();

private:
    void setSelected(std::vector<std::uint32_t> ascending);
    bool moveTo(int position);

    std::shared_ptr<const TileItems> m_items;
    int m_current = -1;
    int m_anchor = -1;  // where ranges begin
    Selection m_selection;
};

}  // namespace selvedge
