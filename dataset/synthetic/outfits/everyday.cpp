// More tops over pants and shorts.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

namespace {

Pants anyPants(Tailor& t) {
    Pants pants;
    if (t.chance(.55)) {
        pants = t.jeans(t.pick({kDenim, kDarkDenim, kPaleDenim, kBlack}),
                        t.pick({LegShape::Skinny, LegShape::Straight, LegShape::BootCut,
                                LegShape::Straight, LegShape::Flare}));
        pants.distressed = t.chance(.25);
    } else {
        pants = t.trousers(t.any(Texture::Cotton, t.pick({t.p.dark, t.p.middle, hex(0xcbb995)})),
                           t.pick({LegShape::Straight, LegShape::Wide, LegShape::Skinny}));
        if (t.chance(.3))
            pants.hem = t.between(765, 890);
    }
    pants.waist = t.pick({354., 372., 376., 396.});
    pants.pockets = t.chance(.6);
    return pants;
}

void carryBag(Outfit& o, Tailor& t, double probability) {
    if (!t.chance(probability))
        return;
    o.bag = {t.pick({BagStyle::Tote, BagStyle::Crossbody, BagStyle::Handbag}), t.side(),
             t.leather(t.pick({kTan, kBlack, t.p.accent, hex(0x7a4a2c)})), kGold};
}

}  // namespace

Outfit plainTee(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.45);
    o.top = t.tee(t.any(Texture::Cotton, t.color()));
    if (!o.masculine)
        o.top->neck = t.pick({Neck::Crew, Neck::Round, Neck::V, Neck::Scoop, Neck::U, Neck::Boat});
    else if (t.chance(.3))
        o.top->neck = Neck::V;
    if (t.chance(.25)) {
        o.top->names.clear();
        o.top->sleeve.end = .985;  // a long-sleeved one
    }
    o.top->trim = o.top->fabric.base * .9;
    o.pants = anyPants(t);
    o.tucked = t.chance(.4);
    o.shoes = t.chance(.6) ? t.sneakers() : t.boots();
    carryBag(o, t, .3);
    return o;
}

Outfit printedTee(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.top =
        t.tee(t.chance(.35) ? t.printed(Texture::Cotton, Pattern::Letters, 40, t.p.light, t.p.dark)
                            : t.cloth(Texture::Cotton, t.pick({kWhite, t.p.light, kBlack})));
    if (o.top->fabric.pattern == Pattern::Plain) {
        if (t.chance(.5)) {
            o.top->trimming = Trimming::Applique;
        } else {
            o.top->names = {"ringer (t-shirt)"};
            o.top->trim = t.p.accent;
        }
    }
    o.pants = t.jeans(t.pick({kDenim, kPaleDenim}), LegShape::Straight);
    o.pants->distressed = true;
    o.tucked = t.chance(.5);
    o.shoes = t.sneakers();
    if (t.chance(.35))
        o.glasses = {hex(0x222024), true};
    return o;
}

Outfit cutoffsAndTank(Tailor& t) {
    Outfit o;
    o.top = t.top(t.any(Texture::Cotton, t.pick({kWhite, t.p.accent, t.p.light})), {5, .7, 478});
    o.top->neck = t.pick({Neck::Scoop, Neck::Round, Neck::U, Neck::StraightAcross, Neck::Halter});
    o.top->sleeve.shape = SleeveShape::None;
    if (t.chance(.3))
        o.top->cut.hem = 374;
    o.pants = t.trousers(t.denim(kPaleDenim), LegShape::Straight);
    o.pants->category = "shorts";
    o.pants->hem = t.pick({566., 600., 622.});
    o.pants->frayed = t.chance(.6);
    o.pants->rolled = !o.pants->frayed;
    o.tucked = t.chance(.6) && o.top->cut.hem > 400;
    o.shoes = t.chance(.5) ? t.sneakers() : t.shoes(ShoeStyle::Sandal, kTan, kTan);
    o.glasses = {hex(0x3a2a20), true};
    o.hat = {HatStyle::WideBrim, t.cloth(Texture::Wool, hex(0xd9bf92)), t.p.dark};
    return o;
}

Outfit peasantTop(Tailor& t) {
    Outfit o;
    o.top = t.top(t.any(Texture::Cotton, kWhite), {13, .3, 486});
    o.top->names = {"peasant (top)"};
    o.top->neck = Neck::Round;
    o.top->gathered = true;
    o.top->sleeve = {SleeveShape::Bishop, t.pick({.74, .96}), 9};
    o.top->opening = Opening::LaceUp;
    o.top->buttons = t.p.accent;
    o.top->trimming = Trimming::Tassels;
    o.pants = t.jeans(kDenim, LegShape::Flare);
    o.tucked = false;
    o.shoes = t.boots();
    o.hat = {HatStyle::Fedora, t.cloth(Texture::Wool, hex(0x8a6a4c)), hex(0x3b2a20)};
    return o;
}

Outfit raglanAndTrackPants(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.top = t.top(t.cloth(Texture::Cotton, kWhite), {12, .3, 488});
    o.top->sleeve = {SleeveShape::Raglan, t.pick({.74, .97}), 11};
    o.top->sleeveFabric = t.cloth(Texture::Cotton, t.p.accent);
    o.top->trim = t.p.accent;
    o.pants = t.trousers(t.cloth(Texture::Silk, t.p.dark), LegShape::Jogger);
    o.pants->names = {"track (pants)"};
    o.pants->sideStripe = kWhite;
    o.pants->fly = false;
    o.tucked = false;
    o.shoes = t.sneakers();
    o.hat = {HatStyle::Cap, t.cloth(Texture::Cotton, t.p.accent), t.p.accent * .85};
    return o;
}

Outfit rugbyShirt(Tailor& t) {
    Outfit o;
    o.masculine = true;
    o.top =
        t.top(t.printed(Texture::Cotton, Pattern::Stripe, 62, t.p.dark, t.p.accent), {12, .3, 492});
    o.top->neck = Neck::Collared;
    o.top->collar = Collar::Polo;
    o.top->trim = kWhite;
    o.top->opening = Opening::Placket;
    o.top->sleeve = {SleeveShape::SetIn, .97, 12};
    o.pants = t.trousers(t.cloth(Texture::Cotton, hex(0xcbb995)), LegShape::Straight);
    o.tucked = false;
    o.shoes = t.flats();
    return o;
}

Outfit sailorBlouse(Tailor& t) {
    Outfit o;
    o.top = t.top(t.cloth(Texture::Cotton, kWhite), {9, .5, 470});
    o.top->names = {"sailor (shirt)"};
    o.top->neck = Neck::V;
    o.top->collar = Collar::Sailor;
    o.top->trim = kDarkDenim;
    o.top->sleeve = {SleeveShape::SetIn, .36, 11};
    o.bow = t.cloth(Texture::Silk, hex(0xb8383f));
    o.pants = t.trousers(t.cloth(Texture::Cotton, kDarkDenim), LegShape::Wide);
    o.pants->waist = 350;
    o.shoes = t.flats();
    return o;
}

Outfit tunicAndLeggings(Tailor& t) {
    Outfit o;
    o.top = t.top(t.any(Texture::Cotton, t.color()), {14, .2, 600, Flare::ALine, 122});
    o.top->neck = t.pick({Neck::Keyhole, Neck::V, Neck::Round, Neck::Boat});
    o.top->sleeve = {t.pick({SleeveShape::Kimono, SleeveShape::Bell, SleeveShape::SetIn}), .72, 12};
    o.pants = t.trousers(t.cloth(Texture::Cotton, kBlack), LegShape::Skinny);
    o.pants->names = {"leggings"};
    o.pants->fly = false;
    o.pants->hem = t.pick({938., 790.});
    o.tucked = false;
    o.shoes = t.flats();
    carryBag(o, t, .3);
    return o;
}

Outfit haremPants(Tailor& t) {
    Outfit o;
    o.top = t.top(t.cloth(Texture::Cotton, t.p.light), {4, .9, 478});
    o.top->neck = Neck::Scoop;
    o.top->sleeve.shape = SleeveShape::None;
    o.pants = t.trousers(t.any(Texture::Silk, t.p.accent), LegShape::Harem);
    o.pants->fly = false;
    o.shoes = t.shoes(ShoeStyle::Sandal, kTan, kTan);
    o.headband = t.cloth(Texture::Cotton, t.p.dark);
    return o;
}

Outfit sweaterAndCrop(Tailor& t) {
    Outfit o;
    o.top = t.sweater(t.any(Texture::Knit, t.color()));
    o.top->neck = t.pick({Neck::Crew, Neck::V, Neck::Turtle, Neck::Boat, Neck::High});
    o.top->sleeve.shape = t.pick({SleeveShape::SetIn, SleeveShape::Dropped});
    o.top->trim = o.top->fabric.base * .92;
    o.pants =
        t.trousers(t.any(Texture::Wool, t.p.dark), t.pick({LegShape::Wide, LegShape::Straight}));
    o.pants->waist = 350;
    o.pants->hem = t.pick({780., 862., 938.});
    o.tucked = t.chance(.5);
    o.shoes = t.flats();
    if (t.chance(.4))
        o.glasses = {hex(0x6d4a2c), false};
    return o;
}

Outfit halterAndFlares(Tailor& t) {
    Outfit o;
    o.top = t.top(t.any(Texture::Silk, t.p.accent), {3, .95, 478});
    o.top->neck = t.pick({Neck::Halter, Neck::OneShoulder});
    o.top->sleeve.shape = SleeveShape::None;
    o.pants = t.trousers(t.cloth(Texture::Cotton, t.pick({kWhite, t.p.dark})), LegShape::Flare);
    o.pants->waist = 348;
    o.belt = {o.pants->waist + 8, 7, t.leather(kTan), kGold, false};
    o.pants->belted = true;
    o.shoes = t.heels();
    return o;
}

Outfit buttonDown(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.top = t.shirt(t.any(Texture::Cotton, t.pick({kWhite, t.p.light, t.p.middle})));
    if (t.chance(.3))
        o.top->sleeve.end = .36;
    if (t.chance(.3))
        o.top->pockets = t.pick({Pockets::ChestPatch, Pockets::ChestFlaps});
    if (!o.masculine && t.chance(.3))
        o.top->collar = Collar::Oversized;
    o.pants = anyPants(t);
    o.tucked = t.chance(.6);
    o.shoes = t.chance(.5) ? t.flats() : t.sneakers();
    carryBag(o, t, .25);
    return o;
}

}  // namespace selvedge::synthetic
