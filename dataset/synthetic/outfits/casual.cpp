// T-shirts, shirts and sweaters over pants and shorts.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Outfit stripedTee(Tailor& t) {
    Outfit o;
    o.top = t.tee(t.printed(Texture::Cotton, Pattern::Stripe, 27, kWhite, kDarkDenim));
    o.pants = t.jeans(kDenim, LegShape::Straight);
    o.tucked = false;
    o.shoes = t.shoes(ShoeStyle::Sneaker, kWhite, hex(0xfaf8f4));
    o.bag = {BagStyle::Crossbody, t.side(), t.leather(kTan), kGold};
    return o;
}

Outfit checkedShirt(Tailor& t) {
    Outfit o;
    o.masculine = true;
    o.top =
        t.shirt(t.printed(Texture::Cotton, Pattern::Tartan, 58, t.p.light, t.p.middle, t.p.accent));
    o.top->pockets = Pockets::ChestPatch;
    o.top->sleeve.end = .72;  // rolled up
    o.pants = t.trousers(t.cloth(Texture::Cotton, t.p.dark), LegShape::Straight);
    o.pants->belted = true;
    o.belt = {o.pants->waist + 7, 8, t.leather(kTan), kGold, false};
    o.shoes = t.shoes(ShoeStyle::Loafer, hex(0x6a4329), hex(0x2c1c12));
    o.watch = {kLeft, hex(0x4c3020), kWhite};
    return o;
}

Outfit shortsAndPolo(Tailor& t) {
    Outfit o;
    o.masculine = true;
    o.top = t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, t.p.accent), {9, .4, 484});
    o.top->neck = Neck::Collared;
    o.top->collar = Collar::Polo;
    o.top->sleeve = {SleeveShape::SetIn, .36, 10};
    o.pants = t.trousers(t.cloth(Texture::Cotton, hex(0xcbb995)), LegShape::Straight);
    o.pants->category = "shorts";
    o.pants->hem = 704;
    o.tucked = false;
    o.watch = {t.side(), hex(0x2a1d16), kSilver};
    o.socks = {t.cloth(Texture::Knit, kWhite), 868};
    o.shoes = t.shoes(ShoeStyle::Sneaker, t.p.dark, kWhite);
    o.hat = {HatStyle::Cap, t.cloth(Texture::Cotton, t.p.dark), t.p.dark * .85};
    return o;
}

Outfit hoodie(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.top =
        t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, t.p.accent), {17, .15, 492});
    o.top->neck = Neck::Collared;
    o.top->hood = true;
    o.top->ribbed = true;
    o.top->trim = kWhite;
    o.top->pockets = Pockets::Kangaroo;
    o.top->sleeve = {SleeveShape::Dropped, .99, 16};
    o.pants = t.trousers(t.cloth(Texture::Cotton, hex(0x8b8d93)), LegShape::Jogger);
    o.pants->names = {"sweatpants"};
    o.pants->fly = false;
    o.tucked = false;
    o.shoes = t.shoes(ShoeStyle::Sneaker, t.p.dark, kWhite);
    return o;
}

Outfit cargoAndCrop(Tailor& t) {
    Outfit o;
    o.top = t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, t.p.light), {3, .95, 366});
    o.top->neck = Neck::Scoop;
    o.top->sleeve = {SleeveShape::Cap, .16, 6};
    o.pants = t.trousers(t.printed(Texture::Cotton, Pattern::Camouflage, 56, hex(0x7d8461),
                                   hex(0x4f5942), hex(0xb0a983)),
                         LegShape::Straight);
    o.pants->cargo = true;
    o.pants->waist = 388;
    o.tucked = false;
    o.shoes = t.shoes(ShoeStyle::Sneaker, kWhite, kWhite);
    o.pose = {ArmPose::Away, ArmPose::OnHip};
    return o;
}

Outfit vestAndShirt(Tailor& t) {
    Outfit o;
    o.outer =
        t.upper("vest", t.printed(Texture::Knit, Pattern::Argyle, 46, t.p.middle, t.p.dark, kCream),
                {11, .5, 470});
    o.outer->neck = Neck::V;
    o.outer->ribbed = true;
    o.outer->trim = t.p.dark;
    o.outer->sleeve.shape = SleeveShape::None;
    o.top = t.shirt(t.cloth(Texture::Cotton, kWhite));
    o.top->covered = true;
    o.pants = t.trousers(t.cloth(Texture::Wool, t.p.dark), LegShape::Wide);
    o.shoes = t.shoes(ShoeStyle::Loafer, hex(0x6b3d28), hex(0x2c1c12));
    o.glasses = {hex(0x6d4a2c), false};
    o.bag = {BagStyle::Tote, kRight, t.leather(kTan), kGold};
    return o;
}

}  // namespace selvedge::synthetic
