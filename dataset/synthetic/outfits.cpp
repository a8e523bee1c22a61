// What the two dozen figures wear.
#include "dataset/synthetic/outfit.h"

namespace selvedge::synthetic {

namespace {

const Color kWhite = hex(0xf6f3ee), kBlack = hex(0x26242a), kCream = hex(0xefe6d6);
const Color kGold = hex(0xcfae6a), kSilver = hex(0xc9cacd), kTan = hex(0xa9764a);
const Color kDenim = hex(0x4a6488), kDarkDenim = hex(0x33435f), kPaleDenim = hex(0x8ba5c0);

// Makes the pieces of one outfit in the colours of a palette.
class Tailor {
public:
    Tailor(const Palette& palette, Random& random) : p(palette), m_random(random) {}

    const Palette& p;

    std::uint32_t seed() { return static_cast<std::uint32_t>(m_random.next()); }
    double between(double low, double high) { return m_random.between(low, high); }
    bool chance(double probability) { return m_random.chance(probability); }
    Side side() { return m_random.chance(.5) ? kLeft : kRight; }

    Fabric cloth(Texture texture, Color color) {
        return {color, color, color, Pattern::Plain, texture, 24, seed()};
    }
    Fabric printed(Texture texture, Pattern pattern, double size, Color base, Color second,
                   Color third = {}) {
        return {base, second, third, pattern, texture, size, seed()};
    }
    Fabric denim(Color color) { return cloth(Texture::Denim, color); }
    Fabric leather(Color color) { return cloth(Texture::Leather, color); }

    Upper upper(std::string_view category, const Fabric& fabric, const Cut& cut) {
        Upper upper;
        upper.category = category;
        upper.fabric = fabric;
        upper.cut = cut;
        upper.trim = fabric.base * .93;
        upper.buttons = brightness(fabric.base) > 130 ? mix(fabric.base, {70, 58, 50}, .6)
                                                      : mix(fabric.base, kCream, .7);
        return upper;
    }
    Upper tee(const Fabric& fabric) {
        Upper tee = upper("top, t-shirt, sweatshirt", fabric, {9, .45, 486});
        tee.names = {"classic (t-shirt)"};
        tee.sleeve = {SleeveShape::SetIn, between(.3, .36), 10};
        return tee;
    }
    Upper shirt(const Fabric& fabric) {
        Upper shirt = upper("shirt, blouse", fabric, {9, .5, 500});
        shirt.neck = Neck::Collared;
        shirt.collar = Collar::Shirt;
        shirt.opening = Opening::Single;
        shirt.sleeve = {SleeveShape::SetIn, .985, 9};
        shirt.buttons = mix(fabric.base, {255, 255, 255}, .6);
        return shirt;
    }
    Upper sweater(const Fabric& fabric) {
        Upper sweater = upper("sweater", fabric, {13, .3, 480});
        sweater.ribbed = true;
        sweater.sleeve = {SleeveShape::SetIn, .985, 13};
        return sweater;
    }
    Upper tailored(std::string_view category, const Fabric& fabric, const Cut& cut, Collar collar) {
        Upper jacket = upper(category, fabric, cut);
        jacket.neck = Neck::Suit;
        jacket.collar = collar;
        jacket.opening = Opening::Single;
        jacket.pockets = Pockets::Flap;
        jacket.sleeve = {SleeveShape::SetIn, .97, 12};
        return jacket;
    }
    // Beneath something that hides the sleeves.
    static Upper under(Upper upper) {
        upper.covered = true;
        upper.names.clear();
        upper.sleeve.end = .05;
        return upper;
    }
    Pants trousers(const Fabric& fabric, LegShape shape) {
        Pants pants;
        pants.fabric = fabric;
        pants.shape = shape;
        pants.waist = between(366, 380);
        pants.hem = shape == LegShape::Wide ? 950 : 938;
        return pants;
    }
    Pants jeans(Color color, LegShape shape) {
        Pants pants = trousers(denim(color), shape);
        pants.names = {"jeans"};
        return pants;
    }
    Shoes shoes(ShoeStyle style, Color color, Color sole) {
        return {style,
                cloth(style == ShoeStyle::Sneaker ? Texture::Cotton : Texture::Leather, color),
                sole};
    }

private:
    Random& m_random;
};

using Maker = Outfit (*)(Tailor&);

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
    o.pants = t.trousers(t.cloth(Texture::Cotton, t.p.dark), LegShape::Straight);
    o.pants->belted = true;
    o.belt = {o.pants->waist + 7, 8, t.leather(kTan), kGold, false};
    o.shoes = t.shoes(ShoeStyle::Loafer, hex(0x6a4329), hex(0x2c1c12));
    o.watch = {kLeft, hex(0x4c3020), kWhite};
    return o;
}

Outfit turtleneckAndSkirt(Tailor& t) {
    Outfit o;
    o.top = t.sweater(t.cloth(Texture::Knit, t.p.light));
    o.top->neck = Neck::Turtle;
    o.skirt.emplace();
    o.skirt->fabric = t.printed(Texture::Wool, Pattern::Houndstooth, 34, t.p.light, t.p.dark);
    o.skirt->cut = {6, 1, 762, Flare::ALine, 168};
    o.tights = {kBlack, .22};
    o.shoes = t.shoes(ShoeStyle::AnkleBoot, kBlack, hex(0x151418));
    o.pose = {ArmPose::OnHip, ArmPose::Relaxed};
    return o;
}

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
    o.top = t.upper("dress", t.cloth(Texture::Silk, t.p.accent), {3, .95, 950, Flare::ALine, 172});
    o.top->names = {"slip (dress)"};
    o.top->neck = Neck::StraightAcross;
    o.top->sleeve.shape = SleeveShape::None;
    o.shoes = t.shoes(ShoeStyle::Sandal, kTan, kTan);
    o.hat = {HatStyle::WideBrim, t.cloth(Texture::Wool, hex(0xd9bf92)), t.p.dark};
    o.bag = {BagStyle::Tote, t.side(), t.cloth(Texture::Cotton, kCream), kGold};
    return o;
}

Outfit blazerAndJeans(Tailor& t) {
    Outfit o;
    o.outer = t.tailored(
        "jacket", t.printed(Texture::Wool, Pattern::Herringbone, 17, t.p.middle, t.p.middle * .82),
        {13, .6, 520}, Collar::Notched);
    o.outer->names = {"blazer"};
    o.top = Tailor::under(t.tee(t.cloth(Texture::Cotton, kWhite)));
    o.pants = t.jeans(kDarkDenim, LegShape::Skinny);
    o.shoes = t.shoes(ShoeStyle::Loafer, kBlack, hex(0x151418));
    o.glasses = {hex(0x3a2a20), false};
    o.pose = {ArmPose::Relaxed, ArmPose::Away};
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

Outfit shortsAndPolo(Tailor& t) {
    Outfit o;
    o.masculine = true;
    o.top = t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, t.p.accent), {9, .4, 484});
    o.top->names = {"polo (shirt)"};
    o.top->neck = Neck::Collared;
    o.top->collar = Collar::Polo;
    o.top->sleeve = {SleeveShape::SetIn, .36, 10};
    o.pants = t.trousers(t.cloth(Texture::Cotton, hex(0xcbb995)), LegShape::Straight);
    o.pants->category = "shorts";
    o.pants->names = {"bermuda (shorts)"};
    o.pants->hem = 704;
    o.tucked = false;
    o.socks = {t.cloth(Texture::Knit, kWhite), 868};
    o.shoes = t.shoes(ShoeStyle::Sneaker, t.p.dark, kWhite);
    o.hat = {HatStyle::Cap, t.cloth(Texture::Cotton, t.p.dark), t.p.dark * .85};
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
    o.tucked = false;
    o.belt = {374, 9, t.leather(kTan), kGold, true};
    o.shoes = t.shoes(ShoeStyle::Pump, t.p.accent, t.p.dark);
    o.pose = {ArmPose::OnHip, ArmPose::Away};
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

Outfit pencilSkirt(Tailor& t) {
    Outfit o;
    o.top = t.upper("shirt, blouse", t.cloth(Texture::Silk, t.p.light), {9, .6, 500});
    o.top->names = {};
    o.top->neck = Neck::Collared;
    o.top->collar = Collar::PeterPan;
    o.top->opening = Opening::Single;
    o.top->sleeve = {SleeveShape::Bishop, .96, 9};
    o.top->buttons = kGold;
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
    o.skirt->names = {};
    o.skirt->fabric = t.cloth(Texture::Silk, t.p.middle);
    o.skirt->pleats = true;
    o.skirt->cut = {6, 1, 826, Flare::ALine, 172};
    o.shoes = t.shoes(ShoeStyle::TallBoot, hex(0x59392a), hex(0x24170f));
    o.pose = {ArmPose::Relaxed, ArmPose::Away};
    return o;
}

Outfit hoodie(Tailor& t) {
    Outfit o;
    o.masculine = t.chance(.5);
    o.top =
        t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, t.p.accent), {17, .15, 492});
    o.top->names = {"hoodie"};
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

Outfit shirtDress(Tailor& t) {
    Outfit o;
    o.top =
        t.upper("dress", t.printed(Texture::Cotton, Pattern::Pinstripe, 15, t.p.light, t.p.dark),
                {7, .85, 690, Flare::ALine, 158});
    o.top->names = {"shirt (dress)"};
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

Outfit cargoAndCrop(Tailor& t) {
    Outfit o;
    o.top = t.upper("top, t-shirt, sweatshirt", t.cloth(Texture::Cotton, t.p.light), {3, .95, 366});
    o.top->names = {"crop (top)"};
    o.top->neck = Neck::Scoop;
    o.top->sleeve = {SleeveShape::Cap, .16, 6};
    o.pants = t.trousers(t.printed(Texture::Cotton, Pattern::Camouflage, 56, hex(0x7d8461),
                                   hex(0x4f5942), hex(0xb0a983)),
                         LegShape::Straight);
    o.pants->names = {"cargo (pants)", "camo (pants)"};
    o.pants->cargo = true;
    o.pants->waist = 388;
    o.tucked = false;
    o.shoes = t.shoes(ShoeStyle::Sneaker, kWhite, kWhite);
    o.pose = {ArmPose::Away, ArmPose::OnHip};
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
    o.outer = t.tailored("jacket", wool, {12, .6, 518}, Collar::Notched);
    o.outer->names = {"blazer"};
    o.top = Tailor::under(t.shirt(t.cloth(Texture::Cotton, kWhite)));
    o.tie = t.printed(Texture::Silk, Pattern::Stripe, 21, t.p.accent, mix(t.p.accent, kWhite, .6));
    o.pants = t.trousers(wool, LegShape::Straight);
    o.shoes = t.shoes(ShoeStyle::Loafer, hex(0x2e1f19), hex(0x120d0a));
    o.watch = {kRight, hex(0x2a1d16), kSilver};
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

constexpr Maker kMakers[kOutfits] = {stripedTee,    doubleBreastedCoat, floralDress,
                                     checkedShirt,  turtleneckAndSkirt, bomber,
                                     maxiDress,     blazerAndJeans,     pleatedSkirt,
                                     suitAndTie,    cardiganAndDress,   puffer,
                                     shirtDress,    openOvercoat,       denimMini,
                                     vestAndShirt,  tieredDress,        trenchCoat,
                                     shortsAndPolo, pencilSkirt,        jumpsuit,
                                     hoodie,        leopardSkirt,       cargoAndCrop};

}  // namespace

Outfit makeOutfit(int which, const Palette& palette, Random& random) {
    Tailor tailor(palette, random);
    return kMakers[which % kOutfits](tailor);
}

}  // namespace selvedge::synthetic
