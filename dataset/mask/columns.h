#pragma once

// Masks column by column, for the other files of this folder.

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Foreground rows of one column; bottom exclusive.
struct Interval {
    int top, bottom;
};

// Calls `onPiece(x, top, bottom)` for the runs, cut at column ends, from left to right and
// downwards.
template <typename F>
void forEachPiece(const RleMask& mask, F onPiece) {
    const auto rows = static_cast<std::uint32_t>(mask.height());
    std::uint64_t begin = 0;  // of column x
    int x = 0;
    for (const RleMask::Run& run : mask.runs()) {
        if (run.start - begin >= rows) {
            x = static_cast<int>(run.start / rows);
            begin = std::uint64_t{rows} * static_cast<std::uint32_t>(x);
        }
        auto top = static_cast<std::uint32_t>(run.start - begin);
        std::uint32_t left = run.length;
        for (; left > rows - top; top = 0, ++x, begin += rows) {
            onPiece(x, static_cast<int>(top), static_cast<int>(rows));
            left -= rows - top;
        }
        onPiece(x, static_cast<int>(top), static_cast<int>(top + left));
    }
}

// Appends a run that starts at or after the last one's start; joins what touches or overlaps.
inline void appendRun(std::vector<RleMask::Run>& runs, std::uint32_t start, std::uint32_t end) {
    if (runs.empty() || start > runs.back().end())
        runs.push_back({start, end - start});
    else
        runs.back().length = std::max(runs.back().end(), end) - runs.back().start;
}

// Gathers pieces that come from left to right and downwards, each at or below the top of the one
// before it; what touches or overlaps becomes one run.
class PieceCollector {
public:
    PieceCollector(int width, int height) : m_width(width), m_height(height) {}

    void add(int x, int top, int bottom) {
        const std::uint32_t column =
            static_cast<std::uint32_t>(x) * static_cast<std::uint32_t>(m_height);
        appendRun(m_runs, column + static_cast<std::uint32_t>(top),
                  column + static_cast<std::uint32_t>(bottom));
    }

    RleMask take() {
        return RleMask::fromCanonicalRuns(m_width, m_height, std::exchange(m_runs, {}));
    }

private:
    int m_width, m_height;
    std::vector<RleMask::Run> m_runs;
};

// The foreground of one column after the other.
class Columns {
public:
    explicit Columns(const RleMask& mask)
        : m_runs(mask.runs()), m_rows(static_cast<std::uint64_t>(mask.height())) {}

    // Column x, from the top, into `out`. Calls are for ascending x.
    void read(int x, std::vector<Interval>& out) {
        const std::uint64_t begin = static_cast<std::uint64_t>(x) * m_rows;
        const std::uint64_t end = begin + m_rows;
        out.clear();
        for (; m_next < m_runs.size() && m_runs[m_next].start < end; ++m_next) {
            const std::uint64_t top = std::max<std::uint64_t>(m_runs[m_next].start, begin);
            const std::uint64_t stop = m_runs[m_next].end();
            const std::uint64_t bottom = std::min(stop, end);
            if (top < bottom)
                out.push_back({static_cast<int>(top - begin), static_cast<int>(bottom - begin)});
            if (stop > end)  // goes on in the next column
                break;
        }
    }

private:
    std::span<const RleMask::Run> m_runs;
    std::uint64_t m_rows;
    std::size_t m_next = 0;
};

// The parts of `a` that `b` does not cover, each given to `onPart(top, bottom)`.
template <typename F>
void uncovered(const std::vector<Interval>& a, const std::vector<Interval>& b, F onPart) {
    std::size_t j = 0;
    for (Interval part : a) {
        while (j < b.size() && b[j].bottom <= part.top)
            ++j;
        for (std::size_t k = j; k < b.size() && b[k].top < part.bottom; ++k) {
            if (part.top < b[k].top)
                onPart(part.top, b[k].top);
            part.top = b[k].bottom;
        }
        if (part.top < part.bottom)
            onPart(part.top, part.bottom);
    }
}

// Calls `onRowRun(y, left, right)` for the foreground of the part `view` of the mask (inside the
// image) along its rows, in image coordinates; runs of one row come from left to right. Goes by
// what changes from one column to the next, so it takes as long as there are runs both ways.
template <typename F>
void forEachRowRun(const RleMask& mask, IntBox view, F onRowRun) {
    std::vector<int> since(static_cast<std::size_t>(view.height));  // left end of the row's run
    std::vector<Interval> before, here;
    Columns columns(mask);
    const int right = view.x + view.width;
    const int bottom = view.y + view.height;
    for (int x = view.x; x <= right; ++x) {
        here.clear();
        if (x < right)
            columns.read(x, here);
        // Cut to the view.
        std::erase_if(here,
                      [&](const Interval& i) { return i.bottom <= view.y || i.top >= bottom; });
        if (!here.empty()) {
            here.front().top = std::max(here.front().top, view.y);
            here.back().bottom = std::min(here.back().bottom, bottom);
        }
        uncovered(before, here, [&](int top, int end) {
            for (int y = top; y < end; ++y)
                onRowRun(y, since[static_cast<std::size_t>(y - view.y)], x);
        });
        uncovered(here, before, [&](int top, int end) {
            std::fill(since.begin() + (top - view.y), since.begin() + (end - view.y), x);
        });
        std::swap(before, here);
    }
}

}  // namespace selvedge
