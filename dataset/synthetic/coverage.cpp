#include "dataset/synthetic/coverage.h"

#include <algorithm>
#include <cmath>

namespace selvedge::synthetic {

namespace {

constexpr int kUnit = 256;  // fixed point: parts of a pixel
constexpr int kLines = 8;   // sample lines a pixel

struct Edge {
    std::int64_t x0, y0, x1, y1;  // y0 < y1
    int winding;
};

struct Crossing {
    std::int64_t x;
    int winding;
};

std::int64_t toFixed(double value) {
    return std::llround(std::clamp(value, -1e5, 1e5) * kUnit);
}

double signedArea(const Points& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += a.x * b.y - a.y * b.x;
    }
    return sum;
}

std::vector<Edge> edgesOf(const Path& path, const View& view) {
    std::vector<Edge> edges;
    for (const Points& ring : path.rings) {
        // All rings wind the same way: together they cover what any of them covers.
        const int winding = signedArea(ring) < 0 ? -1 : 1;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = view.toPixel(ring[i]);
            const Point b = view.toPixel(ring[(i + 1) % ring.size()]);
            const Edge edge{toFixed(a.x), toFixed(a.y), toFixed(b.x), toFixed(b.y), winding};
            if (edge.y0 < edge.y1)
                edges.push_back(edge);
            else if (edge.y0 > edge.y1)
                edges.push_back({edge.x1, edge.y1, edge.x0, edge.y0, -winding});
        }
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.y0 < b.y0; });
    return edges;
}

// The pixels that the edges touch, inside the picture.
IntBox boundsOf(const std::vector<Edge>& edges, int width, int height) {
    if (edges.empty())
        return {};
    std::int64_t left = edges[0].x0, right = left, top = edges[0].y0, bottom = top;
    for (const Edge& edge : edges) {
        left = std::min({left, edge.x0, edge.x1});
        right = std::max({right, edge.x0, edge.x1});
        bottom = std::max(bottom, edge.y1);
    }
    const auto pixel = [](std::int64_t fixed, int limit) {
        return static_cast<int>(std::clamp<std::int64_t>(fixed, 0, limit));
    };
    const int x = pixel(left >> 8, width), y = pixel(top >> 8, height);
    return {x, y, pixel((right >> 8) + 1, width) - x, pixel((bottom >> 8) + 1, height) - y};
}

// Adds the span [from, to), fixed point, to a row of sums of parts of pixels.
void addSpan(std::vector<int>& row, const IntBox& box, std::int64_t from, std::int64_t to) {
    from = std::max<std::int64_t>(from - std::int64_t{box.x} * kUnit, 0);
    to = std::min<std::int64_t>(to - std::int64_t{box.x} * kUnit, std::int64_t{box.width} * kUnit);
    for (std::int64_t at = from; at < to;) {
        const std::int64_t pixel = at / kUnit;
        const std::int64_t end = std::min(to, (pixel + 1) * kUnit);
        row[static_cast<std::size_t>(pixel)] += static_cast<int>(end - at);
        at = end;
    }
}

// A box filter of 2 * radius + 1 down the columns of `values`, then turned: rows become columns.
// The first and the last row go on outside.
void filterAndTurn(std::vector<float>& values, int& width, int& height, int radius) {
    std::vector<float> turned(values.size());
    std::vector<float> sums(static_cast<std::size_t>(width));
    const auto row = [&](int y) {
        return values.data() + static_cast<std::ptrdiff_t>(std::clamp(y, 0, height - 1)) * width;
    };
    for (int y = -radius; y < radius; ++y) {
        for (int x = 0; x < width; ++x)
            sums[static_cast<std::size_t>(x)] += row(y)[x];
    }
    const float scale = 1.f / static_cast<float>(2 * radius + 1);
    for (int y = 0; y < height; ++y) {
        const float* entering = row(y + radius);
        const float* leaving = row(y - radius);
        for (int x = 0; x < width; ++x) {
            float& sum = sums[static_cast<std::size_t>(x)];
            sum += entering[x];
            turned[static_cast<std::size_t>(x) * static_cast<std::size_t>(height) +
                   static_cast<std::size_t>(y)] = sum * scale;
            sum -= leaving[x];
        }
    }
    values.swap(turned);
    std::swap(width, height);
}

}  // namespace

Coverage cover(const Path& path, const View& view, int width, int height) {
    const std::vector<Edge> edges = edgesOf(path, view);
    Coverage coverage{boundsOf(edges, width, height), {}};
    const IntBox& box = coverage.box;
    coverage.values.reserve(static_cast<std::size_t>(box.width) * box.height);
    std::vector<Edge> active;
    std::vector<Crossing> crossings;
    std::vector<int> row(static_cast<std::size_t>(box.width));
    std::size_t next = 0;
    for (int y = box.y; y < box.y + box.height; ++y) {
        std::fill(row.begin(), row.end(), 0);
        for (int line = 0; line < kLines; ++line) {
            const std::int64_t at = std::int64_t{y} * kUnit + (2 * line + 1) * kUnit / (2 * kLines);
            for (; next < edges.size() && edges[next].y0 <= at; ++next)
                active.push_back(edges[next]);
            std::erase_if(active, [at](const Edge& edge) { return edge.y1 <= at; });
            crossings.clear();
            for (const Edge& edge : active)
                crossings.push_back(
                    {edge.x0 + (edge.x1 - edge.x0) * (at - edge.y0) / (edge.y1 - edge.y0),
                     edge.winding});
            std::sort(crossings.begin(), crossings.end(),
                      [](const Crossing& a, const Crossing& b) { return a.x < b.x; });
            int winding = 0;
            for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
                winding += crossings[i].winding;
                if (winding != 0)
                    addSpan(row, box, crossings[i].x, crossings[i + 1].x);
            }
        }
        for (const int sum : row)
            coverage.values.push_back(static_cast<float>(sum) / (kUnit * kLines));
    }
    return coverage;
}

Coverage clipped(const Coverage& a, const Coverage& b) {
    const int left = std::max(a.box.x, b.box.x), top = std::max(a.box.y, b.box.y);
    const int right = std::min(a.box.x + a.box.width, b.box.x + b.box.width);
    const int bottom = std::min(a.box.y + a.box.height, b.box.y + b.box.height);
    Coverage result{{left, top, std::max(0, right - left), std::max(0, bottom - top)}, {}};
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x)
            result.values.push_back(a.at(x, y) * b.at(x, y));
    }
    return result;
}

Coverage without(const Coverage& a, const Coverage& b) {
    Coverage result = a;
    for (int y = a.box.y; y < a.box.y + a.box.height; ++y) {
        for (int x = a.box.x; x < a.box.x + a.box.width; ++x)
            result.in(x, y) *= 1 - b.at(x, y);
    }
    return result;
}

Coverage blurred(const Coverage& coverage, int radius, int width, int height) {
    // Variance of a box of 2 r + 1 is r (r + 1) / 3: three of them have r (r + 1).
    radius = std::max(radius, 1);
    const int margin = 3 * radius;
    const IntBox& old = coverage.box;
    const int left = std::max(0, old.x - margin), top = std::max(0, old.y - margin);
    Coverage result{{left, top, std::min(width, old.x + old.width + margin) - left,
                     std::min(height, old.y + old.height + margin) - top},
                    {}};
    const IntBox& box = result.box;
    result.values.resize(static_cast<std::size_t>(box.width) * box.height);
    for (int y = old.y; y < old.y + old.height; ++y) {
        for (int x = old.x; x < old.x + old.width; ++x)
            result.in(x, y) = coverage.at(x, y);
    }
    if (result.values.empty())
        return result;
    int across = box.width, down = box.height;
    for (int pass = 0; pass < 6; ++pass)
        filterAndTurn(result.values, across, down, radius);
    return result;
}

}  // namespace selvedge::synthetic
