#pragma once

#include <cstdint>
#include <vector>

#include "dataset/mask/rle_mask.h"
#include "dataset/synthetic/path.h"

namespace selvedge::synthetic {

// From the figure's units to pixels: a scale, a turn and a move.
class View {
public:
    View() = default;
    // `scale` pixels a unit, `origin` the pixel of the figure's (0, 0).
    View(double scale, Point origin) : m_scale(scale), m_origin(origin), m_across{scale, 0} {}
    // Turned about a point of the figure. `halfTangent` is the tangent of half the angle, positive
    // from right to down: with it the turn is exact arithmetic on every machine.
    View turned(Point about, double halfTangent) const;

    // In a picture of `factor` times the size.
    View shrunk(double factor) const;

    double scale() const { return m_scale; }
    Point toPixel(Point p) const {
        return {m_origin.x + p.x * m_across.x - p.y * m_across.y,
                m_origin.y + p.x * m_across.y + p.y * m_across.x};
    }
    Point toFigure(Point p) const;

private:
    double m_scale = 1;
    Point m_origin;
    Point m_across{1, 0};  // pixels, of one unit to the right
};

// How much of each pixel of `box` an area covers: 0..1, row-major. Outside `box` it is 0.
struct Coverage {
    IntBox box;
    std::vector<float> values;

    // The paths in pixels whose coverages (or, `outside`, what they leave free) were multiplied to
    // this; kept only where a canvas was asked to.
    struct Term {
        Path path;
        bool outside = false;
    };
    std::vector<Term> terms;

    float at(int x, int y) const {
        x -= box.x;
        y -= box.y;
        if (x < 0 || y < 0 || x >= box.width || y >= box.height)
            return 0;
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(box.width) +
                      static_cast<std::size_t>(x)];
    }
    float* row(int y) {
        return values.data() +
               static_cast<std::size_t>(y - box.y) * static_cast<std::size_t>(box.width);
    }
    const float* row(int y) const { return const_cast<Coverage*>(this)->row(y); }
    float& in(int x, int y) { return row(y)[x - box.x]; }
};

// The exact area of the path, given in pixels, in each pixel of a width x height picture across, at
// 8 lines a pixel down. Vertices are rounded to 1/256 pixel and all that follows is done in whole
// numbers, so that no machine's arithmetic shows.
Coverage cover(const Path& path, int width, int height);

// Products, where both cover; `a` without what `b` covers (`b` a single path's coverage).
Coverage clipped(const Coverage& a, const Coverage& b);
Coverage without(const Coverage& a, const Coverage& b);

// Three box filters after one another, nearly a Gaussian of standard deviation `radius` pixels,
// with the box grown to hold it, inside the picture; what touches the picture's edge goes on there.
Coverage blurred(const Coverage& coverage, int radius, int width, int height);

}  // namespace selvedge::synthetic
