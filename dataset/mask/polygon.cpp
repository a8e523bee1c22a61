// Polygons to masks with the arithmetic of COCO's rleFrPoly (METHOD 1.2): outlines five times as
// fine as the pixels, whose column crossings are the ends of runs.
#include <algorithm>
#include <cmath>

#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

constexpr int kFine = 5;  // points a pixel
// Vertices farther out (a million pixels) are moved in: an edge's cost is its length.
constexpr double kFarthest = 1 << 20;

struct Point {
    int x, y;  // in fine units
};

int fine(double coordinate) {
    return static_cast<int>(kFine * std::clamp(coordinate, -kFarthest, kFarthest) + .5);
}

int floorDiv(int a, int b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// The points along the edge, both ends included, in path order. They are computed from the end
// with the smaller major coordinate, whichever way the path goes: rounding depends on it.
template <typename F>
void walkEdge(Point from, Point to, F onPoint) {
    const int dx = std::abs(to.x - from.x);
    const int dy = std::abs(to.y - from.y);
    const bool xMajor = dx >= dy;
    const int steps = std::max(dx, dy);
    if (steps == 0)
        return onPoint(from);
    const bool backwards = xMajor ? from.x > to.x : from.y > to.y;
    if (backwards)
        std::swap(from, to);
    const double slope =
        xMajor ? static_cast<double>(to.y - from.y) / dx : static_cast<double>(to.x - from.x) / dy;
    for (int i = 0; i <= steps; ++i) {
        const int t = backwards ? steps - i : i;
        if (xMajor)
            onPoint(Point{from.x + t, static_cast<int>(from.y + slope * t + .5)});
        else
            onPoint(Point{static_cast<int>(from.x + slope * t + .5), from.y + t});
    }
}

// Pixel indices at which the ring's outline enters or leaves a column's pixels, unsorted.
std::vector<std::uint32_t> crossings(const std::vector<double>& ring, int width, int height) {
    std::vector<std::uint32_t> out;
    const std::size_t corners = ring.size() / 2;
    const auto corner = [&](std::size_t i) {
        return Point{fine(ring[2 * (i % corners)]), fine(ring[2 * (i % corners) + 1])};
    };
    Point last{};
    bool first = true;
    const auto onPoint = [&](Point point) {
        if (!first && point.x != last.x) {
            // (x + .5) / 5 - .5 is a whole number where x = 5 column + 2: a column's middle.
            const int x = point.x < last.x ? point.x : point.x - 1;
            const int column = floorDiv(x - 2, kFine);
            if (column * kFine + 2 == x && column >= 0 && column < width) {
                const int y = std::min(point.y, last.y);
                const int row = std::clamp(-floorDiv(2 - y, kFine), 0, height);
                out.push_back(static_cast<std::uint32_t>(column) *
                                  static_cast<std::uint32_t>(height) +
                              static_cast<std::uint32_t>(row));
            }
        }
        last = point;
        first = false;
    };
    for (std::size_t i = 0; i < corners; ++i)
        walkEdge(corner(i), corner(i + 1), onPoint);
    return out;
}

}  // namespace

RleMask maskFromPolygons(std::span<const std::vector<double>> polygons, int width, int height) {
    const RleMask none(width, height);  // checks the size
    if (width == 0 || height == 0)
        return none;
    const std::uint32_t pixels =
        static_cast<std::uint32_t>(width) * static_cast<std::uint32_t>(height);
    std::vector<RleMask::Run> runs;
    for (const std::vector<double>& ring : polygons) {
        const bool finite =
            std::all_of(ring.begin(), ring.end(), [](double v) { return std::isfinite(v); });
        if (ring.size() < 2 || !finite)
            continue;
        std::vector<std::uint32_t> ends = crossings(ring, width, height);
        std::sort(ends.begin(), ends.end());
        if (ends.size() % 2 == 1)
            ends.push_back(pixels);
        for (std::size_t i = 0; i < ends.size(); i += 2)
            runs.push_back({ends[i], ends[i + 1] - ends[i]});
    }
    return RleMask::fromRuns(width, height, std::move(runs));
}

}  // namespace selvedge
