// Outfits with a skirt.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Outfit turtleneckAndSkirt(Tailor& t) {
    Outfit o;
    o.top = t.sweater(t.cloth(Texture::Knit, t.p.light));
    o.top->neck = Neck::Turtle;
    o.skirt.emplace();
    o.skirt->fabric =
        t.printed(Texture::Wool, t.chance(.65) ? Pattern::Houndstooth : Pattern::Chevron, 34,
                  t.p.light, t.p.dark);
    o.skirt->cut = {6, 1, 762, Flare::ALine, 168};
    o.tights = {kBlack, .22};
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, kBlack, hex(0x151418));
    o.pose = {ArmPose::OnHip, ArmPose::Relaxed};
    return o;
}

Outfit pencilSkirt(Tailor& t) {
    Outfit o;
    o.top = t.upper("shirt, blouse", t.cloth(Texture::Silk, t.p.light), {9, .6, 500});
    o.top->neck = Neck::Collared;
    o.top->collar = Collar::PeterPan;
    o.top->opening = Opening::Single;
    o.top->sleeve = {SleeveShape::Bishop, .96, 9};
    o.top->buttons = kGold;
    if (t.chance(.5))
        o.bow = t.cloth(Texture::Silk, t.p.dark);
    o.skirt.emplace();
    o.skirt->fabric = t.cloth(Texture::Wool, t.p.accent);
    o.skirt->waist = 352;
    o.skirt->cut = {4, 1, 736, Flare::Pencil, 80};
    o.tights = {hex(0x5a4038), .6};
    o.shoes = t.shoes(ShoeStyle::Pump, kBlack, kBlack);
    o.bag = {BagStyle::Handbag, t.side(), t.leather(t.p.dark), kGold};
    return o;
}

Outfit pleatedSkirt(Tailor& t) {
    Outfit o;
    o.top =
        t.sweater(t.printed(Texture::Knit, Pattern::FairIsle, 24, t.p.dark, kCream, t.p.accent));
    o.top->neck = Neck::Crew;
    o.top->trim = t.p.dark;
    o.top->cut.hem = 450;
    o.tucked = false;
    o.skirt.emplace();
    o.skirt->fabric = t.cloth(Texture::Silk, t.p.middle);
    o.skirt->pleats = true;
    o.skirt->cut = {6, 1, 826, Flare::ALine, 172};
    o.shoes = t.shoes(ShoeStyle::TallBoot, hex(0x59392a), hex(0x24170f));
    o.pose = {ArmPose::Relaxed, ArmPose::Away};
    return o;
}

Outfit leopardSkirt(Tailor& t) {
    Outfit o;
    o.top = t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, kBlack), {4, .9, 480});
    o.top->neck = Neck::Boat;
    o.top->sleeve = {SleeveShape::SetIn, .76, 5};
    o.skirt.emplace();
    o.skirt->fabric =
        t.printed(Texture::Silk, Pattern::Leopard, 33, hex(0xd3a568), hex(0x3b281c), hex(0xa9763f));
    o.skirt->cut = {5, 1, 806, Flare::Straight, 104};
    o.skirt->slit = true;
    o.shoes = t.shoes(ShoeStyle::Pump, kBlack, kBlack);
    o.glasses = {hex(0x222024), true};
    o.bag = {BagStyle::Handbag, kLeft, t.leather(hex(0x9c2f33)), kGold};
    return o;
}

Outfit denimMini(Tailor& t) {
    Outfit o;
    o.top =
        t.upper("shirt, blouse",
                t.printed(Texture::Cotton, Pattern::Gingham, 24, kWhite, t.p.accent), {8, .7, 500});
    o.top->neck = Neck::V;
    o.top->opening = Opening::Wrap;
    o.top->trim = t.p.accent;
    o.top->sleeve = {SleeveShape::Puff, .5, 9};
    o.skirt.emplace();
    o.skirt->fabric = t.denim(kPaleDenim);
    o.skirt->zip = true;
    o.skirt->cut = {5, 1, 604, Flare::ALine, 122};
    o.socks = {t.cloth(Texture::Knit, kCream), 836};
    o.shoes = t.shoes(ShoeStyle::Sneaker, t.p.accent, kWhite);
    return o;
}

}  // namespace selvedge::synthetic
