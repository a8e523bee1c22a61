#include "dataset/synthetic/coverage.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace selvedge::synthetic {

namespace {

constexpr int kUnit = 256;  // fixed point: parts of a pixel
constexpr int kLines = 8;   // sample lines a pixel

constexpr std::int64_t kStep = kUnit / kLines;

std::int64_t floorDivided(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return quotient - (a % b < 0 ? 1 : 0);
}

// An edge of the outline, downwards, and where it crosses the current line: `x` whole parts and
// `rest` / height more. From line to line both grow by `stepX` and `stepRest`.
struct Edge {
    std::int64_t x0, y0, x1, y1;  // y0 < y1
    int winding;
    std::int64_t x = 0, rest = 0, stepX = 0, stepRest = 0;

    void start(std::int64_t y) {
        const std::int64_t height = y1 - y0, across = (x1 - x0) * (y - y0);
        x = x0 + floorDivided(across, height);
        rest = across - floorDivided(across, height) * height;
        stepX = floorDivided((x1 - x0) * kStep, height);
        stepRest = (x1 - x0) * kStep - stepX * height;
    }
    void advance() {
        x += stepX;
        rest += stepRest;
        if (rest >= y1 - y0) {
            rest -= y1 - y0;
            ++x;
        }
    }
};

struct Crossing {
    std::int64_t x;
    int winding;
};

// For lists that are short and almost in order.
void sortNearly(std::vector<Crossing>& crossings) {
    for (std::size_t i = 1; i < crossings.size(); ++i) {
        const Crossing crossing = crossings[i];
        std::size_t k = i;
        for (; k > 0 && crossings[k - 1].x > crossing.x; --k)
            crossings[k] = crossings[k - 1];
        crossings[k] = crossing;
    }
}

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

std::vector<Edge> edgesOf(const Path& path) {
    std::vector<Edge> edges;
    for (const Points& ring : path.rings) {
        // All rings wind the same way: together they cover what any of them covers.
        const int winding = signedArea(ring) < 0 ? -1 : 1;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i], b = ring[(i + 1) % ring.size()];
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

// The sums of a row of pixels: of what ends inside a pixel, and of the steps between whole ones.
struct RowSums {
    std::vector<int> parts, steps;

    // Adds the span [from, to), fixed point, seen from the row's first pixel.
    void add(std::int64_t from, std::int64_t to) {
        from = std::max<std::int64_t>(from, 0);
        to = std::min<std::int64_t>(to, static_cast<std::int64_t>(parts.size()) * kUnit);
        if (from >= to)
            return;
        const auto first = static_cast<std::size_t>(from / kUnit);
        const auto last = static_cast<std::size_t>(to / kUnit);
        if (first == last) {
            parts[first] += static_cast<int>(to - from);
            return;
        }
        parts[first] += kUnit - static_cast<int>(from % kUnit);
        steps[first + 1] += kUnit;
        steps[last] -= kUnit;
        if (last < parts.size())
            parts[last] += static_cast<int>(to % kUnit);
    }
};

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

View View::turned(Point about, double halfTangent) const {
    const double square = halfTangent * halfTangent;
    const Point turn{(1 - square) / (1 + square), 2 * halfTangent / (1 + square)};
    View view = *this;
    view.m_across = {m_across.x * turn.x - m_across.y * turn.y,
                     m_across.x * turn.y + m_across.y * turn.x};
    view.m_origin = {0, 0};
    view.m_origin = toPixel(about) - view.toPixel(about);
    return view;
}

View View::shrunk(double factor) const {
    View view = *this;
    view.m_scale = m_scale * factor;
    view.m_origin = m_origin * factor;
    view.m_across = m_across * factor;
    return view;
}

Point View::toFigure(Point p) const {
    const Point q = p - m_origin;
    const double square = m_scale * m_scale;
    return {(q.x * m_across.x + q.y * m_across.y) / square,
            (q.y * m_across.x - q.x * m_across.y) / square};
}

Coverage cover(const Path& path, int width, int height) {
    std::vector<Edge> edges = edgesOf(path);
    Coverage coverage{boundsOf(edges, width, height), {}, {}};
    const IntBox& box = coverage.box;
    if (box.width <= 0 || box.height <= 0)
        return {};
    coverage.values.resize(static_cast<std::size_t>(box.width) *
                           static_cast<std::size_t>(box.height));
    std::vector<Edge> active;
    std::vector<Crossing> crossings;
    RowSums sums{std::vector<int>(static_cast<std::size_t>(box.width)),
                 std::vector<int>(static_cast<std::size_t>(box.width) + 1)};
    std::size_t next = 0;
    for (int y = box.y; y < box.y + box.height; ++y) {
        for (int line = 0; line < kLines; ++line) {
            const std::int64_t at = std::int64_t{y} * kUnit + kStep * line + kStep / 2;
            std::erase_if(active, [at](const Edge& edge) { return edge.y1 <= at; });
            for (Edge& edge : active)
                edge.advance();
            for (; next < edges.size() && edges[next].y0 <= at; ++next) {
                if (edges[next].y1 <= at)
                    continue;
                edges[next].start(at);
                active.push_back(edges[next]);
            }
            crossings.clear();
            for (const Edge& edge : active)
                crossings.push_back({edge.x - std::int64_t{box.x} * kUnit, edge.winding});
            sortNearly(crossings);
            int winding = 0;
            for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
                winding += crossings[i].winding;
                if (winding != 0)
                    sums.add(crossings[i].x, crossings[i + 1].x);
            }
        }
        float* values = coverage.row(y);
        int whole = 0;
        for (std::size_t x = 0; x < sums.parts.size(); ++x) {
            whole += sums.steps[x];
            values[x] = static_cast<float>(whole + sums.parts[x]) * (1.f / (kUnit * kLines));
        }
        std::fill(sums.parts.begin(), sums.parts.end(), 0);
        std::fill(sums.steps.begin(), sums.steps.end(), 0);
    }
    return coverage;
}

Coverage clipped(const Coverage& a, const Coverage& b) {
    const int left = std::max(a.box.x, b.box.x), top = std::max(a.box.y, b.box.y);
    const int right = std::min(a.box.x + a.box.width, b.box.x + b.box.width);
    const int bottom = std::min(a.box.y + a.box.height, b.box.y + b.box.height);
    if (right <= left || bottom <= top)
        return {};
    Coverage result{{left, top, right - left, bottom - top}, {}, a.terms};
    result.terms.insert(result.terms.end(), b.terms.begin(), b.terms.end());
    result.values.resize(static_cast<std::size_t>(right - left) *
                         static_cast<std::size_t>(bottom - top));
    for (int y = top; y < bottom; ++y) {
        float* to = result.row(y);
        const float* one = a.row(y) + (left - a.box.x);
        const float* other = b.row(y) + (left - b.box.x);
        for (int x = 0; x < right - left; ++x)
            to[x] = one[x] * other[x];
    }
    return result;
}

Coverage without(const Coverage& a, const Coverage& b) {
    assert(b.terms.size() <= 1);
    Coverage result = a;
    for (const Coverage::Term& term : b.terms)
        result.terms.push_back({term.path, !term.outside});
    const int left = std::max(a.box.x, b.box.x), top = std::max(a.box.y, b.box.y);
    const int right = std::min(a.box.x + a.box.width, b.box.x + b.box.width);
    const int bottom = std::min(a.box.y + a.box.height, b.box.y + b.box.height);
    for (int y = top; y < bottom; ++y) {
        float* values = result.row(y) - a.box.x;
        const float* other = b.row(y) - b.box.x;
        for (int x = left; x < right; ++x)
            values[x] *= 1 - other[x];
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
                    {},
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
