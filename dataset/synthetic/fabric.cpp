#include "dataset/synthetic/fabric.h"

#include <algorithm>
#include <cmath>

#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

namespace {

double fraction(double value) {
    return value - std::floor(value);
}

// 0 at whole numbers, 1 in between.
double triangle(double value) {
    return 1 - std::abs(2 * fraction(value) - 1);
}

// The cell of a grid, brick-laid: every other row moved by half a cell.
struct Cell {
    int column, row;
    Point inside;  // -.5 .. .5
};

Cell brickCell(Point at) {
    const int row = static_cast<int>(std::floor(at.y));
    const double x = at.x + (row & 1 ? .5 : 0);
    const int column = static_cast<int>(std::floor(x));
    return {column, row, {x - column - .5, at.y - row - .5}};
}

// 0 the ground, 1 a petal, 2 a flower's heart, 3 a leaf.
int flower(Point at, std::uint32_t seed) {
    const Cell cell = brickCell(at);
    const double dx = (hashNoise(cell.column, cell.row, seed) - .5) * .24;
    const double dy = (hashNoise(cell.column, cell.row, seed + 1) - .5) * .24;
    const Point p = cell.inside - Point{dx, dy};
    if (length(p) < .09)
        return 2;
    // The five corners of a pentagon.
    constexpr Point petals[] = {{0, -1},
                                {.9510565, -.3090170},
                                {.5877853, .8090170},
                                {-.5877853, .8090170},
                                {-.9510565, -.3090170}};
    for (const Point petal : petals) {
        if (length(p - petal * .155) < .125)
            return 1;
    }
    const Point leaf = p - Point{.25, .22};
    return std::abs(leaf.x - leaf.y) < .07 && std::abs(leaf.x + leaf.y) < .22 ? 3 : 0;
}

bool isHoundstooth(Point at) {
    // A 2/2 twill of four dark and four light threads: the thread on top is the warp where
    // (column - row) mod 4 < 2.
    const auto column = static_cast<int>(std::floor(at.x * 8));
    const auto row = static_cast<int>(std::floor(at.y * 8));
    const bool warpOnTop = ((column - row) & 3) < 2;
    return ((warpOnTop ? column : row) & 7) < 4;
}

int leopardSpot(Point at, std::uint32_t seed) {
    const Cell cell = brickCell(at);
    const double dx = (hashNoise(cell.column, cell.row, seed) - .5) * .2;
    const double dy = (hashNoise(cell.column, cell.row, seed + 7) - .5) * .2;
    const Point p = cell.inside - Point{dx, dy};
    const double wobble = (valueNoise(at.x * 6, at.y * 6, seed + 3) - .5) * .16;
    const double radius = std::sqrt(p.x * p.x + p.y * p.y * 1.5) + wobble;
    if (radius > .36)
        return 0;
    if (radius < .2)
        return 2;
    return valueNoise(at.x * 3.1, at.y * 3.1, seed + 9) > .3 ? 1 : 0;
}

// Rows of knitted motifs: a zigzag, diamonds, dots.
int fairIsle(Point at) {
    const int row = static_cast<int>(std::floor(at.y)) & 3;
    const double x = fraction(at.x), y = fraction(at.y);
    switch (row) {
        case 0:
            return std::abs(y - .25 - .5 * triangle(at.x)) < .16 ? 1 : 0;
        case 1:
            return std::abs(x - .5) + std::abs(y - .5) < .36 ? 2 : 0;
        case 2:
            return y > .4 && y < .6 ? 1 : 0;
        default:
            return std::abs(x - .5) < .17 && std::abs(y - .5) < .17 ? 1 : 0;
    }
}

int bands(double value, double width) {
    return fraction(value) < width ? 1 : 0;
}

}  // namespace

double valueNoise(double x, double y, std::uint32_t seed) {
    const double fx = std::floor(x), fy = std::floor(y);
    const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
    const auto ease = [](double t) { return t * t * (3 - 2 * t); };
    const double u = ease(x - fx), v = ease(y - fy);
    const double top = hashNoise(ix, iy, seed) * (1 - u) + hashNoise(ix + 1, iy, seed) * u;
    const double bottom =
        hashNoise(ix, iy + 1, seed) * (1 - u) + hashNoise(ix + 1, iy + 1, seed) * u;
    return top * (1 - v) + bottom * v;
}

Color mix(Color a, Color b, double t) {
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

double brightness(Color color) {
    return .2126 * color.r + .7152 * color.g + .0722 * color.b;
}

const char* attributeOf(Pattern pattern) {
    switch (pattern) {
        case Pattern::Plain:
            return "plain (pattern)";
        case Pattern::Stripe:
        case Pattern::Pinstripe:
            return "stripe";
        case Pattern::Gingham:
        case Pattern::Tartan:
            return "check";
        case Pattern::Dot:
            return "dot";
        case Pattern::Floral:
            return "floral";
        case Pattern::Geometric:
            return "geometric";
        case Pattern::Argyle:
            return "argyle";
        case Pattern::Chevron:
            return "chevron";
        case Pattern::Herringbone:
            return "herringbone (pattern)";
        case Pattern::Houndstooth:
            return "houndstooth (pattern)";
        case Pattern::Leopard:
            return "leopard";
        case Pattern::Camouflage:
            return "camouflage";
        case Pattern::FairIsle:
            return "fair isle";
    }
    return "plain (pattern)";
}

Fabric Fabric::plain(Color color) const {
    Fabric result = *this;
    result.base = color;
    result.pattern = Pattern::Plain;
    return result;
}

Point Grain::local(Point p) const {
    const Point from = p - origin;
    return {from.x * down.y - from.y * down.x, from.x * down.x + from.y * down.y};
}

Color sample(const Fabric& fabric, Point at) {
    const Point p = at * (1 / fabric.size);
    const auto choose = [&](int which) {
        return which == 0 ? fabric.base : which == 1 ? fabric.second : fabric.third;
    };
    switch (fabric.pattern) {
        case Pattern::Plain:
            return fabric.base;
        case Pattern::Stripe:
            return choose(bands(p.y, .42));
        case Pattern::Pinstripe:
            return choose(bands(p.x, .16));
        case Pattern::Gingham:
            return mix(fabric.base, fabric.second, .5 * (bands(p.x, .5) + bands(p.y, .5)));
        case Pattern::Tartan: {
            const Color ground =
                mix(fabric.base, fabric.second, .45 * (bands(p.x, .45) + bands(p.y, .45)));
            const int line = bands(p.x + .24, .07) + bands(p.y + .24, .07);
            return mix(ground, fabric.third, std::min(1., .65 * line));
        }
        case Pattern::Dot: {
            const Point inside = brickCell(p).inside;
            return choose(length(inside) < .24 ? 1 : 0);
        }
        case Pattern::Floral: {
            const int part = flower(p, fabric.seed);
            if (part == 3)
                return mix(fabric.base, hex(0x4f7350), .75);
            if (part == 1) {
                const Cell cell = brickCell(p);
                return hashNoise(cell.column, cell.row, fabric.seed + 5) < .5
                           ? fabric.second
                           : mix(fabric.second, fabric.third, .6);
            }
            return choose(part);
        }
        case Pattern::Geometric: {
            const double diamond = std::abs(fraction(p.x) - .5) + std::abs(fraction(p.y) - .5);
            return choose(diamond < .16 ? 2 : diamond < .32 ? 0 : diamond < .44 ? 1 : 0);
        }
        case Pattern::Argyle: {
            const double diamond = std::abs(fraction(p.x) - .5) + std::abs(fraction(p.y * .7) - .5);
            const bool line = std::abs(triangle(p.x + .5) - triangle(p.y * .7)) < .07;
            return line ? fabric.third : choose(diamond < .5 ? 1 : 0);
        }
        case Pattern::Chevron:
            return choose(bands(p.y + .5 * triangle(p.x * .7), .5));
        case Pattern::Herringbone: {
            const bool turned = (static_cast<int>(std::floor(p.x)) & 1) != 0;
            return choose(bands(2 * (p.y + (turned ? -p.x : p.x)), .5));
        }
        case Pattern::Houndstooth:
            return choose(isHoundstooth(p) ? 1 : 0);
        case Pattern::Leopard:
            return choose(leopardSpot(p, fabric.seed));
        case Pattern::Camouflage: {
            const double a = valueNoise(p.x * 1.3, p.y * 2, fabric.seed) * .7 +
                             valueNoise(p.x * 3.1, p.y * 4, fabric.seed + 1) * .3;
            return choose(a > .58 ? 1 : a < .4 ? 2 : 0);
        }
        case Pattern::FairIsle:
            return choose(fairIsle(p));
    }
    return fabric.base;
}

double textureLight(const Fabric& fabric, Point at, int x, int y) {
    const double noise = hashNoise(x, y, fabric.seed + 11) - .5;
    switch (fabric.texture) {
        case Texture::Cotton:
            return noise * .035;
        case Texture::Knit:
            return (triangle(at.x / 8.5) - .5) * .11 +
                   (triangle(at.y / 7 + .5 * triangle(at.x / 8.5)) - .5) * .05 + noise * .03;
        case Texture::Denim:
            return (valueNoise(at.x * .7 + at.y * .35, at.y * .35 - at.x * .05, fabric.seed) - .5) *
                       .13 +
                   noise * .06;
        case Texture::Wool:
            return (valueNoise(at.x * .22, at.y * .22, fabric.seed) - .5) * .06 + noise * .055;
        case Texture::Leather:
            return (valueNoise(at.x * .25, at.y * .25, fabric.seed) - .5) * .05 + noise * .02;
        case Texture::Silk:
            return (valueNoise(at.x * .05, at.y * .012, fabric.seed) - .5) * .12 + noise * .015;
        case Texture::Skin:
            return noise * .015;
    }
    return 0;
}

}  // namespace selvedge::synthetic
