// What a garment is called and which attributes it has: read off what is drawn.
#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

std::string_view lengthAt(double hem) {
    struct Step {
        double below;
        std::string_view name;
    };
    constexpr Step steps[] = {{455, "above-the-hip (length)"},
                              {508, "hip (length)"},
                              {548, "micro (length)"},
                              {625, "mini (length)"},
                              {695, "above-the-knee (length)"},
                              {750, "knee (length)"},
                              {800, "below the knee (length)"},
                              {885, "midi"},
                              {958, "maxi (length)"}};
    for (const Step& step : steps) {
        if (hem < step.below)
            return step.name;
    }
    return "floor (length)";
}

std::string_view sleeveLengthAt(double end) {
    return end < .4    ? "short (length)"
           : end < .6  ? "elbow-length"
           : end < .88 ? "three quarter (length)"
                       : "wrist-length";
}

std::string_view fitOf(double ease) {
    return ease < 5    ? "tight (fit)"
           : ease < 17 ? "regular (fit)"
           : ease < 27 ? "loose (fit)"
                       : "oversized";
}

std::string_view waistlineAt(double waist) {
    return waist < 335   ? "empire waistline"
           : waist < 362 ? "high waist"
           : waist < 392 ? "normal waist"
                         : "low waist";
}

std::string_view silhouetteOf(Flare flare) {
    switch (flare) {
        case Flare::ALine:
            return "a-line";
        case Flare::Circle:
            return "circle";
        case Flare::Pencil:
            return "pencil";
        case Flare::Trumpet:
            return "trumpet";
        case Flare::Balloon:
            return "balloon";
        case Flare::Tent:
            return "tent";
        case Flare::Straight:
            break;
    }
    return "straight";
}

void describeFabric(Drawing& drawing, const Fabric& fabric, Owner object, bool furred) {
    drawing.describe(object, attributeOf(fabric.pattern));
    if (isPrinted(fabric.pattern))
        drawing.describe(object, "printed");
    if (fabric.texture == Texture::Denim)
        drawing.describe(object, "washed");
    switch (fabric.texture) {
        case Texture::Fur:
            drawing.describe(object, "fur");
            break;
        case Texture::Suede:
            drawing.describe(object, "suede");
            break;
        case Texture::Leather:
            break;
        default:
            drawing.describe(object, furred ? "fur" : "no non-textile material");
    }
}

namespace {

bool isPlainlyMade(const Fabric& fabric) {
    return !isPrinted(fabric.pattern) && fabric.texture != Texture::Denim;
}

std::string_view openingOf(Opening opening) {
    constexpr std::string_view names[] = {"no opening", "single breasted", "double breasted",
                                          "zip-up",     "wrapping",        "toggled (opening)",
                                          "lace up",    "single breasted"};
    return names[static_cast<int>(opening)];
}

std::optional<std::string_view> trimmingOf(Trimming trimming) {
    switch (trimming) {
        case Trimming::Applique:
            return "applique(a)";
        case Trimming::Beads:
            return "bead(a)";
        case Trimming::Rivets:
            return "rivet(a)";
        case Trimming::Sequins:
            return "sequin(a)";
        default:
            return {};
    }
}

// Nicknames that the cut alone makes true.
void nameTop(Drawing& drawing, const Upper& upper, Owner object) {
    const bool bare = upper.sleeve.shape == SleeveShape::None;
    if (bare && upper.neck == Neck::Halter)
        drawing.describe(object, "halter (top)");
    else if (bare && (upper.neck == Neck::StraightAcross || upper.neck == Neck::Sweetheart))
        drawing.describe(object, "camisole");
    else if (bare && (upper.neck == Neck::Scoop || upper.neck == Neck::Round ||
                      upper.neck == Neck::U || upper.neck == Neck::Crew))
        drawing.describe(object, "tank (top)");
    if (!upper.tucked && upper.cut.hem < 400)
        drawing.describe(object, "crop (top)");
    if (upper.cut.hem > 560)
        drawing.describe(object, "tunic (top)");
    if (upper.hood)
        drawing.describe(object, "hoodie");
    if (upper.opening == Opening::Placket && upper.collar == Collar::None)
        drawing.describe(object, "henley (shirt)");
    if (upper.collar == Collar::Polo)
        drawing.describe(object, upper.fabric.pattern == Pattern::Stripe && upper.sleeve.end > .8
                                     ? "rugby (shirt)"
                                     : "polo (shirt)");
    if (upper.sleeveFabric && upper.sleeve.shape == SleeveShape::Raglan)
        drawing.describe(object, "raglan (t-shirt)");
}

void nameDress(Drawing& drawing, const Upper& upper, Owner object) {
    const Cut& cut = upper.cut;
    const bool bare = upper.sleeve.shape == SleeveShape::None;
    if (upper.neck == Neck::Halter && bare)
        drawing.describe(object, "halter (dress)");
    if (upper.opening == Opening::Wrap)
        drawing.describe(object, "wrap (dress)");
    if (upper.collar == Collar::Shirt && upper.opening == Opening::Single)
        drawing.describe(object, "shirt (dress)");
    if (upper.fabric.texture == Texture::Knit)
        drawing.describe(object, "sweater (dress)");
    else if (cut.flare == Flare::Pencil && cut.ease < 3)
        drawing.describe(object, "bodycon (dress)");
    else if (cut.flare == Flare::Pencil)
        drawing.describe(object, "sheath (dress)");
    if (cut.flare == Flare::Circle && cut.hem < 700)
        drawing.describe(object, "skater (dress)");
    if (cut.flare == Flare::Straight && cut.waistFit < .4 && cut.hem < 720)
        drawing.describe(object, "shift (dress)");
}

}  // namespace

void describeUpper(Drawing& drawing, const Upper& upper, Owner object) {
    for (const std::string_view name : upper.names)
        drawing.describe(object, name);
    describeFabric(drawing, upper.fabric, object, upper.fur.has_value());
    if (upper.covered)
        return;
    const Cut& cut = upper.cut;
    const bool aslant = upper.opening == Opening::Wrap || upper.neck == Neck::OneShoulder ||
                        upper.neck == Neck::Surplice || upper.sideZip;
    drawing.describe(object, aslant ? "asymmetrical" : "symmetrical");
    drawing.describe(object, fitOf(cut.ease + (1 - cut.waistFit) * 6));
    if (cut.hem > level::kCrotch) {
        drawing.describe(object, silhouetteOf(cut.flare));
        const bool fitted = upper.seamAtWaist && cut.waistFit > .8;
        if (fitted && (cut.flare == Flare::Circle || cut.flare == Flare::ALine))
            drawing.describe(object, "fit and flare");
    }
    if (upper.peplum)
        drawing.describe(object, "peplum");
    if (upper.highLow)
        drawing.describe(object, "high low");
    if (!upper.tucked)
        drawing.describe(object, lengthAt(upper.peplum ? 452 : cut.hem));
    drawing.describe(object, upper.waistSeam > 0 && upper.seamAtWaist ? waistlineAt(upper.waistSeam)
                                                                      : "no waistline");
    drawing.describe(object, openingOf(upper.opening));
    bool plain = isPlainlyMade(upper.fabric);
    const auto made = [&](bool is, std::string_view name) {
        if (is)
            drawing.describe(object, name);
        plain = plain && !is;
    };
    made(upper.quilted, "quilted");
    made(upper.tiers > 0, "tiered");
    made(upper.smocked, "smocking");
    made(upper.gathered, "gathering");
    if (const auto trimming = trimmingOf(upper.trimming))
        made(true, *trimming);
    if (plain)
        drawing.describe(object, "no special manufacturing technique");
    if (upper.sleeve.shape == SleeveShape::None && upper.category != "cape")
        drawing.describe(object, "sleeveless");
    if (upper.category == "top, t-shirt, sweatshirt")
        nameTop(drawing, upper, object);
    if (upper.category == "dress")
        nameDress(drawing, upper, object);
}

void describeSkirt(Drawing& drawing, const Skirt& skirt, Owner object) {
    const Cut& cut = skirt.cut;
    for (const std::string_view name : skirt.names)
        drawing.describe(object, name);
    drawing.describe(object, skirt.slit || skirt.wrap ? "asymmetrical" : "symmetrical");
    drawing.describe(object, silhouetteOf(cut.flare));
    drawing.describe(object, lengthAt(cut.hem));
    drawing.describe(object, waistlineAt(skirt.waist));
    drawing.describe(object, fitOf(cut.ease));
    describeFabric(drawing, skirt.fabric, object);
    drawing.describe(object, skirt.zip ? "zip-up" : skirt.wrap ? "wrapping" : "no opening");
    if (skirt.highLow)
        drawing.describe(object, "high low");
    if (skirt.pleats)
        drawing.describe(object, "pleat");
    if (skirt.tiers > 0)
        drawing.describe(object, "tiered");
    if (skirt.slit)
        drawing.describe(object, "slit");
    if (isPlainlyMade(skirt.fabric) && !skirt.pleats && skirt.tiers == 0 && !skirt.slit)
        drawing.describe(object, "no special manufacturing technique");
    if (skirt.pleats)
        drawing.describe(object,
                         skirt.fabric.pattern == Pattern::Tartan ? "kilt" : "accordion (skirt)");
    if (skirt.wrap)
        drawing.describe(object, "wrap (skirt)");
    if (cut.flare == Flare::Circle && cut.hem < 650)
        drawing.describe(object, "skater (skirt)");
    if (skirt.tiers > 0 && cut.hem > 800)
        drawing.describe(object, "prairie (skirt)");
}

void describePants(Drawing& drawing, const Pants& pants, Owner object) {
    for (const std::string_view name : pants.names)
        drawing.describe(object, name);
    constexpr std::string_view shapes[] = {"",    "straight", "wide leg", "bootcut",
                                           "peg", "flare",    "baggy"};
    constexpr std::string_view fits[] = {"tight (fit)",   "regular (fit)", "loose (fit)",
                                         "regular (fit)", "loose (fit)",   "regular (fit)",
                                         "oversized"};
    const auto shape = static_cast<int>(pants.shape);
    const bool isPants = pants.category == "pants", isShorts = pants.category == "shorts";
    drawing.describe(object, "symmetrical");
    if (!shapes[shape].empty())
        drawing.describe(object, shapes[shape]);
    drawing.describe(object, fits[shape]);
    drawing.describe(object, lengthAt(pants.hem));
    drawing.describe(object, waistlineAt(pants.waist));
    drawing.describe(object, pants.fly ? "fly (opening)" : "no opening");
    describeFabric(drawing, pants.fabric, object);
    if (pants.distressed)
        drawing.describe(object, "distressed");
    if (pants.frayed)
        drawing.describe(object, "frayed");
    if (isPlainlyMade(pants.fabric))
        drawing.describe(object, "no special manufacturing technique");
    if (isPants) {
        if (pants.fabric.texture == Texture::Denim)
            drawing.describe(object, "jeans");
        if (pants.fabric.pattern == Pattern::Camouflage)
            drawing.describe(object, "camo (pants)");
        if (pants.cargo)
            drawing.describe(object, "cargo (pants)");
        if (pants.shape == LegShape::Harem)
            drawing.describe(object, "harem (pants)");
        if (pants.hem < 830)
            drawing.describe(object, pants.shape == LegShape::Wide ? "culottes" : "capri (pants)");
        else if (pants.hem < 900)
            drawing.describe(object, "crop (pants)");
        if (pants.waist > 392)
            drawing.describe(object, "hip-huggers (pants)");
    }
    if (isShorts) {
        if (pants.hem > 680)
            drawing.describe(object, "bermuda (shorts)");
        else if (pants.hem < 575)
            drawing.describe(object, "booty (shorts)");
        else if (pants.hem < 640)
            drawing.describe(object, "short (shorts)");
        if (pants.cargo)
            drawing.describe(object, "cargo (shorts)");
        if (pants.rolled)
            drawing.describe(object, "roll-up (shorts)");
    }
}

}  // namespace selvedge::synthetic
