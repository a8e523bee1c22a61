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
    garment.buttons = brightness(fabric.base) > 130 ? mix(fabric.base, {70, 58, 50}, .6)
                                                    : mix(fabric.base, kCream, .7);
    return garment;
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
    pants.names = {"jeans"};
    return pants;
}

Shoes Tailor::shoes(ShoeStyle style, Color color, Color sole) {
    return {style, cloth(style == ShoeStyle::Sneaker ? Texture::Cotton : Texture::Leather, color),
            sole};
}

}  // namespace selvedge::synthetic
