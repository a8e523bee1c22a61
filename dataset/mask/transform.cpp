// Masks of a changed picture: mirrored, resized.
#include <algorithm>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

namespace {

using Run = RleMask::Run;

// The runs cut at column ends: each piece lies in one column.
std::vector<Run> columnPieces(const RleMask& mask) {
    const auto rows = static_cast<std::uint32_t>(mask.height());
    std::vector<Run> pieces;
    pieces.reserve(mask.runs().size());
    for (Run run : mask.runs()) {
        while (run.length > 0) {
            const std::uint32_t length = std::min(run.length, rows - run.start % rows);
            pieces.push_back({run.start, length});
            run.start += length;
            run.length -= length;
        }
    }
    return pieces;
}

// The first new row whose source row, floor((row + .5) * oldRows / newRows), is >= y.
std::uint32_t firstRowFrom(std::uint64_t y, std::uint64_t oldRows, std::uint64_t newRows) {
    if (y == 0)
        return 0;
    const std::uint64_t twice = 2 * newRows * y;
    if (twice <= oldRows)
        return 0;
    return static_cast<std::uint32_t>((twice - oldRows + 2 * oldRows - 1) / (2 * oldRows));
}

}  // namespace

RleMask flippedHorizontally(const RleMask& mask) {
    const auto rows = static_cast<std::uint32_t>(mask.height());
    const auto columns = static_cast<std::uint32_t>(mask.width());
    const std::vector<Run> pieces = columnPieces(mask);
    std::vector<Run> out;
    out.reserve(pieces.size());
    for (std::size_t end = pieces.size(); end > 0;) {  // columns from the right, downwards in each
        const std::uint32_t x = pieces[end - 1].start / rows;
        std::size_t begin = end;
        while (begin > 0 && pieces[begin - 1].start / rows == x)
            --begin;
        for (std::size_t i = begin; i < end; ++i)
            out.push_back({(columns - 1 - x) * rows + pieces[i].start % rows, pieces[i].length});
        end = begin;
    }
    return RleMask::fromRuns(mask.width(), mask.height(), std::move(out));
}

RleMask scaled(const RleMask& mask, int newWidth, int newHeight) {
    const RleMask size(newWidth, newHeight);  // checks the size
    if (mask.empty())
        return size;
    const auto rows = static_cast<std::uint32_t>(mask.height());
    const auto newRows = static_cast<std::uint32_t>(newHeight);
    const std::vector<Run> pieces = columnPieces(mask);
    std::vector<Run> out;
    auto piece = pieces.begin();
    for (std::uint64_t x = 0; x < static_cast<std::uint64_t>(newWidth); ++x) {
        const std::uint64_t source =
            (2 * x + 1) * static_cast<std::uint64_t>(mask.width()) / (2 * std::uint64_t(newWidth));
        const auto columnStart = static_cast<std::uint32_t>(source * rows);
        piece = std::partition_point(piece, pieces.end(),
                                     [&](const Run& run) { return run.start < columnStart; });
        for (auto it = piece; it != pieces.end() && it->start - columnStart < rows; ++it) {
            const std::uint32_t y = it->start - columnStart;
            const std::uint32_t top = firstRowFrom(y, rows, newRows);
            const std::uint32_t bottom = firstRowFrom(y + it->length, rows, newRows);
            if (top < bottom)
                out.push_back({static_cast<std::uint32_t>(x * newRows) + top, bottom - top});
        }
    }
    return RleMask::fromRuns(newWidth, newHeight, std::move(out));
}

}  // namespace selvedge
