// Dresses a figure for the number of objects that its picture shall show.
#include <algorithm>
#include <functional>

#include "dataset/synthetic/outfit.h"

namespace selvedge::synthetic {

namespace {

// Something that can be taken off or put on, how many objects it is and how often it is chosen.
struct Change {
    int objects;
    std::function<void()> apply;
    double often = 1;
};
using Changes = std::vector<Change>;

int pocketCount(Pockets pockets) {
    return pockets == Pockets::None                                         ? 0
           : pockets == Pockets::ChestPatch || pockets == Pockets::Kangaroo ? 1
                                                                            : 2;
}

template <typename T>
void offerOff(Changes& changes, std::optional<T>& thing, int objects) {
    if (thing)
        changes.push_back({objects, [&thing] { thing.reset(); }});
}

void offerPlainer(Changes& changes, Upper& upper) {
    if (upper.pockets != Pockets::None)
        changes.push_back(
            {pocketCount(upper.pockets), [&upper] { upper.pockets = Pockets::None; }, .4});
    if (upper.epaulettes)
        changes.push_back({2, [&upper] { upper.epaulettes = false; }});
    if (upper.trimming != Trimming::None)
        changes.push_back({1, [&upper] { upper.trimming = Trimming::None; }});
    if (upper.opening == Opening::Zip && upper.category != "jacket")
        changes.push_back({1, [&upper] { upper.opening = Opening::None; }});
}

Changes thingsToTakeOff(Outfit& o) {
    Changes changes;
    offerOff(changes, o.bag, 1);
    offerOff(changes, o.hat, 1);
    offerOff(changes, o.headband, 1);
    offerOff(changes, o.glasses, 1);
    offerOff(changes, o.watch, 1);
    offerOff(changes, o.scarf, 1);
    offerOff(changes, o.bow, 1);
    offerOff(changes, o.tights, 1);
    offerOff(changes, o.socks, 2);
    offerOff(changes, o.legWarmers, 2);
    offerOff(changes, o.gloves, 2);
    if (o.belt && !o.belt->knot) {
        offerOff(changes, o.belt, 2);
        changes.push_back({1, [&o] { o.belt->knot = true; }});
    } else {
        offerOff(changes, o.belt, 1);
    }
    if (o.top && !o.outer)
        offerPlainer(changes, *o.top);
    if (o.outer)
        offerPlainer(changes, *o.outer);
    if (o.pants && o.pants->cargo)
        changes.push_back({2, [&o] { o.pants->cargo = false; }});
    if (o.pants && o.pants->pockets)
        changes.push_back({2, [&o] { o.pants->pockets = false; }, .3});
    if (o.skirt && o.skirt->zip)
        changes.push_back({1, [&o] { o.skirt->zip = false; }});
    const bool sleeves = o.top && !o.outer && !o.cape && o.top->collar == Collar::None &&
                         o.top->sleeve.shape != SleeveShape::None && o.top->sleeve.start == 0;
    const double often = sleeves && o.top->category == "dress" ? 1 : .25;
    if (sleeves && (o.top->category == "dress" || o.top->category == "top, t-shirt, sweatshirt"))
        changes.push_back({2,
                           [&o] {
                               o.top->sleeve.shape = SleeveShape::None;
                               o.top->sleeveFabric.reset();
                               std::erase_if(o.top->names, [](std::string_view name) {
                                   return name.ends_with("(t-shirt)") ||
                                          name.starts_with("peasant");
                               });
                           },
                           often});
    return changes;
}

Changes thingsToPutOn(Outfit& o, const Palette& palette, Random& random) {
    Changes changes;
    const auto cloth = [&random](Texture texture, Color color) {
        return Fabric{
            color, {}, {}, Pattern::Plain, texture, 24, static_cast<std::uint32_t>(random.next())};
    };
    const auto side = random.chance(.5) ? kLeft : kRight;
    const bool hood = (o.top && o.top->hood) || (o.outer && o.outer->hood);
    const bool covered = o.hat || o.headband || hood;
    if (!o.glasses)
        changes.push_back({1, [&] { o.glasses = {hex(0x2a2422), random.chance(.5)}; }, .5});
    if (!o.bag && !o.umbrella) {
        constexpr std::array styles{BagStyle::Tote, BagStyle::Crossbody, BagStyle::Handbag};
        const auto style = random.pick(styles);
        changes.push_back(
            {1, [&o, style, side, cloth, &palette] {
                 o.bag = {style, side, cloth(Texture::Leather, palette.dark), hex(0xcfae6a)};
                 o.pose[side] = ArmPose::Relaxed;
             }});
    }
    if (!covered) {
        constexpr std::array styles{HatStyle::Beanie, HatStyle::Fedora, HatStyle::Cap};
        const auto style = random.pick(styles);
        changes.push_back({1,
                           [&o, style, cloth, &palette] {
                               o.hat = {style, cloth(Texture::Wool, palette.dark), palette.accent};
                           },
                           .4});
    }
    const Upper* outermost = o.outer ? &*o.outer : o.top ? &*o.top : nullptr;
    if (!o.watch && outermost && outermost->sleeve.end < .85 && !o.gloves)
        changes.push_back({1, [&o, side, &palette] {
                               o.watch = {side, palette.dark, hex(0xf0ede6)};
                           }});
    if (!o.scarf && o.outer && !hood)
        changes.push_back(
            {1, [&o, cloth, &palette] { o.scarf = cloth(Texture::Wool, palette.accent); }});
    if (!o.belt && o.top && (o.pants || o.skirt) && o.tucked && !o.outer)
        changes.push_back(
            {2, [&o, cloth, &palette] {
                 const double y = o.pants ? o.pants->waist : o.skirt->waist;
                 o.belt = {y + 8, 7, cloth(Texture::Leather, palette.dark), hex(0xcfae6a), false};
                 if (o.pants)
                     o.pants->belted = true;
             }});
    if (o.pants && !o.pants->pockets && o.pants->fly)
        changes.push_back({2, [&o] { o.pants->pockets = true; }, 6});
    if (o.top && !o.outer && o.top->category == "shirt, blouse" && o.top->pockets == Pockets::None)
        changes.push_back({1, [&o] { o.top->pockets = Pockets::ChestPatch; }, 3});
    if (o.top && !o.outer && o.top->category == "dress" && o.top->pockets == Pockets::None &&
        o.top->cut.flare != Flare::Pencil && o.top->cut.hem < 900)
        changes.push_back({2, [&o] { o.top->pockets = Pockets::HipPatch; }, 1.5});
    if (o.outer && o.outer->pockets == Pockets::None && !o.outer->openFront)
        changes.push_back({2, [&o] { o.outer->pockets = Pockets::Flap; }, 4});
    const bool bareLegs = !o.pants || o.pants->hem < level::kKnee;
    const bool low = o.shoes.style == ShoeStyle::Sneaker || o.shoes.style == ShoeStyle::Loafer;
    if (bareLegs && !o.socks && !o.tights && low)
        changes.push_back({2, [&o, cloth] {
                               o.socks = {cloth(Texture::Knit, hex(0xeeebe5)), 862};
                           }});
    if (!o.pants && !o.socks && !o.tights && !o.legWarmers)
        changes.push_back({1, [&o] { o.tights = {hex(0x2c2830), .2}; }});
    return changes;
}

}  // namespace

void dressFor(Outfit& outfit, int more, const Palette& palette, Random& random) {
    while (more != 0) {
        Changes changes =
            more < 0 ? thingsToTakeOff(outfit) : thingsToPutOn(outfit, palette, random);
        const int most = std::abs(more);
        std::erase_if(changes, [most](const Change& change) { return change.objects > most; });
        if (changes.empty())
            return;
        double left = 0;
        for (const Change& change : changes)
            left += change.often;
        left *= random.unit();
        std::size_t which = 0;
        for (; which + 1 < changes.size() && left >= changes[which].often; ++which)
            left -= changes[which].often;
        changes[which].apply();
        more += more < 0 ? changes[which].objects : -changes[which].objects;
    }
}

}  // namespace selvedge::synthetic
