#include "ui/parts/outline_stroker.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <cstring>

namespace selvedge {

namespace {

// `part` of 255 of a premultiplied pixel, rounded; two channels at a time.
QRgb scaled(QRgb pixel, quint32 part) {
    const auto pair = [part](quint32 two) {
        const quint32 product = two * part + 0x800080;
        return ((product + ((product >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
    };
    return pair(pixel & 0xff00ff) | pair((pixel >> 8) & 0xff00ff) << 8;
}

// Pixels that are looked at together: the compiler makes a few instructions of them.
constexpr int kBlock = 8;

// Of a dash or gap: every step gets on, however long the line.
constexpr float kShortestDash = 0.5f;

struct Vector {
    float x, y;
};

// In [0, most]; written so that it becomes two instructions.
float limited(float value, float most) {
    value = value > 0 ? value : 0;
    return value < most ? value : most;
}

// Raises the cover of a row's kBlock pixels, the first of which has its middle at `first` seen from
// the beginning of a piece that goes along `along`; `inverse` of its length squared.
void coverBlock(std::uint8_t* cover, Vector first, Vector along, float inverse, float reach) {
    std::int16_t now[kBlock];
    for (int i = 0; i < kBlock; ++i) {
        const float cx = first.x + float(i);
        const float t = limited((cx * along.x + first.y * along.y) * inverse, 1);
        const float ex = cx - t * along.x, ey = first.y - t * along.y;
        now[i] = std::int16_t(limited(reach - std::sqrt(ex * ex + ey * ey), 1) * 255 + 0.5f);
    }
    for (int i = 0; i < kBlock; ++i)
        cover[i] = std::uint8_t(std::max(std::int16_t(cover[i]), now[i]));
}

// No pixel of a block is covered.
bool isEmpty(const std::uint8_t* cover) {
    std::uint64_t block = 0;
    static_assert(sizeof block == kBlock);
    std::memcpy(&block, cover, sizeof block);
    return block == 0;
}

}  // namespace

OutlineStroker::OutlineStroker(QImage& image)
    : m_image(image),
      m_stride(std::size_t(image.width()) + kBlock),
      m_cover(m_stride * std::size_t(image.height()), 0),
      m_begin(std::size_t(image.height()), image.width()),
      m_end(std::size_t(image.height()), 0),
      m_top(image.height()),
      m_bottom(0) {}

void OutlineStroker::stroke(const QPainterPath& path, const Placement& placement, const Pen& pen) {
    std::vector<Point> ring;
    const auto finish = [&] {
        if (ring.size() > 1)
            strokeRing(ring, pen);
        ring.clear();
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element& at = path.elementAt(i);
        if (at.isMoveTo())
            finish();
        ring.push_back({float(at.x * placement.scale + placement.offset.x()),
                        float(at.y * placement.scale + placement.offset.y())});
    }
    finish();
    lay(pen.color);
}

void OutlineStroker::strokeRing(const std::vector<Point>& ring, const Pen& pen) {
    const float radius = float(pen.width / 2);
    const bool dashed = !pen.dashes.isEmpty();
    qsizetype dash = 0;
    float left = dashed ? float(pen.dashes[0]) : 0;  // of this dash or gap
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        if (!dashed) {
            strokePiece(a, b, radius);
            continue;
        }
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const auto at = [&](float s) {
            return Point{a.x + (b.x - a.x) * s / length, a.y + (b.y - a.y) * s / length};
        };
        float from = 0;
        while (from + left < length) {
            if (dash % 2 == 0)
                strokePiece(at(from), at(from + left), radius);
            from += left;
            dash = (dash + 1) % pen.dashes.size();
            left = std::max(kShortestDash, float(pen.dashes[dash]));
        }
        if (dash % 2 == 0 && from < length)
            strokePiece(at(from), b, radius);
        left -= length - from;
    }
}

// A pixel is covered as far as its middle lies within the pen's radius of the piece.
void OutlineStroker::strokePiece(Point a, Point b, float radius) {
    const float reach = radius + 0.5f;
    const int width = m_image.width(), height = m_image.height();
    const auto clamped = [](float value, int most) {
        return int(std::clamp(value, 0.f, float(most)));
    };
    const int top = clamped(std::floor(std::min(a.y, b.y) - reach), height);
    const int bottom = clamped(std::ceil(std::max(a.y, b.y) + reach), height);
    if (std::max(a.x, b.x) + reach < 0 || std::min(a.x, b.x) - reach > float(width))
        return;
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float square = dx * dx + dy * dy;
    const float inverse = square > 0 ? 1 / square : 0;
    for (int y = top; y < bottom; ++y) {
        const float cy = float(y) + 0.5f - a.y;
        // The stretch of the piece whose rows reach this one.
        float first = 0, last = 1;
        if (std::abs(dy) > 1e-6f) {
            const float s = (cy - reach) / dy, e = (cy + reach) / dy;
            first = std::clamp(std::min(s, e), 0.f, 1.f);
            last = std::clamp(std::max(s, e), 0.f, 1.f);
        }
        const float x0 = a.x + first * dx, x1 = a.x + last * dx;
        const int begin = clamped(std::floor(std::min(x0, x1) - reach), width);
        const int end = clamped(std::ceil(std::max(x0, x1) + reach), width);
        if (begin >= end)
            continue;
        std::uint8_t* row = m_cover.data() + std::size_t(y) * m_stride;
        for (int x = begin; x < end; x += kBlock)
            coverBlock(row + x, {float(x) + 0.5f - a.x, cy}, {dx, dy}, inverse, reach);
        m_begin[std::size_t(y)] = std::min(m_begin[std::size_t(y)], begin);
        m_end[std::size_t(y)] = std::max(m_end[std::size_t(y)], end);
        m_top = std::min(m_top, y);
        m_bottom = std::max(m_bottom, y + 1);
    }
}

// Lays the stroke over the image and forgets it.
void OutlineStroker::lay(const QColor& color) {
    const QRgb full = qPremultiply(color.rgba());
    for (int y = m_top; y < m_bottom; ++y) {
        int& begin = m_begin[std::size_t(y)];
        int& end = m_end[std::size_t(y)];
        std::uint8_t* row = m_cover.data() + std::size_t(y) * m_stride;
        auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        for (int x = begin; x < end; ++x) {
            // Inside of a ring there is nothing.
            while (x < end && isEmpty(row + x))
                x += kBlock;
            if (row[x] == 0)
                continue;
            const QRgb above = row[x] == 255 ? full : scaled(full, row[x]);
            line[x] = line[x] ? above + scaled(line[x], 255 - quint32(qAlpha(above))) : above;
            row[x] = 0;
        }
        begin = m_image.width();
        end = 0;
    }
    m_top = m_image.height();
    m_bottom = 0;
}

}  // namespace selvedge
