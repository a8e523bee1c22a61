// Outlines: the directed edges between foreground and background, foreground to the right, linked
// into rings. Their number is linear in the runs, never in the pixels.
#include <algorithm>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

namespace {

enum Direction { Right, Down, Left, Up };  // clockwise on the screen

struct Edge {
    Ring::Point from;
    Ring::Point to;
    Direction direction;
    bool used = false;
};

struct Interval {
    int top, bottom;  // bottom exclusive
};

bool before(Ring::Point a, Ring::Point b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
}

// The foreground of one column after the other, from left to right.
class Columns {
public:
    explicit Columns(const RleMask& mask) : m_runs(mask.runs()), m_rows(mask.height()) {}

    // Calls are for ascending x.
    std::vector<Interval> at(int x) {
        const std::uint64_t begin = std::uint64_t(x) * m_rows;
        const std::uint64_t end = begin + m_rows;
        std::vector<Interval> out;
        for (; m_next < m_runs.size() && m_runs[m_next].start < end; ++m_next) {
            const std::uint64_t start = m_runs[m_next].start;
            const std::uint64_t stop = start + m_runs[m_next].length;
            const std::uint64_t top = std::max(start, begin);
            const std::uint64_t bottom = std::min(stop, end);
            if (top < bottom)
                out.push_back({int(top - begin), int(bottom - begin)});
            if (stop > end)  // goes on in the next column
                break;
        }
        return out;
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

std::vector<Edge> edgesOf(const RleMask& mask) {
    std::vector<Edge> edges;
    const IntBox box = mask.box();
    Columns columns(mask);
    std::vector<Interval> left;  // column x - 1
    for (int x = box.x; x <= box.x + box.width; ++x) {
        const std::vector<Interval> here =
            x < mask.width() ? columns.at(x) : std::vector<Interval>();
        for (const Interval& run : here) {
            edges.push_back({{x, run.top}, {x + 1, run.top}, Right});
            edges.push_back({{x + 1, run.bottom}, {x, run.bottom}, Left});
        }
        uncovered(left, here, [&](int top, int bottom) {
            edges.push_back({{x, top}, {x, bottom}, Down});
        });
        uncovered(here, left, [&](int top, int bottom) {
            edges.push_back({{x, bottom}, {x, top}, Up});
        });
        left = here;
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return a.from == b.from ? a.direction < b.direction : before(a.from, b.from);
    });
    return edges;
}

// The edge that goes on from `edge`, null where the ring closes. Where two pixels touch at a corner
// only there are two: the right turn stays with the same pixel.
Edge* nextOf(std::vector<Edge>& edges, const Edge& edge) {
    auto it = std::lower_bound(
        edges.begin(), edges.end(), edge.to,
        [](const Edge& candidate, Ring::Point point) { return before(candidate.from, point); });
    Edge* next = nullptr;
    for (; it != edges.end() && it->from == edge.to; ++it) {
        if (!next || it->direction == (edge.direction + 1) % 4)
            next = &*it;
    }
    return next && !next->used ? next : nullptr;
}

}  // namespace

std::vector<Ring> outline(const RleMask& mask) {
    if (mask.empty())
        return {};
    std::vector<Ring> rings;
    std::vector<Edge> edges = edgesOf(mask);
    for (Edge& start : edges) {
        if (start.used)
            continue;
        Ring ring;
        Direction direction = start.direction;
        for (Edge* edge = &start; edge; edge = nextOf(edges, *edge)) {
            edge->used = true;
            if (edge != &start && edge->direction != direction)
                ring.points.push_back(edge->from);
            direction = edge->direction;
        }
        if (direction != start.direction)
            ring.points.insert(ring.points.begin(), start.from);
        rings.push_back(std::move(ring));
    }
    return rings;
}

}  // namespace selvedge
