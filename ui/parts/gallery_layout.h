#pragma once

#include <QPoint>
#include <QRect>
#include <algorithm>

namespace selvedge {

// Uniform cells in rows: every question is O(1), whatever the number of tiles. Content coordinates
// in logical pixels; a cell holds a photo box and a caption.
struct GalleryLayout {
    int count = 0;
    int width = 0;            // of the viewport
    int wantedWidth = 176;    // of a tile; it grows so that rows fill the width
    double photoRatio = 1.5;  // height of a photo box by its width
    static constexpr int kGap = 12;
    static constexpr int kCaption = 22;

    int columns() const { return std::max(1, (width - kGap) / (wantedWidth + kGap)); }
    int tileWidth() const { return std::max(wantedWidth, (width - kGap) / columns() - kGap); }
    int photoHeight() const { return int(tileWidth() * photoRatio); }
    int cellWidth() const { return tileWidth() + kGap; }
    int cellHeight() const { return photoHeight() + kCaption + kGap; }
    int rows() const { return (count + columns() - 1) / columns(); }
    int contentHeight() const { return rows() * cellHeight() + kGap; }
    int left() const { return std::max(kGap, (width - columns() * cellWidth() + kGap) / 2); }
    QRect cell(int index) const {
        return {left() + index % columns() * cellWidth(), kGap + index / columns() * cellHeight(),
                tileWidth(), photoHeight() + kCaption};
    }
    // -1 between cells and outside.
    int indexAt(QPoint point) const {
        const int column = (point.x() - left()) / cellWidth();
        const int row = (point.y() - kGap) / cellHeight();
        if (point.x() < left() || point.y() < kGap || column >= columns() || row >= rows())
            return -1;
        const int index = row * columns() + column;
        return index < count && cell(index).contains(point) ? index : -1;
    }
    QRect photo(int index) const {
        const QRect box = cell(index);
        return {box.topLeft(), QSize(box.width(), photoHeight())};
    }
    // Calls `found(index)` for every tile that `area` touches.
    template <typename Found>
    void eachIn(const QRect& area, Found found) const {
        const auto [first, last] = range(area.top(), area.bottom() + 1);
        for (int i = first; i < last; ++i) {
            if (cell(i).intersects(area))
                found(i);
        }
    }
    // Tiles that may touch content rows [top, bottom): first and one past the last.
    std::pair<int, int> range(int top, int bottom) const {
        const int first = std::max(0, (top - kGap) / cellHeight()) * columns();
        const int last = (std::max(0, bottom - kGap) / cellHeight() + 1) * columns();
        return {std::min(first, count), std::min(last, count)};
    }
};

}  // namespace selvedge
