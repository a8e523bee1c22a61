// What masks have in common: one walk along both lists of runs.
#include "dataset/mask/overlap.h"

#include <algorithm>
#include <cassert>

namespace selvedge {

namespace {

using Run = RleMask::Run;
using Runs = std::span<const Run>;

[[maybe_unused]] bool sameSize(const RleMask& a, const RleMask& b) {
    return a.width() == b.width() && a.height() == b.height();
}

bool meet(const IntBox& a, const IntBox& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

double ratio(std::uint64_t common, std::uint64_t over) {
    return common == 0 ? 0 : static_cast<double>(common) / static_cast<double>(over);
}

// The runs of `a` that end after pixel `from`: the walk starts where the two can meet.
Runs endingAfter(Runs a, std::uint32_t from) {
    const auto first =
        std::partition_point(a.begin(), a.end(), [&](const Run& run) { return run.end() <= from; });
    return a.subspan(static_cast<std::size_t>(first - a.begin()));
}

bool apart(Runs a, Runs b) {
    return a.empty() || b.empty() || a.back().end() <= b.front().start ||
           b.back().end() <= a.front().start;
}

}  // namespace

std::uint64_t intersectionArea(const RleMask& one, const RleMask& other) {
    assert(sameSize(one, other));
    if (apart(one.runs(), other.runs()))
        return 0;
    const Runs a = endingAfter(one.runs(), other.runs().front().start);
    const Runs b = endingAfter(other.runs(), one.runs().front().start);
    std::int64_t sum = 0;
    auto i = a.begin();
    auto j = b.begin();
    // One branch a step: garments have a run or two a column, so which one ends first mostly
    // follows a rhythm that the processor learns. Without branches each step would wait for the one
    // before.
    for (;;) {
        const std::int64_t start = std::max(i->start, j->start);
        const std::int64_t endA = i->end();
        const std::int64_t endB = j->end();
        if (endA <= endB) {
            sum += std::max<std::int64_t>(endA - start, 0);
            if (++i == a.end())
                break;
        } else {
            sum += std::max<std::int64_t>(endB - start, 0);
            if (++j == b.end())
                break;
        }
    }
    return static_cast<std::uint64_t>(sum);
}

double iou(const RleMask& a, const RleMask& b, bool crowd) {
    const std::uint64_t common = intersectionArea(a, b);
    return ratio(common, crowd || common == 0 ? a.area() : a.area() + b.area() - common);
}

MaskGroup::MaskGroup(std::span<const RleMask> masks) : m_masks(masks) {
    m_measures.reserve(masks.size());
    for (const RleMask& mask : masks)
        m_measures.push_back({mask.box(), mask.area()});
}

std::vector<double> MaskGroup::iou(const RleMask& mask, std::span<const std::uint8_t> crowd) const {
    assert(crowd.empty() || crowd.size() == m_masks.size());
    const IntBox box = mask.box();
    const std::uint64_t area = mask.area();
    std::vector<double> result(m_masks.size());
    for (std::size_t i = 0; i < m_masks.size(); ++i) {
        if (!meet(box, m_measures[i].box))
            continue;
        const std::uint64_t common = intersectionArea(mask, m_masks[i]);
        const bool isCrowd = !crowd.empty() && crowd[i] != 0;
        result[i] = ratio(common, isCrowd ? area : area + m_measures[i].area - common);
    }
    return result;
}

}  // namespace selvedge
