// More outfits with a skirt.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Outfit wrapSkirt(Tailor& t) {
    Outfit o;
    o.top = t.tee(t.cloth(Texture::Cotton, t.p.light));
    o.top->neck = t.pick({Neck::V, Neck::Scoop, Neck::Boat});
    o.skirt.emplace();
    o.skirt->fabric = t.any(Texture::Silk, t.p.accent);
    o.skirt->cut = {5, 1, t.pick({740., 826.}), Flare::ALine, 142};
    o.skirt->wrap = true;
    o.skirt->trimming = t.chance(.4) ? Trimming::Flounce : Trimming::None;
    o.shoes = t.shoes(ShoeStyle::Sandal, kTan, kTan);
    return o;
}

Outfit skaterSkirt(Tailor& t) {
    Outfit o;
    o.top = t.top(t.any(Texture::Cotton, t.pick({kWhite, t.p.dark, kBlack})), {5, .8, 480});
    o.top->neck = t.pick({Neck::Scoop, Neck::Crew, Neck::Boat, Neck::High});
    o.top->sleeve = {t.pick({SleeveShape::SetIn, SleeveShape::None, SleeveShape::Cap}), .34, 8};
    o.skirt.emplace();
    o.skirt->fabric = t.any(Texture::Wool, t.p.accent);
    o.skirt->waist = t.pick({352., 372.});
    o.skirt->cut = {4, 1, t.pick({600., 640.}), Flare::Circle, 172};
    o.shoes = t.chance(.5) ? t.sneakers() : t.boots();
    if (t.chance(.4))
        o.tights = {kBlack, .2};
    if (t.chance(.4))
        o.bag = {BagStyle::Crossbody, t.side(), t.leather(t.p.dark), kGold};
    return o;
}

Outfit kiltAndSweater(Tailor& t) {
    Outfit o;
    o.top = t.sweater(t.cloth(Texture::Knit, t.pick({t.p.dark, kCream})));
    o.top->neck = t.pick({Neck::Turtle, Neck::Crew, Neck::V});
    o.top->cut.hem = 442;
    o.tucked = false;
    o.skirt.emplace();
    o.skirt->fabric = t.printed(Texture::Wool, Pattern::Tartan, 56, t.p.accent, t.p.dark, kCream);
    o.skirt->pleats = true;
    o.skirt->cut = {6, 1, 662, Flare::ALine, 138};
    o.tights = {kBlack, .15};
    o.legWarmers = t.cloth(Texture::Knit, kCream);
    o.shoes = t.flats();
    o.hat = {HatStyle::Beret, t.cloth(Texture::Wool, t.p.accent), t.p.accent};
    return o;
}

Outfit prairieSkirt(Tailor& t) {
    Outfit o;
    o.top = t.top(t.cloth(Texture::Cotton, kWhite), {7, .7, 470});
    o.top->neck = Neck::Square;
    o.top->smocked = true;
    o.top->sleeve = {SleeveShape::Puff, .36, 8};
    o.skirt.emplace();
    o.skirt->fabric = t.any(Texture::Cotton, t.p.middle);
    o.skirt->cut = {5, 1, 872, Flare::ALine, 178};
    o.skirt->tiers = 2;
    o.skirt->trimming = Trimming::Flounce;
    o.shoes = t.boots();
    return o;
}

Outfit sequinTop(Tailor& t) {
    Outfit o;
    o.top = t.top(t.cloth(Texture::Silk, t.p.dark), {5, .7, 480});
    o.top->neck = t.pick({Neck::Scoop, Neck::Round});
    o.top->sleeve.shape = SleeveShape::None;
    o.top->trimming = Trimming::Sequins;
    o.top->trimmingColor = t.pick({kGold, kSilver, t.p.accent});
    o.skirt.emplace();
    o.skirt->fabric = t.leather(kBlack);
    o.skirt->cut = {3, 1, 690, Flare::Pencil, 80};
    o.skirt->waist = 352;
    o.shoes = t.heels();
    o.bag = {BagStyle::Handbag, t.side(), t.leather(t.p.accent), kGold};
    return o;
}

Outfit balloonSkirt(Tailor& t) {
    Outfit o;
    o.top = t.top(t.cloth(Texture::Cotton, t.pick({kBlack, t.p.dark})), {3, .95, 480});
    o.top->neck = t.pick({Neck::Boat, Neck::OneShoulder, Neck::High});
    o.top->sleeve = {SleeveShape::SetIn, .76, 5};
    o.skirt.emplace();
    o.skirt->fabric = t.any(Texture::Silk, t.p.accent);
    o.skirt->cut = {5, 1, 690, Flare::Balloon, 150};
    o.shoes = t.heels();
    return o;
}

Outfit peplumSuit(Tailor& t) {
    Outfit o;
    o.top = t.top(t.any(Texture::Wool, t.p.light), {4, 1, 400});
    o.top->neck = t.pick({Neck::Round, Neck::Square, Neck::Keyhole});
    o.top->peplum = true;
    o.top->sleeve = {t.pick({SleeveShape::Cap, SleeveShape::SetIn, SleeveShape::None}), .22, 6};
    o.tucked = false;
    o.skirt.emplace();
    o.skirt->fabric = t.cloth(Texture::Wool, t.p.dark);
    o.skirt->cut = {3, 1, 716, Flare::Pencil, 80};
    o.shoes = t.heels();
    o.bag = {BagStyle::Handbag, t.side(), t.leather(kBlack), kGold};
    return o;
}

}  // namespace selvedge::synthetic
