#pragma once

#include "dataset/synthetic/figure.h"

namespace selvedge::synthetic {

enum class ShoeStyle { Sneaker, Loafer, Pump, AnkleBoot, TallBoot, Sandal };
enum class HatStyle { Beanie, Fedora, Beret, Cap, WideBrim };
enum class BagStyle { Tote, Crossbody, Handbag };

// From the ankle down, one object a shoe. Tall boots come after the legs of pants.
void drawShoes(Drawing& drawing, ShoeStyle style, const Fabric& fabric, Color sole);
// Over the skin, which shows through by `sheer` 0..1; one object for both legs.
void drawTights(Drawing& drawing, Color color, double sheer);
void drawSocks(Drawing& drawing, const Fabric& fabric, double top);
void drawHat(Drawing& drawing, HatStyle style, const Fabric& fabric, Color band);
void drawHeadband(Drawing& drawing, const Fabric& fabric);
void drawGlasses(Drawing& drawing, Color frame, bool sun);
// A tote and a handbag hang from the hand of `side`, the strap of the other crosses the trunk.
void drawBag(Drawing& drawing, BagStyle style, Side side, const Fabric& fabric, Color metal);
void drawScarf(Drawing& drawing, const Fabric& fabric);
void drawTie(Drawing& drawing, const Fabric& fabric);
void drawBow(Drawing& drawing, const Fabric& fabric, Point middle, Owner garment);
// Around the trunk at `y`, as wide as what it holds; with its buckle, or tied.
void drawBelt(Drawing& drawing, double y, double ease, const Fabric& fabric, Color buckle,
              bool knot);
void drawGloves(Drawing& drawing, const Fabric& fabric);
void drawLegWarmers(Drawing& drawing, const Fabric& fabric);
// The canopy lies behind the head, the stick before the trunk and behind the hand.
Owner drawCanopy(Drawing& drawing, Side side, const Fabric& fabric);
void drawStick(Drawing& drawing, Side side, Owner umbrella);
void drawWatch(Drawing& drawing, Side side, Color strap, Color face);

}  // namespace selvedge::synthetic
