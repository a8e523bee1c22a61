#pragma once

#include <QColor>
#include <QImage>
#include <QList>
#include <QPointF>
#include <cstdint>
#include <vector>

class QPainterPath;

namespace selvedge {

// Strokes the outlines of masks into an image, antialiased, with round joins: the same lines as a
// QPainter's pen several times as fast, since a screen of a hundred objects has tens of thousands
// of short pieces. One thread at a time.
class OutlineStroker {
public:
    // `image`: ARGB32_Premultiplied; it outlives the stroker.
    explicit OutlineStroker(QImage& image);
    // From the path's coordinates to the image's pixels: p * scale + offset.
    struct Placement {
        double scale = 1;
        QPointF offset;
    };
    struct Pen {
        QColor color;
        double width = 1;     // pixels
        QList<qreal> dashes;  // pixels drawn and left out, in turn; empty: solid
    };
    // Every subpath is a ring of straight lines, closed. Within one stroke nothing is laid over
    // itself, so that a translucent colour stays even.
    void stroke(const QPainterPath& path, const Placement& placement, const Pen& pen);

private:
    struct Point {
        float x, y;
    };
    void strokeRing(const std::vector<Point>& ring, const Pen& pen);
    void strokePiece(Point a, Point b, float radius);
    void lay(const QColor& color);

    QImage& m_image;
    std::size_t m_stride;               // of m_cover's rows
    std::vector<std::uint8_t> m_cover;  // of the stroke that is being made, a byte a pixel
    std::vector<int> m_begin, m_end;    // columns of a row that it touches
    int m_top, m_bottom;                // rows that it touches; m_bottom is one past
};

}  // namespace selvedge
