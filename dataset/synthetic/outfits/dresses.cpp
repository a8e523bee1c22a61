// Dresses and the jumpsuit.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Outfit floralDress(Tailor& t) {
    Outfit o;
    o.top = t.upper("dress",
                    t.printed(Texture::Cotton, Pattern::Floral, 54, t.p.dark, t.p.accent, kCream),
                    {3, 1, 722, Flare::Circle, 205});
    o.top->neck = Neck::V;
    o.top->seamAtWaist = true;
    o.top->trim = t.p.dark * .9;
    o.top->sleeve = {SleeveShape::Puff, .34, 8};
    o.shoes = t.shoes(ShoeStyle::Pump, t.p.accent, t.p.dark);
    o.pose = {ArmPose::Away, ArmPose::OnHip};
    return o;
}

Outfit maxiDress(Tailor& t) {
    Outfit o;
    o.top = t.upper("dress",
                    t.chance(.5) ? t.cloth(Texture::Silk, t.p.accent)
                                 : t.printed(Texture::Silk, Pattern::Geometric, 36, t.p.accent,
                                             t.p.light, t.p.dark),
                    {3, .95, 950, Flare::ALine, 172});
    o.top->names = {"slip (dress)"};
    o.top->neck = t.chance(.6) ? Neck::StraightAcross : Neck::Sweetheart;
    o.top->sleeve.shape = SleeveShape::None;
    o.shoes = t.shoes(ShoeStyle::Sandal, kTan, kTan);
    o.hat = {HatStyle::WideBrim, t.cloth(Texture::Wool, hex(0xd9bf92)), t.p.dark};
    o.bag = {BagStyle::Tote, t.side(), t.cloth(Texture::Cotton, kCream), kGold};
    return o;
}

Outfit cardiganAndDress(Tailor& t) {
    Outfit o;
    o.outer = t.upper("cardigan", t.cloth(Texture::Knit, t.p.middle), {13, .5, 476});
    o.outer->neck = Neck::V;
    o.outer->opening = Opening::Single;
    o.outer->openFront = true;
    o.outer->ribbed = true;
    o.outer->pockets = Pockets::HipPatch;
    o.outer->sleeve = {SleeveShape::SetIn, .98, 12};
    o.top = Tailor::under(t.upper("dress",
                                  t.printed(Texture::Cotton, Pattern::Dot, 30, t.p.dark, kCream),
                                  {4, 1, 716, Flare::ALine, 165}));
    o.top->neck = Neck::Round;
    o.top->trim = t.p.dark * .85;
    o.tights = {t.p.dark * .6, .3};
    o.shoes = t.shoes(ShoeStyle::Loafer, hex(0x5b3524), hex(0x2c1c12));
    o.headband = t.cloth(Texture::Silk, t.p.accent);
    return o;
}

Outfit jumpsuit(Tailor& t) {
    Outfit o;
    const Fabric fabric = t.cloth(Texture::Cotton, t.p.dark);
    o.pants = t.trousers(fabric, LegShape::Wide);
    o.pants->category = "jumpsuit";
    o.pants->fly = false;
    o.top = t.upper("jumpsuit", fabric, {6, .95, 400});
    o.top->neck = Neck::Square;
    o.top->sleeve.shape = SleeveShape::None;
    o.top->covered = true;  // what it is called stands with the legs
    o.tucked = false;
    o.belt = {374, 9, t.leather(kTan), kGold, true};
    o.shoes = t.shoes(ShoeStyle::Pump, t.p.accent, t.p.dark);
    o.pose = {ArmPose::OnHip, ArmPose::Away};
    return o;
}

Outfit shirtDress(Tailor& t) {
    Outfit o;
    o.top =
        t.upper("dress", t.printed(Texture::Cotton, Pattern::Pinstripe, 15, t.p.light, t.p.dark),
                {7, .85, 690, Flare::ALine, 158});
    o.top->neck = Neck::Collared;
    o.top->collar = Collar::Shirt;
    o.top->opening = Opening::Single;
    o.top->seamAtWaist = true;
    o.top->sleeve = {SleeveShape::SetIn, .54, 12};
    o.belt = {374, 9, t.leather(hex(0x8a5633)), kGold, true};
    o.shoes = t.shoes(ShoeStyle::Sandal, hex(0x8a5633), kTan);
    o.headband = t.cloth(Texture::Cotton, t.p.accent);
    return o;
}

Outfit tieredDress(Tailor& t) {
    Outfit o;
    o.top = t.upper("dress", t.cloth(Texture::Cotton, t.p.light), {10, .7, 838, Flare::ALine, 195});
    o.top->tiers = 2;
    o.top->neck = Neck::Round;
    o.top->seamAtWaist = true;
    o.top->sleeve = {SleeveShape::Bell, .78, 8};
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, kTan, hex(0x3b2717));
    o.hat = {HatStyle::Fedora, t.cloth(Texture::Wool, hex(0xa9855c)), hex(0x3b2a20)};
    o.bag = {BagStyle::Crossbody, t.side(), t.leather(hex(0x7a4a2c)), kGold};
    return o;
}

Outfit eveningGown(Tailor& t) {
    Outfit o;
    o.top = t.upper("dress", t.cloth(Texture::Silk, t.p.dark), {2, 1, 972, Flare::Trumpet, 150});
    o.top->names = {"gown"};
    o.top->neck = Neck::Plunging;
    o.top->sleeve.shape = SleeveShape::None;
    o.shoes = t.shoes(ShoeStyle::Pump, kBlack, kBlack);
    o.bag = {BagStyle::Handbag, t.side(), t.leather(kGold), kSilver};
    return o;
}

}  // namespace selvedge::synthetic
