#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Fabric Tailor::cloth(Texture texture, Color color) {
    return printed(texture, Pattern::Plain, 24, color, color, color);
}

Fabric Tailor::printed(Texture texture, Pattern pattern, double size, Color base, Color second,
                       Color third) {
    const auto seed = static_cast<std::uint32_t>(m_random.next());
    return {base, second, third, pattern, texture, size, seed};
}

Upper Tailor::upper(std::string_view category, const Fabric& fabric, const Cut& cut) {
    Upper garment;
    garment.category = category;
    garment.fabric = fabric;
    garment.cut = cut;
    garment.trim = fabric.base * .93;
    garment.trimmingColor = mix(p.accent, kCream, brightness(fabric.base) < 110 ? .55 : 0);
    garment.buttons = brightness(fabric.base) > 130 ? mix(fabric.base, {70, 58, 50}, .6)
                                                    : mix(fabric.base, kCream, .7);
    return garment;
}

Fabric Tailor::any(Texture texture, Color color) {
    const double choice = m_random.unit();
    const Color other = brightness(color) > 120 ? p.dark : p.light;
    const Color third = mix(p.accent, other, .25);
    const auto as = [&](Pattern pattern, double size) {
        return printed(texture, pattern, size * between(.85, 1.2), color, other, third);
    };
    struct Share {
        double upTo;
        Pattern pattern;
        double size;
    };
    constexpr Share shares[] = {
        {.57, Pattern::Plain, 24},    {.66, Pattern::Stripe, 27},    {.7, Pattern::Pinstripe, 17},
        {.74, Pattern::Gingham, 25},  {.78, Pattern::Tartan, 58},    {.86, Pattern::Floral, 52},
        {.89, Pattern::Dot, 28},      {.91, Pattern::Geometric, 36}, {.925, Pattern::Plant, 74},
        {.94, Pattern::Abstract, 90}, {.955, Pattern::Paisley, 46},  {.965, Pattern::Letters, 34},
        {.975, Pattern::Leopard, 33}, {.981, Pattern::Zebra, 60},    {.986, Pattern::Cheetah, 34},
        {.99, Pattern::Giraffe, 46},  {.995, Pattern::Chevron, 34},  {1, Pattern::Houndstooth, 30}};
    for (const Share& share : shares) {
        if (choice < share.upTo)
            return as(share.pattern, share.size);
    }
    return as(Pattern::Plain, 24);
}

Upper Tailor::dress(const Fabric& fabric, const Cut& cut) {
    Upper dress = upper("dress", fabric, cut);
    dress.trim = fabric.base * .9;
    return dress;
}

Upper Tailor::top(const Fabric& fabric, const Cut& cut) {
    return upper("top, t-shirt, sweatshirt", fabric, cut);
}

Upper Tailor::tee(const Fabric& fabric) {
    Upper tee = upper("top, t-shirt, sweatshirt", fabric, {9, .45, 486});
    tee.names = {"classic (t-shirt)"};
    tee.sleeve = {SleeveShape::SetIn, between(.3, .36), 10};
    return tee;
}

Upper Tailor::shirt(const Fabric& fabric) {
    Upper shirt = upper("shirt, blouse", fabric, {9, .5, 500});
    shirt.neck = Neck::Collared;
    shirt.collar = Collar::Shirt;
    shirt.opening = Opening::Single;
    shirt.sleeve = {SleeveShape::SetIn, .985, 9};
    shirt.buttons = mix(fabric.base, {255, 255, 255}, .6);
    return shirt;
}

Upper Tailor::sweater(const Fabric& fabric) {
    Upper sweater = upper("sweater", fabric, {13, .3, 480});
    sweater.ribbed = true;
    sweater.sleeve = {SleeveShape::SetIn, .985, 13};
    return sweater;
}

Upper Tailor::tailored(std::string_view category, const Fabric& fabric, const Cut& cut,
                       Collar collar) {
    Upper jacket = upper(category, fabric, cut);
    jacket.neck = Neck::Suit;
    jacket.collar = collar;
    jacket.opening = Opening::Single;
    jacket.pockets = Pockets::Flap;
    jacket.sleeve = {SleeveShape::SetIn, .97, 12};
    return jacket;
}

Upper Tailor::under(Upper upper) {
    upper.covered = true;
    upper.names.clear();
    upper.sleeve.end = .05;
    return upper;
}

Pants Tailor::trousers(const Fabric& fabric, LegShape shape) {
    Pants pants;
    pants.fabric = fabric;
    pants.shape = shape;
    pants.waist = between(366, 380);
    pants.hem = shape == LegShape::Wide ? 950 : 938;
    return pants;
}

Pants Tailor::jeans(Color color, LegShape shape) {
    Pants pants = trousers(denim(color), shape);
    return pants;
}

Shoes Tailor::shoes(ShoeStyle style, Color color, Color sole) {
    return {style, cloth(style == ShoeStyle::Sneaker ? Texture::Cotton : Texture::Leather, color),
            sole};
}

}  // namespace selvedge::synthetic
