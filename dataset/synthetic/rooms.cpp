// Backdrops indoors.
#include <algorithm>

#include "dataset/synthetic/setting.h"

namespace selvedge::synthetic {

namespace {

constexpr std::array kSpines{hex(0x8c3b32), hex(0x2f4a5c), hex(0xc9a24b), hex(0x4d6a52),
                             hex(0xd9cdb8), hex(0x5b4a6b), hex(0xb8693e), hex(0x30323a)};

void drawCushion(Canvas& canvas, double x, double y, double size, Color color) {
    const Coverage shape = canvas.cover(blob({{x - size, y - size * .8},
                                              {x, y - size * .72},
                                              {x + size, y - size * .84},
                                              {x + size * .86, y},
                                              {x + size, y + size * .8},
                                              {x, y + size * .72},
                                              {x - size, y + size * .82},
                                              {x - size * .88, y}}));
    canvas.lay(shape, paint(color), {}, kBackground, {1, 0});
}

}  // namespace

void drawShelves(Canvas& canvas, const Frame& frame, const Backdrop& backdrop, Random& random) {
    fillRoom(canvas, mix(backdrop.wall, hex(0x6a4f3a), .35) * .8, backdrop.ground, kHorizon, 4);
    const Color wood = mix(backdrop.ground, hex(0x7a5638), .6);
    for (double y = 60; y < kHorizon; y += 168) {
        const double floor = std::min(y + 150, kHorizon - 14);
        for (double x = frame.left; x < frame.right;) {
            if (random.chance(.04)) {  // a vase
                const double r = random.between(16, 26);
                put(canvas,
                    blob({{x + r * .6, floor - r * 3},
                          {x + r * 1.4, floor - r * 3},
                          {x + r * 2, floor - r},
                          {x + r * 1.5, floor},
                          {x + r * .5, floor},
                          {x, floor - r}}),
                    mix(backdrop.wall, random.pick(kSpines), .5), .9);
                x += r * 2 + 14;
                continue;
            }
            const double width = random.between(13, 30), height = random.between(80, 128);
            const Color spine = random.pick(kSpines);
            put(canvas, box(x, floor - height, x + width, floor), spine * .85, .4);
            canvas.mark(box(x + 3, floor - height * .8, x + width - 3, floor - height * .72),
                        mix(spine, {255, 240, 210}, .5), .7);
            x += width + 1.5;
        }
        put(canvas, box(frame.left, floor, frame.right, floor + 15), wood, .6);
    }
    drawBoards(canvas, frame, kHorizon, backdrop.ground);
}

void drawWindowRoom(Canvas& canvas, const Frame& frame, const Backdrop& backdrop,
                    const Sides& sides, Random& random) {
    fillRoom(canvas, backdrop.wall, backdrop.ground, kHorizon, 4);
    drawBoards(canvas, frame, kHorizon, backdrop.ground);
    const double x = sides.edge - sides.side * 176, top = 40, bottom = 640, half = 122;
    put(canvas, box(x - half - 12, top - 12, x + half + 12, bottom + 16), hex(0xf1eee8), .6);
    canvas.mark(box(x - half, top, x + half, bottom), hex(0xd6e6f2));
    canvas.blush(ellipse({x + 20, bottom - 20}, half, 130), hex(0x9db894), .8, 26);
    canvas.blush(ellipse({x - 50, top + 130}, 70, 22), {255, 255, 255}, .8, 10);
    for (const double part : {-.02, 1.})
        canvas.mark(box(x - half * part - 4, top, x - half * part + 4, bottom), hex(0xf1eee8));
    canvas.mark(box(x - half, 300, x + half, 308), hex(0xf1eee8));
    for (const double sign : {-1., 1.}) {
        const double c = x + sign * (half + 4);
        const Coverage curtain = canvas.cover(Outline()
                                                  .line({{c - 42, top - 24}, {c + 42, top - 24}})
                                                  .curve({{c + 34, 400}, {c + 46, kHorizon - 30}})
                                                  .line({{c - 46, kHorizon - 30}})
                                                  .curve({{c - 34, 400}, {c - 42, top - 24}})
                                                  .path());
        const Color cloth = mix(backdrop.wall, random.pick(kSpines), .3);
        canvas.lay(curtain, paint(cloth), {}, kBackground, {1, 0});
        for (int i = -3; i <= 3; ++i)
            canvas.fold(stroke({{c + i * 13., top - 24}, {c + i * 14., kHorizon}}, 6), -.2, 4,
                        curtain);
    }
    put(canvas, stroke({{x - half - 60, top - 26}, {x + half + 60, top - 26}}, 8), hex(0x4a4038),
        .8);
    drawPlant(canvas, sides.otherEdge + sides.side * 110, kFloor, random);
}

void drawClothesRail(Canvas& canvas, const Backdrop& backdrop, const Sides& sides, Random& random) {
    const double x = sides.edge - sides.side * 150, half = 142, top = 300;
    const Color metal = hex(0x3b3a3c);
    canvas.shadeGround(ellipse({x + 14, kFloor + 4}, half + 20, 13), -.3, 12);
    for (const double sign : {-1., 1.})
        put(canvas, stroke({{x + sign * half, top}, {x + sign * half, kFloor}}, 7), metal, .8);
    for (double at = x - half + 18; at < x + half - 14; at += random.between(24, 36)) {
        const Color cloth = mix(random.pick(kSpines), backdrop.wall, random.between(.1, .5));
        const double length = random.between(230, 440), half2 = random.between(15, 22);
        const Coverage shape =
            canvas.cover(Outline()
                             .line({{at, top + 26}})
                             .curve({{at + half2, top + 44}, {at + half2 * 1.1, top + length}})
                             .line({{at - half2 * 1.1, top + length}})
                             .curve({{at - half2, top + 44}, {at, top + 26}})
                             .path());
        canvas.lay(shape, paint(cloth), {}, kBackground, {1, .3});
        canvas.fold(stroke({{at + 3, top + 60}, {at + 5, top + length}}, 5), -.25, 4, shape);
        canvas.mark(stroke(smooth({{at, top + 28}, {at + 2, top + 14}, {at, top}}), 2.5), metal);
    }
    put(canvas, stroke({{x - half - 8, top}, {x + half + 8, top}}, 8), metal, .8);
    for (int i = 0; i < 2; ++i)
        put(canvas, box(x - 96 + i * 100, kFloor - 60, x - 16 + i * 100, kFloor - 4),
            mix(hex(0xc9a77e), backdrop.wall, .2 + .3 * i), .8);
}

void drawPanelling(Canvas& canvas, const Frame& frame, const Backdrop& backdrop) {
    fillRoom(canvas, backdrop.wall, backdrop.ground, kHorizon, 4);
    const Color lower = mix(backdrop.wall, {255, 255, 255}, .4);
    put(canvas, box(frame.left, 590, frame.right, kHorizon), lower, .1);
    put(canvas, box(frame.left, 578, frame.right, 594), lower, .6);
    for (double x = -900; x < frame.right; x += 180) {
        for (const auto& [top, bottom] : {std::pair{625., 860.}, std::pair{-60., 545.}}) {
            const Coverage ring = without(canvas.cover(box(x + 14, top, x + 166, bottom)),
                                          canvas.cover(box(x + 21, top + 7, x + 159, bottom - 7)));
            canvas.lay(ring, paint(top > 600 ? lower : backdrop.wall), {}, kBackground, {1.2, 0});
        }
    }
    drawBoards(canvas, frame, kHorizon, backdrop.ground);
}

void drawSofa(Canvas& canvas, const Backdrop& backdrop, const Sides& sides) {
    const double x = sides.edge - sides.side * 120, floor = kFloor - 20;
    const Color cloth = mix(backdrop.wall, hex(0x44556a), .62);
    canvas.shadeGround(ellipse({x, floor + 6}, 260, 16), -.35, 12);
    put(canvas,
        blob({{x - 220, floor - 300},
              {x, floor - 312},
              {x + 220, floor - 300},
              {x + 228, floor - 130},
              {x - 228, floor - 130}}),
        cloth, 1);
    put(canvas,
        blob({{x - 222, floor - 170},
              {x, floor - 178},
              {x + 222, floor - 170},
              {x + 228, floor - 40},
              {x - 228, floor - 40}}),
        cloth * 1.08, 1);
    for (const double sign : {-1., 1.}) {
        put(canvas,
            blob({{x + sign * 196, floor - 210},
                  {x + sign * 250, floor - 214},
                  {x + sign * 256, floor - 30},
                  {x + sign * 200, floor - 26}}),
            cloth * .96, 1);
        put(canvas, box(x + sign * 226 - 7, floor - 30, x + sign * 226 + 7, floor), hex(0x4a3526));
    }
    drawCushion(canvas, x - 110, floor - 220, 52, mix(backdrop.ground, hex(0xd9a05a), .6));
    drawCushion(canvas, x + 120, floor - 216, 48, mix(backdrop.wall, {255, 255, 255}, .4));
}

}  // namespace selvedge::synthetic
