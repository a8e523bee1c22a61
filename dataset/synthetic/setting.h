#pragma once

#include "dataset/synthetic/backdrop.h"

namespace selvedge::synthetic {

// Height, in units, where wall and ground meet, and where things on the ground stand.
constexpr double kHorizon = 892, kFloor = 946;

// The figure's units at the picture's edges.
struct Frame {
    double left, top, right, bottom;
};
Frame frameOf(const Canvas& canvas);

// What backdrops are put together from.
Fabric paint(Color color);
void put(Canvas& canvas, const Path& path, Color color, double relief = .5);
// Light from one side, wall above `horizon`, ground below; they meet within `softness` units.
void fillRoom(Canvas& canvas, Color wall, Color ground, double horizon, double softness);
void drawBoards(Canvas& canvas, const Frame& frame, double horizon, Color ground);
void drawPlant(Canvas& canvas, double x, double floor, Random& random);

// Indoors and outdoors; `edge` and `otherEdge` are x of the sides, `side` -1 where edge is left.
struct Sides {
    double side, edge, otherEdge;
};
void drawShelves(Canvas& canvas, const Frame& frame, const Backdrop& backdrop, Random& random);
void drawWindowRoom(Canvas& canvas, const Frame& frame, const Backdrop& backdrop,
                    const Sides& sides, Random& random);
void drawClothesRail(Canvas& canvas, const Backdrop& backdrop, const Sides& sides, Random& random);
void drawPanelling(Canvas& canvas, const Frame& frame, const Backdrop& backdrop);
void drawSofa(Canvas& canvas, const Backdrop& backdrop, const Sides& sides);

void drawStreet(Canvas& canvas, const Frame& frame, const Backdrop& backdrop, Random& random);
void drawPark(Canvas& canvas, const Frame& frame, Random& random);
void drawSea(Canvas& canvas, const Frame& frame, Random& random);
void drawSkyline(Canvas& canvas, const Frame& frame, const Backdrop& backdrop, Random& random);

}  // namespace selvedge::synthetic
