// Set operations of two masks: one walk along both lists of runs.
#include <algorithm>
#include <cassert>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

namespace {

using Run = RleMask::Run;
using Runs = std::span<const Run>;

// Ends are at most width * height < 2^32.
std::uint32_t endOf(const Run& run) {
    return run.start + run.length;
}

[[maybe_unused]] bool sameSize(const RleMask& a, const RleMask& b) {
    return a.width() == b.width() && a.height() == b.height();
}

// The runs of `a` that end after pixel `from`: the walk starts where the two can meet.
Runs endingAfter(Runs a, std::uint32_t from) {
    const auto first = std::partition_point(a.begin(), a.end(),
                                            [&](const Run& run) { return endOf(run) <= from; });
    return a.subspan(static_cast<std::size_t>(first - a.begin()));
}

bool apart(Runs a, Runs b) {
    return a.empty() || b.empty() || endOf(a.back()) <= b.front().start ||
           endOf(b.back()) <= a.front().start;
}

}  // namespace

std::uint64_t intersectionArea(const RleMask& first, const RleMask& second) {
    assert(sameSize(first, second));
    if (apart(first.runs(), second.runs()))
        return 0;
    const Runs a = endingAfter(first.runs(), second.runs().front().start);
    const Runs b = endingAfter(second.runs(), first.runs().front().start);
    std::int64_t sum = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const std::uint32_t endA = endOf(a[i]);
        const std::uint32_t endB = endOf(b[j]);
        const std::int64_t common =
            std::int64_t{std::min(endA, endB)} - std::int64_t{std::max(a[i].start, b[j].start)};
        sum += std::max<std::int64_t>(common, 0);
        // Both step on by arithmetic: which run ends first is a coin toss to a branch predictor.
        i += endA <= endB;
        j += endB <= endA;
    }
    return static_cast<std::uint64_t>(sum);
}

RleMask intersect(const RleMask& first, const RleMask& second) {
    assert(sameSize(first, second));
    std::vector<Run> out;
    const Runs a = first.runs();
    const Runs b = second.runs();
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const std::uint32_t start = std::max(a[i].start, b[j].start);
        const std::uint32_t end = std::min(endOf(a[i]), endOf(b[j]));
        if (start < end)
            out.push_back({start, end - start});
        if (endOf(a[i]) < endOf(b[j]))
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

RleMask subtract(const RleMask& first, const RleMask& second) {
    assert(sameSize(first, second));
    std::vector<Run> out;
    const Runs b = second.runs();
    std::size_t j = 0;
    for (const Run& run : first.runs()) {
        std::uint32_t start = run.start;
        const std::uint32_t end = endOf(run);
        while (j < b.size() && endOf(b[j]) <= start)
            ++j;
        for (std::size_t k = j; start < end; ++k) {
            if (k == b.size() || b[k].start >= end) {
                out.push_back({start, end - start});
                break;
            }
            if (b[k].start > start)
                out.push_back({start, b[k].start - start});
            start = endOf(b[k]);
            j = k;
        }
    }
    return RleMask::fromCanonicalRuns(first.width(), first.height(), std::move(out));
}

double iou(const RleMask& a, const RleMask& b, bool crowd) {
    const std::uint64_t common = intersectionArea(a, b);
    if (common == 0)
        return 0;
    const std::uint64_t over = crowd ? a.area() : a.area() + b.area() - common;
    return static_cast<double>(common) / static_cast<double>(over);
}

}  // namespace selvedge
