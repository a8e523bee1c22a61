#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <vector>

namespace selvedge {

struct LabelWish {
    QPointF anchor;  // the point it speaks of
    QSizeF size;
};
struct PlacedLabel {
    std::size_t wish = 0;
    QRectF rect;
    bool leader = false;  // draw a line from the anchor
};

// Where labels beside the picture stand.
enum class LabelSides { Both, Left, Right };

// Places labels so that no two overlap. While the whole picture is seen they stand in two
// columns beside it (over its rim where there is no room), by their anchors' height; else above
// their anchors, and those that would collide
// go to the edges of the viewport. What does not fit a column is left out (the caller counts).
// One side only: the viewport is that half of a whole picture, whose labels stand on the outside.
// Widget coordinates; pure.
std::vector<PlacedLabel> placeLabels(const std::vector<LabelWish>& wishes, const QRectF& picture,
                                     const QRectF& viewport, LabelSides sides = LabelSides::Both);

}  // namespace selvedge
