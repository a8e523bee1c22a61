#include "dataset/mask/transform.h"

#include <algorithm>

#include "dataset/mask/columns.h"

namespace selvedge {

namespace {

using Run = RleMask::Run;

// The first new row whose source row, floor((row + .5) * oldRows / newRows), is >= y.
int firstRowFrom(int y, int oldRows, int newRows) {
    const std::int64_t twice = std::int64_t{2} * newRows * y;
    if (twice <= oldRows)
        return 0;
    return static_cast<int>((twice - oldRows + std::int64_t{2} * oldRows - 1) /
                            (std::int64_t{2} * oldRows));
}

// torch's nearest_neighbor_compute_source_index: in float, never past the end.
std::int64_t sourceFromCorner(std::int64_t index, int oldSize, int newSize) {
    const float scale = static_cast<float>(oldSize) / static_cast<float>(newSize);
    return std::min(static_cast<std::int64_t>(static_cast<float>(index) * scale),
                    std::int64_t{oldSize} - 1);
}

// A new column shows column `source(x)`, where rows of the old picture from y on begin at row
// `firstRow(y)`; both rise.
template <typename Source, typename FirstRow>
RleMask resampled(const RleMask& mask, int newWidth, int newHeight, const Source& source,
                  const FirstRow& firstRow) {
    const RleMask size(newWidth, newHeight);  // checks the size
    if (mask.empty())
        return size;
    PieceCollector out(newWidth, newHeight);
    Columns columns(mask);
    std::vector<Interval> column;  // of `last`
    std::int64_t last = -1;
    for (std::int64_t x = 0; x < newWidth; ++x) {
        const std::int64_t from = source(x);
        if (from != last)
            columns.read(static_cast<int>(from), column);
        last = from;
        for (const Interval& rows : column) {
            const int top = firstRow(rows.top), bottom = firstRow(rows.bottom);
            if (top < bottom)
                out.add(static_cast<int>(x), top, bottom);
        }
    }
    return out.take();
}

RleMask turnedHalfAround(const RleMask& mask) {
    const std::uint32_t pixels =
        static_cast<std::uint32_t>(mask.width()) * static_cast<std::uint32_t>(mask.height());
    std::vector<Run> out;
    out.reserve(mask.runs().size());
    for (std::size_t i = mask.runs().size(); i > 0; --i) {
        const Run& run = mask.runs()[i - 1];
        out.push_back({pixels - run.end(), run.length});
    }
    return RleMask::fromCanonicalRuns(mask.width(), mask.height(), std::move(out));
}

// The box of width x height whose left top pixel is (left, top); background outside of the image.
RleMask window(const RleMask& mask, std::int64_t left, std::int64_t top, int width, int height) {
    const RleMask size(width, height);  // checks the size
    PieceCollector out(width, height);
    forEachPiece(mask, [&](int x, int pieceTop, int pieceBottom) {
        const std::int64_t column = x - left;
        const std::int64_t first = std::max<std::int64_t>(pieceTop - top, 0);
        const std::int64_t end = std::min<std::int64_t>(pieceBottom - top, height);
        if (column >= 0 && column < width && first < end)
            out.add(static_cast<int>(column), static_cast<int>(first), static_cast<int>(end));
    });
    return out.take();
}

}  // namespace

RleMask flippedVertically(const RleMask& mask) {
    PieceCollector out(mask.width(), mask.height());
    std::vector<Interval> column;  // of `at`
    int at = 0;
    const auto flush = [&] {
        for (std::size_t i = column.size(); i > 0; --i)
            out.add(at, mask.height() - column[i - 1].bottom, mask.height() - column[i - 1].top);
        column.clear();
    };
    forEachPiece(mask, [&](int x, int top, int bottom) {
        if (x != at)
            flush();
        at = x;
        column.push_back({top, bottom});
    });
    flush();
    return out.take();
}

RleMask flippedHorizontally(const RleMask& mask) {
    return flippedVertically(turnedHalfAround(mask));
}

RleMask transposed(const RleMask& mask) {
    std::vector<Run> runs;
    forEachRowRun(mask, mask.box(), [&](int y, int left, int right) {
        runs.push_back({static_cast<std::uint32_t>(y) * static_cast<std::uint32_t>(mask.width()) +
                            static_cast<std::uint32_t>(left),
                        static_cast<std::uint32_t>(right - left)});
    });
    return RleMask::fromRuns(mask.height(), mask.width(), std::move(runs));
}

RleMask scaled(const RleMask& mask, int newWidth, int newHeight) {
    return resampled(
        mask, newWidth, newHeight,
        [&](std::int64_t x) { return (2 * x + 1) * mask.width() / (std::int64_t{2} * newWidth); },
        [&](int y) { return firstRowFrom(y, mask.height(), newHeight); });
}

RleMask scaledFromCorner(const RleMask& mask, int newWidth, int newHeight) {
    const auto firstRow = [&](int y) {  // the first whose source is >= y
        int low = 0, high = newHeight;
        while (low < high) {
            const int middle = low + (high - low) / 2;
            if (sourceFromCorner(middle, mask.height(), newHeight) < y)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    return resampled(
        mask, newWidth, newHeight,
        [&](std::int64_t x) { return sourceFromCorner(x, mask.width(), newWidth); }, firstRow);
}

RleMask cropped(const RleMask& mask, IntBox box) {
    return window(mask, box.x, box.y, box.width, box.height);
}

RleMask shifted(const RleMask& mask, int dx, int dy) {
    return window(mask, -std::int64_t{dx}, -std::int64_t{dy}, mask.width(), mask.height());
}

}  // namespace selvedge
