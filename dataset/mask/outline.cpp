// Outlines: the directed edges between foreground and background, foreground to the right, linked
// into rings. Their number is linear in the runs, never in the pixels.
#include "dataset/mask/outline.h"

#include <algorithm>
#include <cstddef>

#include "dataset/mask/columns.h"

namespace selvedge {

namespace {

using Point = Ring::Point;

enum Direction { Right, Down, Left, Up };  // clockwise on the screen

struct Edge {
    Point from;
    Point to;
    Direction direction;
};

bool before(Point a, Point b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
}

bool beforeEdge(const Edge& a, const Edge& b) {
    return a.from == b.from ? a.direction < b.direction : before(a.from, b.from);
}

Direction directionOf(Point from, Point to) {
    if (from.y == to.y)
        return from.x < to.x ? Right : Left;
    return from.y < to.y ? Down : Up;
}

// Sorted by where they start. Edges along rows are one pixel long, so that where any column of
// foreground starts an edge does.
std::vector<Edge> edgesOf(const RleMask& mask) {
    std::vector<Edge> edges;
    const IntBox box = mask.box();
    Columns columns(mask);
    std::vector<Interval> left, here;  // columns x - 1 and x
    for (int x = box.x; x <= box.x + box.width; ++x) {
        here.clear();
        if (x < mask.width())
            columns.read(x, here);
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
        std::swap(left, here);
    }
    std::sort(edges.begin(), edges.end(), beforeEdge);
    return edges;
}

// The edge that follows each. Where two pixels touch at a corner only there are two to choose from:
// the right turn stays with the same pixel.
std::vector<std::size_t> linksOf(const std::vector<Edge>& edges) {
    std::vector<std::size_t> links;
    links.reserve(edges.size());
    for (const Edge& edge : edges) {
        auto it = std::lower_bound(
            edges.begin(), edges.end(), edge.to,
            [](const Edge& candidate, Point point) { return before(candidate.from, point); });
        const auto other = it + 1;
        if (other != edges.end() && other->from == edge.to &&
            other->direction == (edge.direction + 1) % 4)
            it = other;
        links.push_back(static_cast<std::size_t>(it - edges.begin()));
    }
    return links;
}

// A closed path that goes on from node to node.
struct Path {
    std::vector<Point> nodes;
    std::vector<std::size_t> links;

    // The nodes from `start` on at which the path turns.
    std::vector<Point> corners(std::size_t start) const {
        std::vector<Point> out;
        std::size_t at = start;
        do {
            const std::size_t next = links[at];
            const std::size_t afterNext = links[next];
            if (directionOf(nodes[at], nodes[next]) != directionOf(nodes[next], nodes[afterNext]))
                out.push_back(nodes[next]);
            at = next;
        } while (at != start);
        // `start` is a ring's first corner: it came last.
        std::rotate(out.begin(), out.end() - 1, out.end());
        return out;
    }
};

// The rings of a mask: those that start with Right are outer ones, those with Down are holes.
struct Rings {
    Path path;
    struct Start {
        std::size_t first, last;  // last: the node from which the path comes back to first
        bool hole;
    };
    std::vector<Start> starts;
};

Rings ringsOf(const RleMask& mask) {
    Rings rings;
    const std::vector<Edge> edges = edgesOf(mask);
    rings.path.links = linksOf(edges);
    for (const Edge& edge : edges)
        rings.path.nodes.push_back(edge.from);
    std::vector<bool> seen(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (seen[i])
            continue;
        std::size_t last = i;
        seen[i] = true;
        for (std::size_t at = rings.path.links[i]; at != i; at = rings.path.links[at]) {
            seen[at] = true;
            last = at;
        }
        rings.starts.push_back({i, last, edges[i].direction == Down});
    }
    return rings;
}

// The top end of the foreground that ends above (x, y).
int topOfRunAbove(const RleMask& mask, int x, int y) {
    const auto rows = static_cast<std::uint32_t>(mask.height());
    const std::uint32_t column = static_cast<std::uint32_t>(x) * rows;
    const std::uint32_t pixel = column + static_cast<std::uint32_t>(y) - 1;
    const auto after =
        std::upper_bound(mask.runs().begin(), mask.runs().end(), pixel,
                         [](std::uint32_t p, const RleMask::Run& run) { return p < run.start; });
    return static_cast<int>(std::max((after - 1)->start, column) - column);
}

}  // namespace

std::vector<Ring> outline(const RleMask& mask) {
    const Rings rings = ringsOf(mask);
    std::vector<Ring> out;
    out.reserve(rings.starts.size());
    for (const Rings::Start& start : rings.starts)
        out.push_back({rings.path.corners(start.first)});
    return out;
}

std::vector<std::vector<double>> toPolygons(const RleMask& mask) {
    Rings rings = ringsOf(mask);
    Path& path = rings.path;
    const std::size_t edges = path.nodes.size();
    for (const Rings::Start& start : rings.starts) {
        if (!start.hole)
            continue;
        // From the hole's leftmost, topmost corner up to the top of the foreground above it, where
        // an edge of another ring of the same part starts. That ring is the outer one or a hole
        // that starts further left or higher, so in the end all hang together.
        const Point hole = path.nodes[start.first];
        const Point bridge{hole.x, topOfRunAbove(mask, hole.x, hole.y)};
        auto edge = static_cast<std::size_t>(
            std::lower_bound(path.nodes.begin(), path.nodes.begin() + std::ptrdiff_t(edges), bridge,
                             before) -
            path.nodes.begin());
        const std::size_t back = path.nodes.size();
        path.nodes.push_back(hole);
        path.nodes.push_back(bridge);
        path.links.push_back(back + 1);
        path.links.push_back(path.links[edge]);
        path.links[start.last] = back;
        path.links[edge] = start.first;
    }
    std::vector<std::vector<double>> polygons;
    for (const Rings::Start& start : rings.starts) {
        if (start.hole)
            continue;
        std::vector<double> numbers;
        for (const Point& corner : path.corners(start.first)) {
            numbers.push_back(corner.x);
            numbers.push_back(corner.y);
        }
        polygons.push_back(std::move(numbers));
    }
    return polygons;
}

}  // namespace selvedge
