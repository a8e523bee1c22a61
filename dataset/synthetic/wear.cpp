#include <algorithm>

#include "dataset/synthetic/outfit.h"

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
    const auto& belt = outfit.belt;
    if (belt && belt->overAll == overAll)
        drawBelt(drawing, belt->y, belt->ease, belt->fabric, belt->buckle, belt->knot);
}

void drawFeet(Drawing& drawing, const Outfit& outfit) {
    drawShoes(drawing, outfit.shoes.style, outfit.shoes.fabric, outfit.shoes.sole);
}

const Upper* sleevesOf(const Outfit& outfit) {
    if (outfit.outer && outfit.outer->sleeve.shape != SleeveShape::None)
        return &*outfit.outer;
    if (outfit.top && outfit.top->sleeve.shape != SleeveShape::None)
        return &*outfit.top;
    return nullptr;
}

void drawArms(Drawing& drawing, const Outfit& outfit, const Looks& looks, Owner sleeved) {
    const Upper* upper = sleevesOf(outfit);
    for (const Side side : kSides) {
        const bool bare = !upper || upper->sleeve.start > 0 ||
                          (upper->neck == Neck::OneShoulder && side == kRight);
        drawArm(drawing, looks, side, bare ? 0 : std::max(.05, upper->sleeve.end - .14));
    }
    if (outfit.watch)
        drawWatch(drawing, outfit.watch->side, outfit.watch->strap, outfit.watch->face);
    if (outfit.gloves)
        drawGloves(drawing, *outfit.gloves);
    if (upper)
        drawSleeves(drawing, *upper, sleeved);
}

void drawHeadAndHat(Drawing& drawing, const Outfit& outfit, const Looks& looks) {
    const Turned turned(drawing.canvas, {drawing.body.headX, 126}, drawing.body.headTilt);
    drawFace(drawing, looks);
    drawHairInFront(drawing, looks);
    if (outfit.headband)
        drawHeadband(drawing, *outfit.headband);
    if (outfit.glasses)
        drawGlasses(drawing, outfit.glasses->frame, outfit.glasses->sun);
    if (outfit.hat)
        drawHat(drawing, outfit.hat->style, outfit.hat->fabric, outfit.hat->band);
}

}  // namespace

void wear(Drawing& drawing, const Outfit& outfit, const Looks& looks) {
    std::optional<Owner> outer, top, umbrella;
    if (outfit.umbrella)
        umbrella = drawCanopy(drawing, outfit.umbrellaSide, *outfit.umbrella);
    {
        const Turned turned(drawing.canvas, {drawing.body.headX, 126}, drawing.body.headTilt);
        drawHairBehind(drawing, looks);
    }
    if (outfit.outer && outfit.outer->openFront && outfit.outer->cut.hem > level::kCrotch)
        outer = drawLining(drawing, *outfit.outer);
    drawTorsoAndLegs(drawing, looks);
    if (outfit.tights)
        drawTights(drawing, outfit.tights->color, outfit.tights->sheer);
    if (outfit.socks)
        drawSocks(drawing, outfit.socks->fabric, outfit.socks->top);
    const bool boots =
        outfit.shoes.style == ShoeStyle::TallBoot || outfit.shoes.style == ShoeStyle::AnkleBoot;
    const bool bootsOver = outfit.pants && outfit.pants->shape == LegShape::Skinny && boots;
    if (!bootsOver)
        drawFeet(drawing, outfit);
    if (!outfit.tucked)
        top = drawBottoms(drawing, outfit);
    if (outfit.top)
        top = drawUpper(drawing, tuckedIn(outfit), top);
    if (outfit.tucked)
        drawBottoms(drawing, outfit);
    if (bootsOver)
        drawFeet(drawing, outfit);
    if (outfit.legWarmers)
        drawLegWarmers(drawing, *outfit.legWarmers);
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
    if (umbrella)
        drawStick(drawing, outfit.umbrellaSide, *umbrella);
    const bool outerSleeves = outfit.outer && outfit.outer->sleeve.shape != SleeveShape::None;
    drawArms(drawing, outfit, looks, outerSleeves ? *outer : top.value_or(kBody));
    if (outfit.cape)
        drawCape(drawing, *outfit.cape);
    if (outfit.scarf)
        drawScarf(drawing, *outfit.scarf);
    drawHeadAndHat(drawing, outfit, looks);
}

}  // namespace selvedge::synthetic
