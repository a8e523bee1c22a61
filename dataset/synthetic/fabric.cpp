#include "dataset/synthetic/fabric.h"

#include <algorithm>
#include <cmath>

#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

namespace {

// 0 at whole numbers, 1 in between.
double triangle(double value) {
    return 1 - std::abs(2 * (value - std::floor(value)) - 1);
}

// How deep the folds of a cloth are, as light.
double depthOf(Texture texture) {
    switch (texture) {
        case Texture::Silk:
            return .5;
        case Texture::Cotton:
            return .3;
        case Texture::Leather:
        case Texture::Suede:
            return .34;
        case Texture::Wool:
            return .2;
        case Texture::Denim:
            return .22;
        case Texture::Knit:
            return .16;
        case Texture::Sequins:
            return .25;
        case Texture::Fur:
        case Texture::Skin:
            return 0;
    }
    return 0;
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
        case Pattern::Paisley:
            return "paisley";
        case Pattern::Plant:
            return "plant";
        case Pattern::Abstract:
            return "abstract";
        case Pattern::Letters:
            return "letters, numbers";
        case Pattern::Zebra:
            return "zebra";
        case Pattern::Cheetah:
            return "cheetah";
        case Pattern::Giraffe:
            return "giraffe";
    }
    return "plain (pattern)";
}

bool isPrinted(Pattern pattern) {
    switch (pattern) {
        case Pattern::Dot:
        case Pattern::Floral:
        case Pattern::Geometric:
        case Pattern::Leopard:
        case Pattern::Camouflage:
        case Pattern::Paisley:
        case Pattern::Plant:
        case Pattern::Abstract:
        case Pattern::Letters:
        case Pattern::Zebra:
        case Pattern::Cheetah:
        case Pattern::Giraffe:
            return true;
        default:
            return false;
    }
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
        case Texture::Suede:
            // Nap that lies this way and that.
            return (valueNoise(at.x * .06, at.y * .05, fabric.seed) - .5) * .2 +
                   (valueNoise(at.x * .6, at.y * .5, fabric.seed + 1) - .5) * .08 + noise * .06;
        case Texture::Fur:
            // Tufts that fall along the grain.
            return (valueNoise(at.x * .45, at.y * .11, fabric.seed) - .5) * .5 +
                   (valueNoise(at.x * .09, at.y * .06, fabric.seed + 1) - .5) * .22 + noise * .12;
        case Texture::Sequins: {
            // Small discs, each turned its own way: a few flash.
            const double u = at.x / 5.5, v = at.y / 5.5;
            const int row = static_cast<int>(std::floor(v));
            const int column = static_cast<int>(std::floor(u + (row & 1) * .5));
            const double flash = hashNoise(column, row, fabric.seed);
            const double rim = triangle(v) * triangle(u + (row & 1) * .5);
            return (rim - .35) * .3 + (flash > .93 ? .75 : flash > .7 ? .25 : -.12 * flash);
        }
    }
    return 0;
}

double drapeLight(const Fabric& fabric, Point at, Point light) {
    const double depth = depthOf(fabric.texture);
    if (depth == 0)
        return 0;
    // Long folds along the thread and shorter creases across; their light is the slope.
    constexpr double kStep = 4;
    const auto height = [&](double x, double y) {
        return valueNoise(x * .034, y * .008, fabric.seed + 31) +
               .28 * valueNoise(x * .02 + y * .012, y * .018 - x * .01, fabric.seed + 32);
    };
    return depth * ((height(at.x + kStep, at.y) - height(at.x - kStep, at.y)) * light.x +
                    (height(at.x, at.y + kStep) - height(at.x, at.y - kStep)) * light.y);
}

}  // namespace selvedge::synthetic
