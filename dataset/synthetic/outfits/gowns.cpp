// More dresses.
#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

namespace {

void dressUp(Outfit& o, Tailor& t) {
    o.shoes = t.chance(.6)   ? t.heels()
              : t.chance(.5) ? t.shoes(ShoeStyle::Sandal, kTan, kTan)
                             : t.boots();
    if (t.chance(.3))
        o.bag = {BagStyle::Handbag, t.side(), t.leather(t.pick({kBlack, t.p.accent, kGold})),
                 kGold};
    if (t.chance(.1))
        o.headband = t.cloth(Texture::Silk, t.p.accent);
}

Color main(Tailor& t) {
    return t.pick({t.p.dark, t.p.accent, t.p.middle, t.p.light, kBlack});
}

}  // namespace

Outfit wrapDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Silk, main(t)),
                    {4, 1, t.pick({690., 742., 832.}), Flare::ALine, 158});
    o.top->neck = Neck::Surplice;
    o.top->opening = Opening::Wrap;
    o.top->seamAtWaist = true;
    o.top->sleeve = {t.pick({SleeveShape::SetIn, SleeveShape::Flounce, SleeveShape::Bishop}),
                     t.pick({.5, .74, .96}), 8};
    if (t.chance(.6))
        o.belt = {374, 6, o.top->fabric.plain(o.top->fabric.base * .85), kGold, true, true};
    dressUp(o, t);
    return o;
}

Outfit sheathDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Wool, main(t)),
                    {t.between(3.2, 6), 1, t.pick({668., 722., 742.}), Flare::Pencil, 82});
    o.top->neck = t.pick({Neck::Boat, Neck::Square, Neck::Round, Neck::V, Neck::Keyhole});
    o.top->seamAtWaist = t.chance(.6);
    o.top->sleeve = {
        t.pick({SleeveShape::None, SleeveShape::None, SleeveShape::Cap, SleeveShape::SetIn}),
        t.pick({.2, .36}), 6};
    if (o.top->seamAtWaist && t.chance(.4))
        o.belt = {374, 6, t.leather(kBlack), kGold, true};
    dressUp(o, t);
    return o;
}

Outfit shiftDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Cotton, main(t)),
                    {9, .1, t.pick({602., 648., 690.}), Flare::Straight, 112});
    o.top->neck = t.pick({Neck::Crew, Neck::Round, Neck::Boat, Neck::High, Neck::Keyhole});
    o.top->sleeve = {t.pick({SleeveShape::None, SleeveShape::SetIn, SleeveShape::Bell}),
                     t.pick({.36, .72}), 9};
    if (t.chance(.25))
        o.top->collar = Collar::PeterPan;
    o.top->trim = t.chance(.4) ? t.p.light : o.top->fabric.base * .88;
    if (o.top->collar != Collar::None)
        o.top->neck = Neck::Collared;
    dressUp(o, t);
    return o;
}

Outfit sweaterDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.chance(.3) ? t.printed(Texture::Knit, Pattern::Stripe, 40, t.p.dark, kCream)
                                 : t.cloth(Texture::Knit, t.color()),
                    {12, .5, t.pick({620., 690.}), Flare::Straight, 106});
    o.top->neck = t.pick({Neck::Turtle, Neck::Crew, Neck::High, Neck::V});
    o.top->ribbed = true;
    o.top->sleeve = {SleeveShape::Dropped, .97, 13};
    if (t.chance(.5))
        o.tights = {kBlack, .15};
    o.shoes = t.boots();
    if (t.chance(.3))
        o.scarf = t.printed(Texture::Wool, Pattern::Tartan, 60, t.p.accent, t.p.dark, kCream);
    return o;
}

Outfit bodyconDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Cotton, main(t)),
                    {1.5, 1, t.pick({600., 640., 720.}), Flare::Pencil, 80});
    o.top->neck = t.pick(
        {Neck::Square, Neck::Scoop, Neck::Sweetheart, Neck::OneShoulder, Neck::StraightAcross});
    o.top->sleeve.shape = SleeveShape::None;
    dressUp(o, t);
    return o;
}

Outfit empireDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Silk, main(t)),
                    {4, .55, t.pick({760., 850., 948.}), Flare::ALine, 172});
    o.top->neck = t.pick({Neck::V, Neck::Square, Neck::Sweetheart, Neck::Round});
    o.top->seamAtWaist = true;
    o.top->waistSeam = 322;
    o.top->sleeve = {t.pick({SleeveShape::Puff, SleeveShape::None, SleeveShape::Cap}), .3, 8};
    o.top->trimming = t.pick({Trimming::Ribbon, Trimming::None, Trimming::Beads});
    dressUp(o, t);
    return o;
}

Outfit offShoulderDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Cotton, main(t)), {4, .95, t.pick({650., 730., 850.}),
                                                      t.pick({Flare::ALine, Flare::Circle}), 180});
    o.top->neck = Neck::OffShoulder;
    o.top->seamAtWaist = true;
    o.top->smocked = t.chance(.4);
    o.top->sleeve = {t.pick({SleeveShape::Puff, SleeveShape::SetIn}), t.pick({.4, .66}), 8, .15};
    o.top->trimming = o.top->smocked ? Trimming::None : Trimming::Ruffle;
    dressUp(o, t);
    return o;
}

Outfit oneShoulderGown(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.cloth(Texture::Silk, t.pick({t.p.accent, t.p.dark})),
                    {3, 1, 968, t.pick({Flare::Trumpet, Flare::ALine}), 168});
    o.top->names = {"gown"};
    o.top->neck = Neck::OneShoulder;
    o.top->seamAtWaist = o.top->cut.flare == Flare::ALine;
    o.top->sleeve.shape = SleeveShape::None;
    o.top->trimming = Trimming::Flower;
    o.shoes = t.heels();
    o.bag = {BagStyle::Handbag, t.side(), t.leather(kGold), kSilver};
    return o;
}

Outfit halterDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Cotton, main(t)),
                    {4, 1, t.pick({640., 720., 946.}), t.pick({Flare::Circle, Flare::ALine}), 186});
    o.top->neck = Neck::Halter;
    o.top->seamAtWaist = true;
    o.top->sleeve.shape = SleeveShape::None;
    dressUp(o, t);
    return o;
}

Outfit highLowDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Silk, main(t)), {4, 1, 880, Flare::ALine, 196});
    o.top->neck = t.pick({Neck::V, Neck::Sweetheart, Neck::Round});
    o.top->highLow = true;
    o.top->seamAtWaist = true;
    o.top->sleeve = {t.pick({SleeveShape::None, SleeveShape::Flounce}), .5, 7};
    dressUp(o, t);
    return o;
}

Outfit sequinDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.cloth(Texture::Silk, t.p.dark),
                    {3, 1, t.pick({610., 700.}), t.pick({Flare::Pencil, Flare::Circle}), 84});
    if (o.top->cut.flare == Flare::Circle) {
        o.top->cut.hemHalf = 178;
        o.top->seamAtWaist = true;
    }
    o.top->neck = t.pick({Neck::Scoop, Neck::V, Neck::Round});
    o.top->sleeve.shape = SleeveShape::None;
    o.top->trimming = Trimming::Sequins;
    o.top->trimmingColor = t.pick({kGold, kSilver, t.p.accent});
    dressUp(o, t);
    return o;
}

Outfit ruffledDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Cotton, main(t)),
                    {5, .9, t.pick({650., 740., 850.}), Flare::ALine, 162});
    o.top->neck = t.pick({Neck::V, Neck::Round, Neck::Square});
    o.top->seamAtWaist = true;
    o.top->trimming = t.pick({Trimming::Flounce, Trimming::Ruffle});
    o.top->sleeve = {t.pick({SleeveShape::LegOfMutton, SleeveShape::Puff, SleeveShape::Flounce}),
                     t.pick({.42, .94}), 8};
    dressUp(o, t);
    return o;
}

Outfit tentDress(Tailor& t) {
    Outfit o;
    o.top =
        t.dress(t.any(Texture::Cotton, main(t)), {11, 0, t.pick({650., 730.}), Flare::Tent, 168});
    o.top->neck = t.pick({Neck::Round, Neck::V, Neck::High});
    o.top->gathered = t.chance(.5);
    o.top->sleeve = {t.pick({SleeveShape::None, SleeveShape::Bell, SleeveShape::Kimono}), .6, 9};
    dressUp(o, t);
    return o;
}

Outfit skaterDress(Tailor& t) {
    Outfit o;
    o.top = t.dress(t.any(Texture::Cotton, main(t)),
                    {3, 1, t.pick({618., 655., 690.}), Flare::Circle, 178});
    o.top->neck =
        t.pick({Neck::Scoop, Neck::Round, Neck::V, Neck::Square, Neck::Sweetheart, Neck::Boat});
    o.top->seamAtWaist = true;
    o.top->sleeve = {t.pick({SleeveShape::None, SleeveShape::Cap, SleeveShape::SetIn}),
                     t.pick({.2, .36, .76}), 7};
    if (o.top->neck == Neck::Sweetheart)
        o.top->sleeve.shape = SleeveShape::None;
    if (t.chance(.3))
        o.belt = {374, 6, t.leather(t.p.dark), kGold, true};
    if (t.chance(.15))
        o.top->trimming = Trimming::Flower;
    dressUp(o, t);
    return o;
}

}  // namespace selvedge::synthetic
