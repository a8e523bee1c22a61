#include "dataset/mask/rle_mask.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>

#include "dataset/error.h"
#include "dataset/mask/columns.h"
#include "dataset/mask/transform.h"

namespace selvedge {

namespace {

using Run = RleMask::Run;

std::uint32_t pixelCount(int width, int height) {
    return static_cast<std::uint32_t>(width) * static_cast<std::uint32_t>(height);
}

const std::uint8_t* nextForeground(const std::uint8_t* at, const std::uint8_t* end) {
    std::uint64_t eight = 0;
    for (; end - at >= std::ptrdiff_t{sizeof eight}; at += sizeof eight) {
        std::memcpy(&eight, at, sizeof eight);
        if (eight != 0)
            break;
    }
    return std::find_if(at, end, [](std::uint8_t pixel) { return pixel != 0; });
}

const std::uint8_t* nextBackground(const std::uint8_t* at, const std::uint8_t* end) {
    const void* found = std::memchr(at, 0, static_cast<std::size_t>(end - at));
    return found ? static_cast<const std::uint8_t*>(found) : end;
}

// For the assertion below only.
[[maybe_unused]] bool isCanonical(int width, int height, const std::vector<Run>& runs) {
    std::uint64_t free = 0;  // first pixel where the next run may start
    for (const Run& run : runs) {
        if (run.length == 0 || run.start < free)
            return false;
        free = std::uint64_t{run.start} + run.length + 1;
    }
    return runs.empty() || free - 1 <= pixelCount(width, height);
}

}  // namespace

RleMask::RleMask(int width, int height) : m_width(width), m_height(height) {
    if (!isMaskSize(width, height))
        throw Error(ErrorKind::Unsupported,
                    "a mask of " + std::to_string(width) + " x " + std::to_string(height) +
                        " pixels cannot be held: sides are from 0 to 1,048,576 pixels, and all in "
                        "all there are fewer than 4,294,967,296");
}

RleMask RleMask::fromRuns(int width, int height, std::vector<Run> runs) {
    RleMask mask(width, height);
    const std::uint64_t pixels = pixelCount(width, height);
    const auto byStart = [](const Run& a, const Run& b) { return a.start < b.start; };
    if (!std::is_sorted(runs.begin(), runs.end(), byStart))
        std::sort(runs.begin(), runs.end(), byStart);
    std::vector<Run>& out = mask.m_runs;
    out.reserve(runs.size());
    for (const Run& run : runs) {
        const std::uint64_t end = std::min(pixels, std::uint64_t{run.start} + run.length);
        if (run.start < end)
            appendRun(out, run.start, static_cast<std::uint32_t>(end));
    }
    return mask;
}

RleMask RleMask::fromCanonicalRuns(int width, int height, std::vector<Run> runs) {
    RleMask mask(width, height);
    assert(isCanonical(width, height, runs));
    mask.m_runs = std::move(runs);
    return mask;
}

RleMask RleMask::fromBitmap(const std::uint8_t* pixels, int width, int height,
                            std::ptrdiff_t rowBytes) {
    const RleMask size(width, height);  // checks the size
    // Along the rows, as the picture lies in memory: the runs of the mask turned over.
    PieceCollector turned(height, width);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* row = pixels + y * rowBytes;
        const std::uint8_t* end = row + width;
        for (const std::uint8_t* at = nextForeground(row, end); at != end;) {
            const std::uint8_t* stop = nextBackground(at, end);
            turned.add(y, static_cast<int>(at - row), static_cast<int>(stop - row));
            at = nextForeground(stop, end);
        }
    }
    return transposed(turned.take());
}

RleMask RleMask::fromBox(int width, int height, IntBox box) {
    RleMask mask(width, height);
    const auto clipped = [](std::int64_t value, int limit) {
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, limit));
    };
    const std::uint32_t left = clipped(box.x, width);
    const std::uint32_t right = clipped(std::int64_t{box.x} + box.width, width);
    const std::uint32_t top = clipped(box.y, height);
    const std::uint32_t bottom = clipped(std::int64_t{box.y} + box.height, height);
    if (top >= bottom)
        return mask;
    const auto rows = static_cast<std::uint32_t>(height);
    for (std::uint32_t x = left; x < right; ++x)
        appendRun(mask.m_runs, x * rows + top, x * rows + bottom);
    return mask;
}

std::uint64_t RleMask::area() const {
    std::uint64_t sum = 0;
    for (const Run& run : m_runs)
        sum += run.length;
    return sum;
}

IntBox RleMask::box() const {
    if (m_runs.empty())
        return {};
    const auto rows = static_cast<std::uint32_t>(m_height);
    std::uint32_t top = rows;
    std::uint32_t last = 0;
    for (const Run& run : m_runs) {
        const std::uint32_t y = run.start % rows;
        if (run.length > rows - y) {  // goes on in the next column: its top pixel is in
            top = 0;
            last = rows - 1;
            break;
        }
        top = std::min(top, y);
        last = std::max(last, y + run.length - 1);
    }
    const Run& back = m_runs.back();
    const std::uint32_t left = m_runs.front().start / rows;
    const std::uint32_t right = (back.start + (back.length - 1)) / rows;
    return {static_cast<int>(left), static_cast<int>(top), static_cast<int>(right - left + 1),
            static_cast<int>(last - top + 1)};
}

bool RleMask::contains(int x, int y) const {
    if (x < 0 || y < 0 || x >= m_width || y >= m_height)
        return false;
    const std::uint32_t pixel = pixelCount(x, m_height) + static_cast<std::uint32_t>(y);
    auto after = std::upper_bound(m_runs.begin(), m_runs.end(), pixel,
                                  [](std::uint32_t p, const Run& run) { return p < run.start; });
    if (after == m_runs.begin())
        return false;
    --after;
    return pixel - after->start < after->length;
}

void RleMask::paint(std::uint8_t* pixels, IntBox view, std::ptrdiff_t rowBytes,
                    std::uint8_t value) const {
    // What of the view can hold foreground.
    const IntBox tight = box();
    const std::int64_t left = std::max(view.x, tight.x);
    const std::int64_t top = std::max(view.y, tight.y);
    const std::int64_t right =
        std::min(std::int64_t{view.x} + view.width, std::int64_t{tight.x} + tight.width);
    const std::int64_t bottom =
        std::min(std::int64_t{view.y} + view.height, std::int64_t{tight.y} + tight.height);
    if (left >= right || top >= bottom)
        return;
    const IntBox part{static_cast<int>(left), static_cast<int>(top), static_cast<int>(right - left),
                      static_cast<int>(bottom - top)};
    forEachRowRun(*this, part, [&](int y, int begin, int end) {
        std::memset(pixels + std::ptrdiff_t{y - view.y} * rowBytes + (begin - view.x), value,
                    static_cast<std::size_t>(end - begin));
    });
}

void RleMask::paintColumns(std::uint8_t* pixels, std::uint8_t value) const {
    for (const Run& run : m_runs)
        std::memset(pixels + run.start, value, run.length);
}

}  // namespace selvedge
