#pragma once

#include "dataset/synthetic/body.h"
#include "dataset/synthetic/canvas.h"
#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

// Where a figure stands.
struct Backdrop {
    Color wall;
    Color ground;
    int kind = 0;   // 0 .. kBackdrops - 1
    int prop = -1;  // 0 .. kProps - 1; kNoProp for none
};

constexpr int kBackdrops = 15, kProps = 5, kNoProp = -1;

// Fills the picture and puts a few things beside the middle.
void drawBackdrop(Canvas& canvas, const Backdrop& backdrop, Random& random);
// On the ground, from the feet, away from the light.
void drawGroundShadow(Canvas& canvas, const Body& body, Point light);
// Something before the figure, at one side; it belongs to no object.
void drawProp(Canvas& canvas, const Backdrop& backdrop, Random& random);

}  // namespace selvedge::synthetic
