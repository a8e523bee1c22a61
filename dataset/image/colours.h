#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge {

// The colours that garments are asked for by: few, so that each means the same to everybody. The
// numbers are kept in files: new ones go to the end.
enum class Colour : std::uint8_t {
    Black,
    White,
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Brown,
    Beige,
};
inline constexpr int kColours = 12;

// "black", "white", ...
std::string_view nameOf(Colour colour);

// A pixel's colour: the name of the nearest of a table of shades (several a name, colours.cpp) by
// distance in CIELAB (D65, CIE76). Channels are taken in steps of 8.
Colour colourOf(std::uint8_t red, std::uint8_t green, std::uint8_t blue);

struct ColourShare {
    Colour colour = Colour::Black;
    std::uint8_t percent = 0;  // of the object's pixels, rounded
    bool operator==(const ColourShare&) const = default;
};

// The most frequent colours under a mask, at most three, largest share first (equal ones in the
// enum's order), none below 10 %. The mask may have another size than the picture: it is scaled to
// it. Empty when no pixel of the picture lies under it. Pure; any thread.
std::vector<ColourShare> dominantColours(const Image& image, const RleMask& mask);

}  // namespace selvedge
