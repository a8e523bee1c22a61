#include "dataset/synthetic/outfit.h"

#include <algorithm>

namespace selvedge::synthetic {

namespace {

// Returns the object that the top goes on with: a jumpsuit is one with its legs.
std::optional<Owner> drawBottoms(Drawing& drawing, const Outfit& outfit) {
    std::optional<Owner> pants;
    if (outfit.pants)
        pants = drawPants(drawing, *outfit.pants);
    if (outfit.skirt)
        drawSkirt(drawing, *outfit.skirt);
    return pants && outfit.top && outfit.top->category == outfit.pants->category ? pants
                                                                                 : std::nullopt;
}

// The top as it shows: what is tucked in ends under the waistband.
Upper tuckedIn(const Outfit& outfit) {
    Upper top = *outfit.top;
    if (outfit.tucked && (outfit.pants || outfit.skirt)) {
        const double waist = outfit.pants ? outfit.pants->waist : outfit.skirt->waist;
        top.cut.hem = std::min(top.cut.hem, waist + 9);
        top.tucked = true;
    }
    return top;
}

void drawBeltOf(Drawing& drawing, const Outfit& outfit, bool overAll) {
    if (outfit.belt && outfit.belt->overAll == overAll)
        drawBelt(drawing, outfit.belt->y, outfit.belt->ease, outfit.belt->fabric,
                 outfit.belt->buckle);
}

}  // namespace

void wear(Drawing& drawing, const Outfit& outfit, const Looks& looks) {
    drawHairBehind(drawing, looks);
    std::optional<Owner> outer;
    if (outfit.outer && outfit.outer->openFront && outfit.outer->cut.hem > level::kCrotch)
        outer = drawLining(drawing, *outfit.outer);
    drawTorsoAndLegs(drawing, looks);
    if (outfit.tights)
        drawTights(drawing, outfit.tights->color, outfit.tights->sheer);
    if (outfit.socks)
        drawSocks(drawing, outfit.socks->fabric, outfit.socks->top);
    const bool bootsOver =
        outfit.pants && outfit.pants->shape == LegShape::Skinny &&
        (outfit.shoes.style == ShoeStyle::TallBoot || outfit.shoes.style == ShoeStyle::AnkleBoot);
    const auto shoes = [&] {
        drawShoes(drawing, outfit.shoes.style, outfit.shoes.fabric, outfit.shoes.sole);
    };
    if (!bootsOver)
        shoes();
    std::optional<Owner> top;
    if (!outfit.tucked)
        top = drawBottoms(drawing, outfit);
    if (outfit.top)
        top = drawUpper(drawing, tuckedIn(outfit), top);
    if (outfit.tucked)
        drawBottoms(drawing, outfit);
    if (bootsOver)
        shoes();
    drawBeltOf(drawing, outfit, false);
    if (outfit.bow)
        drawBow(drawing, *outfit.bow, {drawing.body.shoulderX, 196}, *top);
    if (outfit.tie)
        drawTie(drawing, *outfit.tie);
    if (outfit.outer)
        outer = drawUpper(drawing, *outfit.outer, outer);
    drawBeltOf(drawing, outfit, true);
    if (outfit.bag)
        drawBag(drawing, outfit.bag->style, outfit.bag->side, outfit.bag->fabric,
                outfit.bag->metal);
    const bool outerSleeves = outfit.outer && outfit.outer->sleeve.shape != SleeveShape::None;
    const Sleeve sleeve = outerSleeves ? outfit.outer->sleeve
                          : outfit.top ? outfit.top->sleeve
                                       : Sleeve{SleeveShape::None};
    const double bare = sleeve.shape == SleeveShape::None ? 0 : std::max(.05, sleeve.end - .14);
    for (const Side side : kSides)
        drawArm(drawing, looks, side, bare);
    if (outfit.watch)
        drawWatch(drawing, outfit.watch->side, outfit.watch->strap, outfit.watch->face);
    if (outerSleeves)
        drawSleeves(drawing, *outfit.outer, *outer);
    else if (outfit.top)
        drawSleeves(drawing, *outfit.top, *top);
    if (outfit.scarf)
        drawScarf(drawing, *outfit.scarf);
    drawHead(drawing, looks);
    if (outfit.headband)
        drawHeadband(drawing, *outfit.headband);
    if (outfit.glasses)
        drawGlasses(drawing, outfit.glasses->frame, outfit.glasses->sun);
    if (outfit.hat)
        drawHat(drawing, outfit.hat->style, outfit.hat->fabric, outfit.hat->band);
}

}  // namespace selvedge::synthetic
