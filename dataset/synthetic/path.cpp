#include "dataset/synthetic/path.h"

#include <algorithm>
#include <cmath>

namespace selvedge::synthetic {

namespace {

constexpr int kSteps = 10;  // between two points of a smooth line

Point catmullRom(Point a, Point b, Point c, Point d, double t) {
    const Point linear = (c - a) * .5;
    const Point square = a - b * 2.5 + c * 2 - d * .5;
    const Point cube = (b - c) * 1.5 + (d - a) * .5;
    return b + (linear + (square + cube * t) * t) * t;
}

}  // namespace

double length(Point v) {
    return std::sqrt(v.x * v.x + v.y * v.y);
}

Point unit(Point v) {
    const double size = length(v);
    return size > 0 ? v * (1 / size) : Point{0, 1};
}

Path& Path::add(const Path& other) {
    rings.insert(rings.end(), other.rings.begin(), other.rings.end());
    return *this;
}

Path& Path::add(Points ring) {
    rings.push_back(std::move(ring));
    return *this;
}

Points smooth(const Points& points) {
    if (points.size() < 3)
        return points;
    Points line{points.front()};
    const std::size_t last = points.size() - 1;
    for (std::size_t i = 0; i < last; ++i) {
        const Point before = points[i == 0 ? 0 : i - 1];
        const Point after = points[std::min(last, i + 2)];
        for (int step = 1; step <= kSteps; ++step)
            line.push_back(
                catmullRom(before, points[i], points[i + 1], after, double(step) / kSteps));
    }
    return line;
}

Path blob(const Points& points) {
    const std::size_t count = points.size();
    Points ring;
    for (std::size_t i = 0; i < count; ++i) {
        for (int step = 0; step < kSteps; ++step)
            ring.push_back(catmullRom(points[(i + count - 1) % count], points[i],
                                      points[(i + 1) % count], points[(i + 2) % count],
                                      double(step) / kSteps));
    }
    return Path{{ring}};
}

Path polygon(Points points) {
    return Path{{std::move(points)}};
}

Path ellipse(Point centre, double rx, double ry) {
    // A quarter as a Bezier curve; the constant makes the error of the radius 0.03 %.
    constexpr double k = .5522847498;
    const Point corners[] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    Points ring;
    for (int quarter = 0; quarter < 4; ++quarter) {
        const Point a = corners[quarter], d = corners[(quarter + 1) % 4];
        const Point b = a + d * k, c = d + a * k;
        for (int step = 0; step < 8; ++step) {
            const double t = step / 8., s = 1 - t;
            const Point p =
                a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t);
            ring.push_back({centre.x + p.x * rx, centre.y + p.y * ry});
        }
    }
    return Path{{ring}};
}

Path box(double left, double top, double right, double bottom) {
    return polygon({{left, top}, {right, top}, {right, bottom}, {left, bottom}});
}

Path stroke(const Points& points, double width) {
    return stroke(points, width, width);
}

Path stroke(const Points& points, double firstWidth, double lastWidth) {
    std::vector<double> widths;
    for (std::size_t i = 0; i < points.size(); ++i)
        widths.push_back(firstWidth +
                         (lastWidth - firstWidth) * static_cast<double>(i) /
                             static_cast<double>(std::max<std::size_t>(1, points.size() - 1)));
    return stroke(points, widths);
}

Path stroke(const Points& points, const std::vector<double>& widths) {
    Points left, right;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point before = points[i == 0 ? 0 : i - 1];
        const Point after = points[std::min(points.size() - 1, i + 1)];
        // Widths are given at evenly spread points of the line.
        const double at = points.size() < 2
                              ? 0
                              : static_cast<double>(i) * static_cast<double>(widths.size() - 1) /
                                    static_cast<double>(points.size() - 1);
        const auto low = std::min(static_cast<std::size_t>(at), widths.size() - 1);
        const auto high = std::min(low + 1, widths.size() - 1);
        const double width =
            widths[low] + (widths[high] - widths[low]) * (at - static_cast<double>(low));
        const Point aside = normal(unit(after - before)) * (width / 2);
        left.push_back(points[i] + aside);
        right.push_back(points[i] - aside);
    }
    left.insert(left.end(), right.rbegin(), right.rend());
    return Path{{left}};
}

Path mirrored(const Path& path, double axis) {
    Path result;
    for (const Points& ring : path.rings)
        result.add(mirrored(ring, axis));
    return result;
}

Points mirrored(Points points, double axis) {
    for (Point& point : points)
        point.x = 2 * axis - point.x;
    return points;
}

Outline& Outline::line(std::initializer_list<Point> points) {
    m_points.insert(m_points.end(), points);
    return *this;
}

Outline& Outline::line(const Points& points) {
    m_points.insert(m_points.end(), points.begin(), points.end());
    return *this;
}

Outline& Outline::curve(const Points& points) {
    Points through = points;
    if (!m_points.empty()) {
        through.insert(through.begin(), m_points.back());
        m_points.pop_back();
    }
    return line(smooth(through));
}

Path Outline::path() const {
    return Path{{m_points}};
}

}  // namespace selvedge::synthetic
