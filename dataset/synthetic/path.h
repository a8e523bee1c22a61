#pragma once

#include <initializer_list>
#include <vector>

namespace selvedge::synthetic {

// x to the right, y down. The figure's units: 1000 from the crown of the head to the floor, x = 0
// in the middle.
struct Point {
    double x = 0, y = 0;
    Point operator+(Point o) const { return {x + o.x, y + o.y}; }
    Point operator-(Point o) const { return {x - o.x, y - o.y}; }
    Point operator*(double f) const { return {x * f, y * f}; }
};

using Points = std::vector<Point>;

double length(Point v);
// Of length 1; the null vector becomes (0, 1).
Point unit(Point v);
// Turned by a right angle: (x, y) -> (-y, x).
inline Point normal(Point v) {
    return {-v.y, v.x};
}
inline Point mix(Point a, Point b, double t) {
    return a + (b - a) * t;
}

// What any of the closed polygons holds, each filled where its winding number is not zero.
struct Path {
    std::vector<Points> rings;

    Path& add(const Path& other);
    Path& add(Points ring);
};

// A smooth line through the points (Catmull-Rom), as a polyline that starts and ends at them.
Points smooth(const Points& points);

// A smooth outline through the points.
Path blob(const Points& points);
Path polygon(Points points);
Path ellipse(Point centre, double rx, double ry);
Path box(double left, double top, double right, double bottom);

// A line with a width at each point, interpolated; cut straight at both ends. `points` is used as
// it stands: smooth() it first for a curve.
Path stroke(const Points& points, double width);
Path stroke(const Points& points, double firstWidth, double lastWidth);
Path stroke(const Points& points, const std::vector<double>& widths);

// Reflected at the vertical line x = axis.
Path mirrored(const Path& path, double axis = 0);
Points mirrored(Points points, double axis = 0);

// Builds an outline piece by piece.
class Outline {
public:
    Outline& line(std::initializer_list<Point> points);
    Outline& line(const Points& points);
    // A smooth line through the last point and these.
    Outline& curve(std::initializer_list<Point> points) { return curve(Points(points)); }
    Outline& curve(const Points& points);
    Path path() const;

private:
    Points m_points;
};

}  // namespace selvedge::synthetic
