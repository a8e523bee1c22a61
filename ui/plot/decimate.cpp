#include "ui/plot/decimate.h"

#include <algorithm>
#include <cmath>

namespace selvedge {

namespace {

// What is kept of the points of one pixel column, in order of the points.
class Column {
public:
    void add(const QPointF& pixel) {
        if (m_count == 0) {
            m_first = m_low = m_high = pixel;
            m_lowAt = m_highAt = 0;
        } else {
            if (pixel.y() < m_low.y()) {
                m_low = pixel;
                m_lowAt = m_count;
            }
            if (pixel.y() > m_high.y()) {
                m_high = pixel;
                m_highAt = m_count;
            }
        }
        m_last = pixel;
        ++m_count;
    }
    void flush(QPolygonF& line) {
        if (m_count == 0)
            return;
        line << m_first;
        const bool lowFirst = m_lowAt <= m_highAt;
        const std::size_t lastAt = m_count - 1;
        for (const bool low : {lowFirst, !lowFirst}) {
            const std::size_t at = low ? m_lowAt : m_highAt;
            if (at != 0 && at != lastAt)
                line << (low ? m_low : m_high);
        }
        if (lastAt != 0)
            line << m_last;
        m_count = 0;
    }

private:
    QPointF m_first, m_low, m_high, m_last;
    std::size_t m_count = 0, m_lowAt = 0, m_highAt = 0;
};

}  // namespace

std::vector<QPolygonF> decimate(std::span<const QPointF> points, const Axis& x, const Axis& y) {
    const auto before = [](const QPointF& point, double value) { return point.x() < value; };
    auto begin = std::lower_bound(points.begin(), points.end(), x.lo, before);
    auto end = std::lower_bound(begin, points.end(), std::nextafter(x.hi, HUGE_VAL), before);
    if (begin != points.begin())
        --begin;
    if (end != points.end())
        ++end;

    std::vector<QPolygonF> lines;
    QPolygonF line;
    Column column;
    long columnAt = 0;
    const auto finishLine = [&] {
        column.flush(line);
        if (!line.isEmpty())
            lines.push_back(std::move(line));
        line = {};
    };
    for (auto it = begin; it != end; ++it) {
        const QPointF pixel(x.toPixel(it->x()), y.toPixel(it->y()));
        if (!std::isfinite(pixel.x()) || !std::isfinite(pixel.y())) {
            finishLine();
            continue;
        }
        const long at = std::lround(std::clamp(pixel.x(), -1e6, 1e6));
        if (at != columnAt)
            column.flush(line);
        columnAt = at;
        column.add(pixel);
    }
    finishLine();
    return lines;
}

void smooth(std::span<const QPointF> points, double weight, std::vector<QPointF>& smoothed) {
    smoothed.reserve(points.size());
    for (std::size_t i = smoothed.size(); i < points.size(); ++i) {
        double value = points[i].y();
        // A value that is not finite leaves a gap; the average goes on behind it.
        if (std::isfinite(value)) {
            for (std::size_t back = i; back-- > 0;) {
                if (!std::isfinite(smoothed[back].y()))
                    continue;
                value = weight * smoothed[back].y() + (1 - weight) * value;
                break;
            }
        }
        smoothed.emplace_back(points[i].x(), value);
    }
}

std::size_t nearestPoint(std::span<const QPointF> points, double x) {
    const auto after =
        std::lower_bound(points.begin(), points.end(), x,
                         [](const QPointF& point, double value) { return point.x() < value; });
    if (after == points.begin())
        return 0;
    if (after == points.end())
        return points.size() - 1;
    const auto at = std::size_t(after - points.begin());
    return x - points[at - 1].x() <= after->x() - x ? at - 1 : at;
}

}  // namespace selvedge
