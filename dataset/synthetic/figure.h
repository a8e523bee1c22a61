#pragma once

#include "dataset/synthetic/drawing.h"

namespace selvedge::synthetic {

enum class HairStyle {
    Crop,
    Bob,
    Long,
    Wavy,
    Bun,
    Ponytail,
    Afro,
    Bald,
    Quiff,
    Pixie,
    Curly,
    Braids,
};

struct Looks {
    Color skin;
    Color hair;
    HairStyle style = HairStyle::Bob;
    bool beard = false;
    bool lipstick = true;
    Color eyes = hex(0x3a2519);
    double smile = .4;  // 0 .. 1
    double width = 1;   // of the face
    bool freckles = false;
};

// The figure itself, in the order in which its pieces lie: what falls behind the shoulders, legs
// and torso, an arm with its hand, then face and hair, which come after what is worn at the neck.
// Arms begin at `from`, 0 the shoulder to 1 the wrist: the rest is in a sleeve.
void drawHairBehind(Drawing& drawing, const Looks& looks);
void drawTorsoAndLegs(Drawing& drawing, const Looks& looks);
void drawArm(Drawing& drawing, const Looks& looks, Side side, double from);
void drawFace(Drawing& drawing, const Looks& looks);
void drawHairInFront(Drawing& drawing, const Looks& looks);

// The hand alone, for what is worn on it.
Path handPath(const Body& body, Side side);
// Half the width of an arm at t, 0 the shoulder to 1 the wrist.
double armHalf(double t);
// Half the width of a leg at a height between crotch and ankle.
double legHalf(const Body& body, double y);

}  // namespace selvedge::synthetic
