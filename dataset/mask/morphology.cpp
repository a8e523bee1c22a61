// Growing goes through rows and columns apart: along one of them it is longer runs. The disc is the
// union of the rectangles that touch its rim.
#include "dataset/mask/morphology.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "dataset/mask/columns.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/transform.h"

namespace selvedge {

namespace {

// Each column's pieces longer by `rows` at both ends; shorter when it is negative (a column's end
// counts as a piece's end).
RleMask stretched(const RleMask& mask, std::int64_t rows) {
    PieceCollector out(mask.width(), mask.height());
    forEachPiece(mask, [&](int x, int top, int bottom) {
        const std::int64_t first = std::max<std::int64_t>(top - rows, 0);
        const std::int64_t end = std::min<std::int64_t>(bottom + rows, mask.height());
        if (first < end)
            out.add(x, static_cast<int>(first), static_cast<int>(end));
    });
    return out.take();
}

// The largest whole number whose square is at most n.
std::int64_t rootOf(std::int64_t n) {
    auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(n)));
    while (root * root > n)
        --root;
    while ((root + 1) * (root + 1) <= n)
        ++root;
    return root;
}

RleMask grownByDisc(const RleMask& mask, std::int64_t radius) {
    const RleMask turned = transposed(mask);
    const auto halfHeight = [&](std::int64_t across) {
        return rootOf(radius * radius - across * across);
    };
    RleMask result = stretched(mask, radius);
    const std::int64_t widest = std::min<std::int64_t>(radius, mask.width());
    for (std::int64_t across = 1; across <= widest; ++across) {
        // Of the rectangles of equal height only the widest: it covers the others.
        const std::int64_t down = halfHeight(across);
        if (across < widest && halfHeight(across + 1) == down)
            continue;
        result = unite(result, stretched(transposed(stretched(turned, across)), down));
    }
    return result;
}

}  // namespace

RleMask grown(const RleMask& mask, int radius, Brush brush) {
    assert(radius >= 0);
    if (mask.empty() || radius == 0)
        return mask;
    if (brush == Brush::Square)
        return transposed(stretched(transposed(stretched(mask, radius)), radius));
    return grownByDisc(mask, radius);
}

RleMask shrunk(const RleMask& mask, int radius, Brush brush) {
    // Around the mask's box only: background further away is never the nearest.
    const IntBox box = mask.box();
    const int left = std::max(box.x - 1, 0);
    const int top = std::max(box.y - 1, 0);
    const IntBox near{left, top, std::min(box.x + box.width + 1, mask.width()) - left,
                      std::min(box.y + box.height + 1, mask.height()) - top};
    const RleMask kept = complement(grown(complement(cropped(mask, near)), radius, brush));
    return cropped(kept, {-left, -top, mask.width(), mask.height()});
}

int boundaryRadius(int width, int height, double ratio) {
    const double diagonal = std::sqrt(double(width) * width + double(height) * height);
    return std::max(1, static_cast<int>(std::nearbyint(ratio * diagonal)));
}

RleMask boundaryBand(const RleMask& mask, int radius) {
    assert(radius >= 0);
    const std::int64_t rows = -std::int64_t{radius};
    return subtract(mask, transposed(stretched(transposed(stretched(mask, rows)), rows)));
}

}  // namespace selvedge
