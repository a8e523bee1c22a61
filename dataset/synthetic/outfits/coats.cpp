// Coats and jackets.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Outfit doubleBreastedCoat(Tailor& t) {
    Outfit o;
    o.outer = t.tailored("coat", t.cloth(Texture::Wool, t.p.accent),
                         {20, .35, 770, Flare::ALine, 158}, Collar::Peak);
    o.outer->opening = Opening::Double;
    o.top = Tailor::under(t.sweater(t.cloth(Texture::Knit, t.p.light)));
    o.top->neck = Neck::Turtle;
    o.pants = t.trousers(t.cloth(Texture::Cotton, t.p.dark), LegShape::Skinny);
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, hex(0x3a2a24), hex(0x1c1512));
    o.hat = {HatStyle::Beret, t.cloth(Texture::Wool, t.p.dark), t.p.dark};
    o.bag = {BagStyle::Handbag, kRight, t.leather(hex(0x5a2f2a)), kGold};
    return o;
}

Outfit blazerAndJeans(Tailor& t) {
    Outfit o;
    o.outer = t.tailored(
        "jacket", t.printed(Texture::Wool, Pattern::Herringbone, 17, t.p.middle, t.p.middle * .82),
        {13, .6, 504}, Collar::Notched);
    o.outer->names = {"blazer"};
    o.top = Tailor::under(t.tee(t.cloth(Texture::Cotton, kWhite)));
    o.pants = t.jeans(kDarkDenim, t.chance(.5) ? LegShape::Skinny : LegShape::BootCut);
    o.shoes = t.shoes(ShoeStyle::Loafer, kBlack, hex(0x151418));
    o.glasses = {hex(0x3a2a20), false};
    o.pose = {ArmPose::Relaxed, ArmPose::Away};
    return o;
}

Outfit bomber(Tailor& t) {
    Outfit o;
    o.masculine = true;
    o.outer = t.upper("jacket", t.cloth(Texture::Silk, hex(0x59624a)), {19, .2, 462});
    o.outer->names = {"bomber (jacket)"};
    o.outer->neck = Neck::Collared;
    o.outer->collar = Collar::Mandarin;
    o.outer->opening = Opening::Zip;
    o.outer->ribbed = true;
    o.outer->pockets = Pockets::Slash;
    o.outer->sleeve = {SleeveShape::Raglan, .97, 16};
    o.pants = t.jeans(kBlack, LegShape::Skinny);
    o.shoes = t.shoes(ShoeStyle::Sneaker, kWhite, kCream);
    o.hat = {HatStyle::Beanie, t.cloth(Texture::Knit, t.p.accent), t.p.accent};
    return o;
}

Outfit trenchCoat(Tailor& t) {
    Outfit o;
    o.outer = t.tailored("coat", t.cloth(Texture::Cotton, hex(0xc7a877)),
                         {15, .75, 742, Flare::ALine, 165}, Collar::Notched);
    o.outer->names = {"trench (coat)"};
    o.outer->opening = Opening::Double;
    o.outer->pockets = Pockets::Slash;
    o.outer->epaulettes = true;
    o.outer->seamAtWaist = true;
    o.outer->buttons = hex(0x5a3c24);
    o.top = Tailor::under(t.shirt(t.cloth(Texture::Cotton, kWhite)));
    o.belt = {374, 17, t.cloth(Texture::Cotton, hex(0xb79663)), hex(0x5a3c24), true};
    o.pants = t.trousers(t.cloth(Texture::Cotton, kBlack), LegShape::Skinny);
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, kBlack, hex(0x151418));
    o.glasses = {hex(0x222024), true};
    o.pose = {ArmPose::Relaxed, ArmPose::Away};
    return o;
}

Outfit openOvercoat(Tailor& t) {
    Outfit o;
    o.masculine = true;
    o.outer = t.tailored("coat", t.cloth(Texture::Wool, t.p.middle),
                         {19, .2, 700, Flare::Straight, 122}, Collar::Notched);
    o.outer->openFront = true;
    o.outer->pockets = Pockets::Welt;
    o.top =
        Tailor::under(t.sweater(t.printed(Texture::Knit, Pattern::Stripe, 34, kCream, t.p.dark)));
    o.top->neck = Neck::Crew;
    o.pants = t.jeans(kDarkDenim, LegShape::Straight);
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, hex(0x6a4329), hex(0x2c1c12));
    o.scarf = t.printed(Texture::Wool, Pattern::Gingham, 34, t.p.accent, t.p.dark);
    return o;
}

Outfit puffer(Tailor& t) {
    Outfit o;
    o.outer = t.upper("jacket", t.cloth(Texture::Silk, t.p.accent), {24, .1, 476});
    o.outer->names = {"puffer (jacket)"};
    o.outer->neck = Neck::Collared;
    o.outer->collar = Collar::StandAway;
    o.outer->opening = Opening::Zip;
    o.outer->quilted = true;
    o.outer->sleeve = {SleeveShape::SetIn, .96, 20};
    o.pants = t.trousers(t.cloth(Texture::Cotton, kBlack), LegShape::Skinny);
    o.pants->names = {"leggings"};
    o.pants->fly = false;
    o.shoes = t.shoes(ShoeStyle::TallBoot, hex(0x74706c), hex(0x2a2828));
    o.hat = {HatStyle::Beanie, t.cloth(Texture::Knit, kCream), kCream};
    return o;
}

Outfit suitAndTie(Tailor& t) {
    Outfit o;
    o.masculine = true;
    const Fabric wool =
        t.printed(Texture::Wool, Pattern::Pinstripe, 19, t.p.dark, mix(t.p.dark, kWhite, .3));
    o.outer = t.tailored("jacket", wool, {12, .6, 502}, Collar::Notched);
    o.outer->names = {"blazer"};
    o.top = Tailor::under(t.shirt(t.cloth(Texture::Cotton, kWhite)));
    o.tie = t.printed(Texture::Silk, Pattern::Stripe, 21, t.p.accent, mix(t.p.accent, kWhite, .6));
    o.pants = t.trousers(wool, LegShape::Straight);
    o.shoes = t.shoes(ShoeStyle::Loafer, hex(0x2e1f19), hex(0x120d0a));
    return o;
}

Outfit duffleCoat(Tailor& t) {
    Outfit o;
    o.outer =
        t.upper("coat", t.cloth(Texture::Wool, t.p.dark), {20, .1, 664, Flare::Straight, 118});
    o.outer->names = {"duffle (coat)"};
    o.outer->neck = Neck::Collared;
    o.outer->hood = true;
    o.outer->opening = Opening::Toggles;
    o.outer->buttons = hex(0xd2a868);
    o.outer->pockets = Pockets::HipPatch;
    o.outer->sleeve = {SleeveShape::SetIn, .97, 14};
    o.top = Tailor::under(t.sweater(t.cloth(Texture::Knit, t.p.light)));
    o.top->neck = Neck::Turtle;
    o.pants = t.jeans(kPaleDenim, LegShape::Straight);
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, hex(0x6a4329), hex(0x2c1c12));
    return o;
}

Outfit wrapCoat(Tailor& t) {
    Outfit o;
    o.outer = t.tailored("coat", t.cloth(Texture::Wool, t.p.light),
                         {17, .7, 790, Flare::ALine, 160}, Collar::Shawl);
    o.outer->names = {"wrap (coat)"};
    o.outer->opening = Opening::Wrap;
    o.outer->pockets = Pockets::HipPatch;
    o.top = Tailor::under(t.tee(t.cloth(Texture::Cotton, t.p.dark)));
    o.pants = t.trousers(t.cloth(Texture::Cotton, kBlack), LegShape::Skinny);
    o.belt = {374, 19, t.cloth(Texture::Wool, t.p.light * .88), hex(0x4a3a2c), true};
    o.shoes = t.shoes(ShoeStyle::TallBoot, kBlack, hex(0x151418));
    o.glasses = {hex(0x222024), true};
    return o;
}

}  // namespace selvedge::synthetic
