// More jackets and coats.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

namespace {

Fabric furOf(Tailor& t, Color color) {
    return t.cloth(Texture::Fur, color);
}

}  // namespace

Outfit bikerJacket(Tailor& t) {
    Outfit o;
    o.outer =
        t.upper("jacket", t.leather(t.pick({kBlack, hex(0x3d2a22), t.p.dark})), {13, .55, 448});
    o.outer->names = {"biker (jacket)"};
    o.outer->neck = Neck::Suit;
    o.outer->collar = Collar::Notched;
    o.outer->opening = Opening::Zip;
    o.outer->sideZip = true;
    o.outer->trimming = Trimming::Rivets;
    o.outer->trimmingColor = kSilver;
    o.outer->sleeve = {SleeveShape::SetIn, .97, 11};
    o.top = Tailor::under(t.tee(t.cloth(Texture::Cotton, t.pick({kWhite, kBlack, t.p.accent}))));
    o.pants = t.jeans(t.pick({kDenim, kBlack}), LegShape::Skinny);
    o.pants->distressed = t.chance(.5);
    o.shoes = t.boots();
    o.glasses = {hex(0x222024), true};
    return o;
}

Outfit truckerJacket(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.outer = t.upper("jacket", t.denim(t.pick({kDenim, kPaleDenim})), {13, .5, 458});
    o.outer->names = {"trucker (jacket)"};
    o.outer->neck = Neck::Collared;
    o.outer->collar = Collar::Shirt;
    o.outer->opening = Opening::Single;
    o.outer->pockets = Pockets::ChestFlaps;
    o.outer->buttons = hex(0xc9a66a);
    o.outer->sleeve = {SleeveShape::SetIn, .97, 11};
    o.top = Tailor::under(t.tee(t.cloth(Texture::Cotton, kWhite)));
    o.pants =
        t.trousers(t.cloth(Texture::Cotton, t.pick({kBlack, hex(0xcbb995)})), LegShape::Straight);
    o.shoes = t.sneakers();
    return o;
}

Outfit varsityJacket(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.6);
    o.outer =
        t.upper("jacket", t.cloth(Texture::Wool, t.pick({t.p.dark, t.p.accent})), {17, .25, 466});
    o.outer->names = {"varsity (jacket)"};
    o.outer->neck = Neck::Collared;
    o.outer->collar = Collar::Mandarin;
    o.outer->opening = Opening::Single;
    o.outer->ribbed = true;
    o.outer->buttons = kWhite;
    o.outer->sleeveFabric = t.leather(kCream);
    o.outer->sleeve = {SleeveShape::SetIn, .97, 15};
    o.outer->trimming = Trimming::Applique;
    o.outer->trimmingColor = kCream;
    o.pants = t.jeans(kDarkDenim, LegShape::Straight);
    o.shoes = t.sneakers();
    o.hat = {HatStyle::Cap, t.cloth(Texture::Cotton, t.p.dark), t.p.accent};
    return o;
}

Outfit collarlessJacket(Tailor& t) {
    Outfit o;
    o.outer = t.upper("jacket",
                      t.printed(Texture::Wool, t.pick({Pattern::Houndstooth, Pattern::Gingham}), 18,
                                t.p.light, t.p.middle),
                      {9, .6, 470});
    o.outer->names = {"chanel (jacket)"};
    o.outer->neck = Neck::Round;
    o.outer->opening = Opening::Single;
    o.outer->pockets = Pockets::HipPatch;
    o.outer->trim = t.p.dark;
    o.outer->buttons = kGold;
    o.outer->sleeve = {SleeveShape::SetIn, .95, 9};
    o.outer->trimming = t.chance(.4) ? Trimming::Beads : Trimming::None;
    o.outer->trimmingColor = hex(0xf2ede2);
    o.skirt.emplace();
    o.skirt->fabric = o.outer->fabric;
    o.skirt->cut = {5, 1, t.pick({640., 705.}), Flare::Straight, 98};
    o.shoes = t.heels();
    o.bag = {BagStyle::Handbag, t.side(), t.leather(kBlack), kGold};
    return o;
}

Outfit suedeJacket(Tailor& t) {
    Outfit o;
    o.outer = t.upper("jacket", t.cloth(Texture::Suede, hex(0xa9774a)), {12, .5, 500});
    o.outer->neck = Neck::Collared;
    o.outer->collar = Collar::Shirt;
    o.outer->opening = Opening::Single;
    o.outer->trimming = Trimming::Fringe;
    o.outer->sleeve = {SleeveShape::SetIn, .97, 11};
    o.pants = t.jeans(kDarkDenim, LegShape::BootCut);
    o.shoes = t.boots();
    o.hat = {HatStyle::WideBrim, t.cloth(Texture::Wool, hex(0x5d4030)), hex(0x2c1d15)};
    return o;
}

Outfit doubleBlazer(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.outer = t.tailored("jacket", t.any(Texture::Wool, t.pick({t.p.dark, t.p.middle})),
                         {12, .55, 512}, t.pick({Collar::Peak, Collar::Notched}));
    o.outer->names = {"blazer"};
    o.outer->opening = Opening::Double;
    o.outer->buttons = kGold;
    o.outer->pockets = t.pick({Pockets::Welt, Pockets::Flap, Pockets::None});
    o.top = Tailor::under(o.masculine ? t.shirt(t.cloth(Texture::Cotton, kWhite))
                                      : t.tee(t.cloth(Texture::Cotton, kWhite)));
    o.pants = t.trousers(t.cloth(Texture::Wool, t.pick({kWhite, t.p.dark, hex(0xb9a888)})),
                         LegShape::Straight);
    o.pants->pockets = t.chance(.4);
    o.shoes = t.flats();
    return o;
}

Outfit parka(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.outer = t.upper("coat", t.cloth(Texture::Cotton, t.pick({hex(0x6a6a4a), t.p.dark})),
                      {21, .3, 640, Flare::Straight, 120});
    o.outer->names = {"parka"};
    o.outer->neck = Neck::Collared;
    o.outer->hood = true;
    o.outer->fur = furOf(t, hex(0xc9ad8a));
    o.outer->opening = Opening::Zip;
    o.outer->pockets = Pockets::HipPatch;
    o.outer->sleeve = {SleeveShape::SetIn, .96, 15};
    o.pants = t.jeans(kDarkDenim, LegShape::Skinny);
    o.shoes = t.boots();
    o.gloves = t.cloth(Texture::Wool, t.p.accent);
    return o;
}

Outfit teddyCoat(Tailor& t) {
    Outfit o;
    o.outer = t.upper("coat", furOf(t, t.pick({hex(0xc9a277), hex(0xe6d8c2), t.p.middle})),
                      {24, .15, 660, Flare::Straight, 126});
    o.outer->names = {"teddy bear (coat)"};
    o.outer->neck = Neck::Suit;
    o.outer->collar = Collar::Notched;
    o.outer->opening = Opening::Double;
    o.outer->pockets = Pockets::None;
    o.outer->sleeve = {SleeveShape::Dropped, .96, 19};
    o.top = Tailor::under(t.sweater(t.cloth(Texture::Knit, t.p.dark)));
    o.top->neck = Neck::Turtle;
    o.pants = t.jeans(kPaleDenim, LegShape::Straight);
    o.shoes = t.boots();
    return o;
}

Outfit peaCoat(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.outer = t.tailored("coat", t.cloth(Texture::Wool, t.pick({kDarkDenim, t.p.dark})),
                         {15, .4, 540, Flare::Straight, 112}, Collar::Peak);
    o.outer->names = {"pea (coat)"};
    o.outer->opening = Opening::Double;
    o.outer->pockets = Pockets::Slash;
    o.outer->buttons = kBlack;
    o.top = Tailor::under(t.sweater(t.cloth(Texture::Knit, kCream)));
    o.top->neck = Neck::Turtle;
    o.pants = t.jeans(kBlack, LegShape::Skinny);
    o.shoes = t.boots();
    o.hat = {HatStyle::Beanie, t.cloth(Texture::Knit, t.p.accent), t.p.accent};
    return o;
}

Outfit capeAndBoots(Tailor& t) {
    Outfit o;
    o.cape = t.upper("cape", t.any(Texture::Wool, t.pick({t.p.accent, t.p.dark})), {20, .2, 500});
    o.cape->neck = Neck::Collared;
    o.cape->collar = Collar::Mandarin;
    o.cape->sleeve.shape = SleeveShape::None;
    o.cape->opening = Opening::Single;
    o.cape->trimming = t.chance(.6) ? Trimming::Fringe : Trimming::None;
    o.top = t.sweater(t.cloth(Texture::Knit, t.p.dark));
    o.top->covered = true;
    o.pants = t.trousers(t.cloth(Texture::Cotton, kBlack), LegShape::Skinny);
    o.pants->fly = false;
    o.pants->names = {"leggings"};
    o.shoes = t.shoes(ShoeStyle::TallBoot, hex(0x59392a), hex(0x24170f));
    o.gloves = t.leather(kBlack);
    o.hat = {HatStyle::Fedora, t.cloth(Texture::Wool, t.p.dark), t.p.accent};
    return o;
}

Outfit rainCoat(Tailor& t) {
    Outfit o;
    o.outer = t.upper("coat", t.cloth(Texture::Silk, t.pick({hex(0xe3b530), t.p.accent})),
                      {20, .2, 690, Flare::ALine, 142});
    o.outer->names = {"raincoat"};
    o.outer->neck = Neck::Collared;
    o.outer->collar = Collar::StandAway;
    o.outer->opening = Opening::Single;
    o.outer->pockets = Pockets::Flap;
    o.outer->sleeve = {SleeveShape::Raglan, .96, 14};
    o.pants = t.jeans(kDarkDenim, LegShape::Skinny);
    o.shoes = t.shoes(ShoeStyle::TallBoot, t.p.dark, hex(0x1c1512));
    o.umbrella = t.any(Texture::Silk, t.pick({t.p.dark, t.p.accent, t.p.light}));
    o.umbrellaSide = t.side();
    return o;
}

}  // namespace selvedge::synthetic
