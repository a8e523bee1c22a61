#include "ui/parts/outline_path.h"

#include <cmath>
#include <vector>

#include "dataset/mask/outline.h"

namespace selvedge {

namespace {

double distanceToLine(QPointF p, QPointF a, QPointF b) {
    const QPointF d = b - a;
    const double length = std::hypot(d.x(), d.y());
    if (length < 1e-9)
        return std::hypot(p.x() - a.x(), p.y() - a.y());
    return std::abs(d.x() * (a.y() - p.y()) - (a.x() - p.x()) * d.y()) / length;
}

void keepFar(const QPolygonF& points, qsizetype from, qsizetype to, double tolerance,
             std::vector<char>& keep) {
    // A stack of our own: rings of photos have tens of thousands of points.
    std::vector<std::pair<qsizetype, qsizetype>> open{{from, to}};
    while (!open.empty()) {
        const auto [a, b] = open.back();
        open.pop_back();
        double farthest = tolerance;
        qsizetype at = -1;
        for (qsizetype i = a + 1; i < b; ++i) {
            const double d = distanceToLine(points[i], points[a], points[b]);
            if (d > farthest) {
                farthest = d;
                at = i;
            }
        }
        if (at < 0)
            continue;
        keep[std::size_t(at)] = 1;
        open.emplace_back(a, at);
        open.emplace_back(at, b);
    }
}

// Middles of the edges; long edges keep their ends' neighbourhood, so that corners stay corners.
QPolygonF cutStairs(const Ring& ring) {
    QPolygonF points;
    const std::size_t n = ring.points.size();
    points.reserve(qsizetype(n) * 2);
    for (std::size_t i = 0; i < n; ++i) {
        const QPointF a(ring.points[i].x, ring.points[i].y);
        const Ring::Point& next = ring.points[(i + 1) % n];
        const QPointF b(next.x, next.y);
        const double length = std::abs(b.x() - a.x()) + std::abs(b.y() - a.y());
        if (length <= 2) {
            points << (a + b) / 2;
        } else {
            const QPointF step = (b - a) / length;
            points << a + step << b - step;
        }
    }
    return points;
}

}  // namespace

QPolygonF simplified(const QPolygonF& ring, double tolerance) {
    if (ring.size() < 5)
        return ring;
    // Two anchors split the ring: the first point and the one farthest from it.
    qsizetype far = 0;
    double best = -1;
    for (qsizetype i = 1; i < ring.size(); ++i) {
        const QPointF d = ring[i] - ring[0];
        const double distance = d.x() * d.x() + d.y() * d.y();
        if (distance > best) {
            best = distance;
            far = i;
        }
    }
    QPolygonF closed = ring;
    closed << ring.first();
    std::vector<char> keep(std::size_t(closed.size()), 0);
    keep[0] = keep[std::size_t(far)] = 1;
    keepFar(closed, 0, far, tolerance, keep);
    keepFar(closed, far, closed.size() - 1, tolerance, keep);
    QPolygonF result;
    for (qsizetype i = 0; i < ring.size(); ++i) {
        if (keep[std::size_t(i)])
            result << ring[i];
    }
    return result;
}

QPainterPath outlinePath(const RleMask& mask, double tolerance) {
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    for (const Ring& ring : outline(mask)) {
        QPolygonF polygon;
        if (tolerance > 0) {
            polygon = simplified(cutStairs(ring), tolerance);
        } else {
            for (const Ring::Point& p : ring.points)
                polygon << QPointF(p.x, p.y);
        }
        path.addPolygon(polygon);
        path.closeSubpath();
    }
    return path;
}

}  // namespace selvedge
