#pragma once

#include "dataset/synthetic/outfit.h"

namespace selvedge::synthetic {

// Colours that go with every palette.
inline constexpr Color kWhite = hex(0xeeebe5), kBlack = hex(0x26242a), kCream = hex(0xefe6d6);
inline constexpr Color kGold = hex(0xcfae6a), kSilver = hex(0xc9cacd), kTan = hex(0xa9764a);
inline constexpr Color kDenim = hex(0x4a6488), kDarkDenim = hex(0x33435f);
inline constexpr Color kPaleDenim = hex(0x8ba5c0);

// Makes the pieces of one outfit in the colours of a palette.
class Tailor {
public:
    Tailor(const Palette& palette, Random& random) : p(palette), m_random(random) {}

    const Palette& p;

    double between(double low, double high) { return m_random.between(low, high); }
    bool chance(double probability) { return m_random.chance(probability); }
    Side side() { return m_random.chance(.5) ? kLeft : kRight; }

    Fabric cloth(Texture texture, Color color);
    // `size` is the pattern's repeat in the figure's units.
    Fabric printed(Texture texture, Pattern pattern, double size, Color base, Color second,
                   Color third = {});
    Fabric denim(Color color) { return cloth(Texture::Denim, color); }
    Fabric leather(Color color) { return cloth(Texture::Leather, color); }

    Upper upper(std::string_view category, const Fabric& fabric, const Cut& cut);
    Upper tee(const Fabric& fabric);
    Upper shirt(const Fabric& fabric);
    Upper sweater(const Fabric& fabric);
    Upper tailored(std::string_view category, const Fabric& fabric, const Cut& cut, Collar collar);
    // The same beneath something that hides its sleeves and cut.
    static Upper under(Upper upper);
    Pants trousers(const Fabric& fabric, LegShape shape);
    Pants jeans(Color color, LegShape shape);
    Shoes shoes(ShoeStyle style, Color color, Color sole);

private:
    Random& m_random;
};

// T-shirts, shirts and sweaters over pants and shorts.
Outfit stripedTee(Tailor& t);
Outfit checkedShirt(Tailor& t);
Outfit shortsAndPolo(Tailor& t);
Outfit hoodie(Tailor& t);
Outfit cargoAndCrop(Tailor& t);
Outfit vestAndShirt(Tailor& t);

// Outfits with a skirt.
Outfit turtleneckAndSkirt(Tailor& t);
Outfit pencilSkirt(Tailor& t);
Outfit pleatedSkirt(Tailor& t);
Outfit leopardSkirt(Tailor& t);
Outfit denimMini(Tailor& t);

// Dresses and the jumpsuit.
Outfit floralDress(Tailor& t);
Outfit maxiDress(Tailor& t);
Outfit cardiganAndDress(Tailor& t);
Outfit jumpsuit(Tailor& t);
Outfit shirtDress(Tailor& t);
Outfit tieredDress(Tailor& t);
Outfit eveningGown(Tailor& t);

// Coats and jackets.
Outfit doubleBreastedCoat(Tailor& t);
Outfit blazerAndJeans(Tailor& t);
Outfit bomber(Tailor& t);
Outfit trenchCoat(Tailor& t);
Outfit openOvercoat(Tailor& t);
Outfit puffer(Tailor& t);
Outfit suitAndTie(Tailor& t);
Outfit duffleCoat(Tailor& t);
Outfit wrapCoat(Tailor& t);

}  // namespace selvedge::synthetic
