// What is printed on cloth or woven into it.
#include <algorithm>
#include <cmath>

#include "dataset/synthetic/fabric.h"
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

// 0 the ground, 1 a drop, 2 its heart, 3 its rim.
int paisley(Point at, std::uint32_t seed) {
    const Cell cell = brickCell(at);
    const bool turned = hashNoise(cell.column, cell.row, seed) < .5;
    const Point p = turned ? Point{-cell.inside.x, -cell.inside.y} : cell.inside;
    // A disc with a tail that bends aside.
    const double bend = p.y < 0 ? 1.5 * p.y * p.y : 0;
    const double width = p.y < -.36 ? 0 : p.y < 0 ? .19 * (1 + p.y / .36) + .01 : .2;
    const Point inside{p.x - bend + .06, p.y};
    const double reach =
        p.y < 0 ? std::abs(inside.x) / std::max(width, 1e-3) : length({inside.x, inside.y}) / width;
    return reach > 1 ? 0 : reach > .75 ? 3 : reach < .35 ? 2 : 1;
}

// 0 the ground, 1 and 2 leaves of two greens.
int leaves(Point at, std::uint32_t seed) {
    const Cell cell = brickCell(at);
    const double way = hashNoise(cell.column, cell.row, seed) < .5 ? 1 : -1;
    const Point p{cell.inside.x * way, cell.inside.y};
    // Leaflets either side of a stem that runs up to the right.
    const double along = (p.x - p.y) * .7071, aside = (p.x + p.y) * .7071;
    if (std::abs(along) > .46)
        return 0;
    if (std::abs(aside) < .018)
        return 2;
    const double tooth = triangle(along * 5 - std::abs(aside) * 2.2);
    const double reach = .3 * (1 - along * along * 4.5);
    return std::abs(aside) < reach && tooth > .34 ? 1 : 0;
}

// Strokes of a 5 x 7 letter, a bit a square, from the top row.
bool letter(Point at, std::uint32_t seed) {
    constexpr std::uint8_t letters[8][7] = {
        {14, 17, 17, 31, 17, 17, 17}, {30, 17, 30, 17, 17, 17, 30}, {31, 16, 30, 16, 16, 16, 31},
        {17, 25, 21, 19, 17, 17, 17}, {14, 17, 17, 17, 17, 17, 14}, {31, 4, 4, 4, 4, 4, 4},
        {4, 12, 4, 4, 4, 4, 14},      {14, 17, 1, 6, 1, 17, 14}};
    const int column = static_cast<int>(std::floor(at.x)), row = static_cast<int>(std::floor(at.y));
    const double x = (at.x - column) * 7 - 1, y = (at.y - row) * 9.4 - 1.2;
    if (x < 0 || x >= 5 || y < 0 || y >= 7)
        return false;
    const auto which = static_cast<int>(hashNoise(column, row, seed) * 8);
    return (letters[which][static_cast<int>(y)] >> (4 - static_cast<int>(x))) & 1;
}

// The distance to the nearest and the second nearest of scattered points, one a cell.
Point nearestTwo(Point at, std::uint32_t seed) {
    const int column = static_cast<int>(std::floor(at.x)), row = static_cast<int>(std::floor(at.y));
    Point best{9, 9};
    for (int j = row - 1; j <= row + 1; ++j) {
        for (int i = column - 1; i <= column + 1; ++i) {
            const Point p{i + .15 + .7 * hashNoise(i, j, seed),
                          j + .15 + .7 * hashNoise(i, j, seed + 1)};
            const double distance = length(p - at);
            if (distance < best.x)
                best = {distance, best.x};
            else if (distance < best.y)
                best.y = distance;
        }
    }
    return best;
}

}  // namespace

Color sample(const Fabric& fabric, Point at) {
    // Cloth never lies quite straight.
    const Point bent{at.x + 3 * (valueNoise(at.x * .02, at.y * .02, fabric.seed + 51) - .5),
                     at.y + 5 * (valueNoise(at.x * .02, at.y * .02, fabric.seed + 52) - .5)};
    const Point p = bent * (1 / fabric.size);
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
        case Pattern::Paisley: {
            const int part = paisley(p, fabric.seed);
            return part == 3 ? mix(fabric.second, fabric.third, .5) : choose(part);
        }
        case Pattern::Plant:
            return choose(leaves(p, fabric.seed));
        case Pattern::Abstract: {
            const double a = valueNoise(p.x * .9, p.y * .9, fabric.seed);
            const double b = valueNoise(p.x * 1.6 + 7, p.y * .7, fabric.seed + 1);
            return choose(a > .62 ? 1 : b > .66 ? 2 : std::abs(a - b) < .035 ? 1 : 0);
        }
        case Pattern::Letters:
            return choose(letter(p, fabric.seed) ? 1 : 0);
        case Pattern::Zebra: {
            const double wave = (valueNoise(p.x * .9, p.y * .9, fabric.seed) - .5) * 2.2;
            return choose(bands(p.y * 1.5 + wave, .45));
        }
        case Pattern::Cheetah:
            return choose(nearestTwo(p * 1.5, fabric.seed).x < .3 ? 1 : 0);
        case Pattern::Giraffe: {
            const Point two = nearestTwo(p, fabric.seed);
            return choose(two.y - two.x > .13 ? 1 : 0);
        }
    }
    return fabric.base;
}

}  // namespace selvedge::synthetic
