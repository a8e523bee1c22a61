// Set operations: one walk along both lists of runs.
#include "dataset/mask/set_operations.h"

#include <algorithm>
#include <cassert>

namespace selvedge {

namespace {

using Run = RleMask::Run;
using Runs = std::span<const Run>;

[[maybe_unused]] bool sameSize(const RleMask& a, const RleMask& b) {
    return a.width() == b.width() && a.height() == b.height();
}

}  // namespace

RleMask intersect(const RleMask& first, const RleMask& second) {
    assert(sameSize(first, second));
    std::vector<Run> out;
    const Runs a = first.runs();
    const Runs b = second.runs();
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const std::uint32_t start = std::max(a[i].start, b[j].start);
        const std::uint32_t end = std::min(a[i].end(), b[j].end());
        if (start < end)
            out.push_back({start, end - start});
        if (a[i].end() < b[j].end())
            ++i;
        else
            ++j;
    }
    return RleMask::fromCanonicalRuns(first.width(), first.height(), std::move(out));
}

RleMask unite(const RleMask& first, const RleMask& second) {
    assert(sameSize(first, second));
    std::vector<Run> merged(first.runs().size() + second.runs().size());
    std::merge(first.runs().begin(), first.runs().end(), second.runs().begin(), second.runs().end(),
               merged.begin(), [](const Run& a, const Run& b) { return a.start < b.start; });
    return RleMask::fromRuns(first.width(), first.height(), std::move(merged));
}

RleMask unite(std::span<const RleMask> masks) {
    if (masks.size() < 2)
        return masks.empty() ? RleMask() : masks.front();
    const std::size_t half = masks.size() / 2;
    return unite(unite(masks.first(half)), unite(masks.subspan(half)));
}

RleMask subtract(const RleMask& first, const RleMask& second) {
    assert(sameSize(first, second));
    std::vector<Run> out;
    const Runs b = second.runs();
    std::size_t j = 0;
    for (const Run& run : first.runs()) {
        std::uint32_t start = run.start;
        const std::uint32_t end = run.end();
        while (j < b.size() && b[j].end() <= start)
            ++j;
        for (std::size_t k = j; start < end; ++k) {
            if (k == b.size() || b[k].start >= end) {
                out.push_back({start, end - start});
                break;
            }
            if (b[k].start > start)
                out.push_back({start, b[k].start - start});
            start = b[k].end();
            j = k;
        }
    }
    return RleMask::fromCanonicalRuns(first.width(), first.height(), std::move(out));
}

RleMask complement(const RleMask& mask) {
    std::vector<Run> out;
    out.reserve(mask.runs().size() + 1);
    std::uint32_t at = 0;
    for (const Run& run : mask.runs()) {
        if (run.start > at)
            out.push_back({at, run.start - at});
        at = run.end();
    }
    const std::uint32_t pixels =
        static_cast<std::uint32_t>(mask.width()) * static_cast<std::uint32_t>(mask.height());
    if (at < pixels)
        out.push_back({at, pixels - at});
    return RleMask::fromCanonicalRuns(mask.width(), mask.height(), std::move(out));
}

}  // namespace selvedge
