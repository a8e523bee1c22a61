#pragma once

#include "dataset/synthetic/body.h"
#include "dataset/synthetic/canvas.h"
#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

// Where a figure stands. `floor` is the height, in units, where wall and ground meet.
struct Backdrop {
    Color wall;
    Color ground;
    int kind = 0;  // 0 .. kBackdrops - 1
};

constexpr int kBackdrops = 6;

// Fills the picture and puts a few quiet things beside the middle, then the figure's shadow.
void drawBackdrop(Canvas& canvas, const Backdrop& backdrop, Random& random);
// On the ground, from feet at the two places.
void drawGroundShadow(Canvas& canvas, Point left, Point right);

}  // namespace selvedge::synthetic
