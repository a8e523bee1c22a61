#pragma once

#include <cstdint>

#include "dataset/synthetic/path.h"

namespace selvedge::synthetic {

// sRGB, 0..255.
struct Color {
    double r = 0, g = 0, b = 0;
    Color operator*(double f) const { return {r * f, g * f, b * f}; }
};

constexpr Color hex(std::uint32_t rgb) {
    return {double(rgb >> 16 & 255), double(rgb >> 8 & 255), double(rgb & 255)};
}
Color mix(Color a, Color b, double t);
// Rec. 709 luma, 0..255.
double brightness(Color color);

enum class Pattern {
    Plain,
    Stripe,     // across
    Pinstripe,  // down
    Gingham,
    Tartan,
    Dot,
    Floral,
    Geometric,
    Argyle,
    Chevron,
    Herringbone,
    Houndstooth,
    Leopard,
    Camouflage,
    FairIsle,
    Paisley,
    Plant,
    Abstract,
    Letters,
    Zebra,
    Cheetah,
    Giraffe,
};

// The name of the attribute that says so, in the built-in catalog.
const char* attributeOf(Pattern pattern);
// Put on the cloth, not woven or knitted into it.
bool isPrinted(Pattern pattern);

enum class Texture { Cotton, Knit, Denim, Wool, Leather, Silk, Skin, Fur, Sequins, Suede };

// What a cloth looks like when it lies flat and evenly lit.
struct Fabric {
    Color base;
    Color second;  // of the pattern
    Color third;
    Pattern pattern = Pattern::Plain;
    Texture texture = Texture::Cotton;
    double size = 24;  // of the pattern's repeat, in the figure's units
    std::uint32_t seed = 0;

    Fabric plain(Color color) const;  // the same cloth in one colour
};

// The direction of the thread: `down` is of length 1.
struct Grain {
    Point origin;
    Point down{0, 1};

    Point local(Point p) const;
};

// `at` in the cloth's own coordinates (Grain::local), in units.
Color sample(const Fabric& fabric, Point at);
// What the texture adds to the light at a pixel, about -.1 to .1.
double textureLight(const Fabric& fabric, Point at, int x, int y);
// What soft folds of hanging cloth add, for light from `light`.
double drapeLight(const Fabric& fabric, Point at, Point light);

}  // namespace selvedge::synthetic
