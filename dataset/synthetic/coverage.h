#pragma once

#include <cstdint>
#include <vector>

#include "dataset/mask/rle_mask.h"
#include "dataset/synthetic/path.h"

namespace selvedge::synthetic {

// From the figure's units to pixels.
struct View {
    double scale = 1;  // pixels a unit
    Point origin;      // pixels, of the figure's (0, 0)

    Point toPixel(Point p) const { return {origin.x + p.x * scale, origin.y + p.y * scale}; }
    Point toFigure(Point p) const { return {(p.x - origin.x) / scale, (p.y - origin.y) / scale}; }
};

// How much of each pixel of `box` an area covers: 0..1, row-major. Outside `box` it is 0.
struct Coverage {
    IntBox box;
    std::vector<float> values;

    float at(int x, int y) const {
        x -= box.x;
        y -= box.y;
        if (x < 0 || y < 0 || x >= box.width || y >= box.height)
            return 0;
        return values[static_cast<std::size_t>(y * box.width + x)];
    }
    float& in(int x, int y) {
        return values[static_cast<std::size_t>((y - box.y) * box.width + x - box.x)];
    }
};

// The exact area of the path in each pixel of a width x height picture across, at 8 lines a pixel
// down. Vertices are rounded to 1/256 pixel and all that follows is done
// in whole numbers, so that no machine's arithmetic shows.
Coverage cover(const Path& path, const View& view, int width, int height);

// Products, where both cover; `a` without what `b` covers.
Coverage clipped(const Coverage& a, const Coverage& b);
Coverage without(const Coverage& a, const Coverage& b);

// Three box filters after one another, nearly a Gaussian of standard deviation `radius` pixels,
// with the box grown to hold it, inside the picture; what touches the picture's edge goes on there.
Coverage blurred(const Coverage& coverage, int radius, int width, int height);

}  // namespace selvedge::synthetic
