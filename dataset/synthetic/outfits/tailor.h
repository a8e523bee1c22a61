#pragma once

#include <initializer_list>

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
    template <typename T>
    T pick(std::initializer_list<T> values) {
        return values.begin()[m_random.below(static_cast<int>(values.size()))];
    }
    Color color() { return pick({p.light, p.middle, p.dark, p.accent}); }
    Side side() { return m_random.chance(.5) ? kLeft : kRight; }

    Fabric cloth(Texture texture, Color color);
    // `size` is the pattern's repeat in the figure's units.
    Fabric printed(Texture texture, Pattern pattern, double size, Color base, Color second,
                   Color third = {});
    // Plain, or with one of the patterns that people wear, as often as they do.
    Fabric any(Texture texture, Color color);
    Fabric denim(Color color) { return cloth(Texture::Denim, color); }
    Fabric leather(Color color) { return cloth(Texture::Leather, color); }

    Upper upper(std::string_view category, const Fabric& fabric, const Cut& cut);
    Upper dress(const Fabric& fabric, const Cut& cut);
    Upper top(const Fabric& fabric, const Cut& cut);
    Upper tee(const Fabric& fabric);
    Upper shirt(const Fabric& fabric);
    Upper sweater(const Fabric& fabric);
    Upper tailored(std::string_view category, const Fabric& fabric, const Cut& cut, Collar collar);
    // The same beneath something that hides its sleeves and cut.
    static Upper under(Upper upper);
    Pants trousers(const Fabric& fabric, LegShape shape);
    Pants jeans(Color color, LegShape shape);
    Shoes shoes(ShoeStyle style, Color color, Color sole);
    Shoes heels() { return shoes(ShoeStyle::Pump, pick({kBlack, p.accent, p.dark, kTan}), p.dark); }
    Shoes flats() { return shoes(ShoeStyle::Loafer, pick({kBlack, kTan, p.dark}), hex(0x2c1c12)); }
    Shoes sneakers() { return shoes(ShoeStyle::Sneaker, pick({kWhite, p.dark, p.accent}), kWhite); }
    Shoes boots() {
        return shoes(ShoeStyle::AnkleBoot, pick({kBlack, hex(0x6a4329), p.dark}), hex(0x1c1512));
    }

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
Outfit printedTee(Tailor& t);
Outfit cutoffsAndTank(Tailor& t);
Outfit peasantTop(Tailor& t);
Outfit raglanAndTrackPants(Tailor& t);
Outfit rugbyShirt(Tailor& t);
Outfit sailorBlouse(Tailor& t);
Outfit tunicAndLeggings(Tailor& t);
Outfit haremPants(Tailor& t);
Outfit sweaterAndCrop(Tailor& t);
Outfit halterAndFlares(Tailor& t);
Outfit buttonDown(Tailor& t);
Outfit plainTee(Tailor& t);

// Outfits with a skirt.
Outfit turtleneckAndSkirt(Tailor& t);
Outfit pencilSkirt(Tailor& t);
Outfit pleatedSkirt(Tailor& t);
Outfit leopardSkirt(Tailor& t);
Outfit denimMini(Tailor& t);
Outfit wrapSkirt(Tailor& t);
Outfit skaterSkirt(Tailor& t);
Outfit kiltAndSweater(Tailor& t);
Outfit prairieSkirt(Tailor& t);
Outfit sequinTop(Tailor& t);
Outfit balloonSkirt(Tailor& t);
Outfit peplumSuit(Tailor& t);

// Dresses and the jumpsuit.
Outfit floralDress(Tailor& t);
Outfit maxiDress(Tailor& t);
Outfit cardiganAndDress(Tailor& t);
Outfit jumpsuit(Tailor& t);
Outfit shirtDress(Tailor& t);
Outfit tieredDress(Tailor& t);
Outfit eveningGown(Tailor& t);
Outfit wrapDress(Tailor& t);
Outfit sheathDress(Tailor& t);
Outfit shiftDress(Tailor& t);
Outfit sweaterDress(Tailor& t);
Outfit bodyconDress(Tailor& t);
Outfit empireDress(Tailor& t);
Outfit offShoulderDress(Tailor& t);
Outfit oneShoulderGown(Tailor& t);
Outfit halterDress(Tailor& t);
Outfit highLowDress(Tailor& t);
Outfit sequinDress(Tailor& t);
Outfit ruffledDress(Tailor& t);
Outfit tentDress(Tailor& t);
Outfit skaterDress(Tailor& t);

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
Outfit bikerJacket(Tailor& t);
Outfit truckerJacket(Tailor& t);
Outfit varsityJacket(Tailor& t);
Outfit collarlessJacket(Tailor& t);
Outfit suedeJacket(Tailor& t);
Outfit doubleBlazer(Tailor& t);
Outfit parka(Tailor& t);
Outfit teddyCoat(Tailor& t);
Outfit peaCoat(Tailor& t);
Outfit capeAndBoots(Tailor& t);
Outfit rainCoat(Tailor& t);

}  // namespace selvedge::synthetic
