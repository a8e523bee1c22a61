#include "dataset/synthetic/setting.h"

#include <algorithm>

namespace selvedge::synthetic {

Fabric paint(Color color) {
    return {color, {}, {}, Pattern::Plain, Texture::Skin, 24, 31};
}

Frame frameOf(const Canvas& canvas) {
    const Point first = canvas.view().toFigure({0, 0});
    const Point last = canvas.view().toFigure({double(canvas.width()), double(canvas.height())});
    return {first.x - 30, first.y - 30, last.x + 30, last.y + 30};
}

void put(Canvas& canvas, const Path& path, Color color, double relief) {
    canvas.lay(canvas.cover(path), paint(color), {}, kBackground, {relief, 0});
}

void fillRoom(Canvas& canvas, Color wall, Color ground, double horizon, double softness) {
    const View& view = canvas.view();
    const double w = canvas.width(), h = canvas.height();
    canvas.fill([&](double x, double y) {
        const double u = x / w - .36, v = y / h - .3;
        const double light = 1.05 - .26 * (u * u + v * v * .8);
        const double below =
            std::clamp((view.toFigure({x, y}).y - horizon) / softness + .5, 0., 1.);
        const Color color = mix(wall, ground, below * below * (3 - 2 * below)) * light;
        return Color{std::min(color.r, 252.), std::min(color.g, 252.), std::min(color.b, 252.)};
    });
}

void drawPlant(Canvas& canvas, double x, double floor, Random& random) {
    const Color leaf = hex(0x5c7d5d);
    const double height = random.between(280, 360);
    canvas.shadeGround(ellipse({x + 24, floor + 4}, 72, 12), -.35, 12);
    for (int i = 0; i < 11; ++i) {
        const double side = (i - 5) / 5.;
        const Point root{x + side * 10, floor - 84};
        const Point tip{x + side * 108 + random.between(-10, 10),
                        floor - 84 - height * (1 - .45 * side * side) * random.between(.8, 1)};
        const Point bend{x + side * 26, (root.y + tip.y * 1.6) / 2.6};
        const Coverage blade = canvas.cover(stroke(smooth({root, bend, tip}), {5, 20, 31, 21, 2}));
        canvas.lay(blade, paint(mix(leaf, i & 1 ? hex(0x88a878) : hex(0x3f5f50), .45)), {},
                   kBackground, {.8, 0});
        canvas.fold(stroke(smooth({root, bend, tip}), 2), .22, 1, blade);
    }
    put(canvas,
        polygon({{x - 42, floor - 92}, {x + 42, floor - 92}, {x + 32, floor}, {x - 32, floor}}),
        hex(0xd9cfc0), 1);
    put(canvas, box(x - 46, floor - 100, x + 46, floor - 80), hex(0xe4dccf), .8);
}

namespace {

void drawPicture(Canvas& canvas, double x, double y, Color wall, Random& random) {
    const double w = 74, h = 98;
    canvas.shadeGround(box(x - w + 7, y - h + 12, x + w + 10, y + h + 14), -.2, 8);
    put(canvas, box(x - w, y - h, x + w, y + h), hex(0x8d6f52), .6);
    put(canvas, box(x - w + 7, y - h + 7, x + w - 7, y + h - 7), hex(0xf3efe7), 0);
    // A still life of three shapes.
    put(canvas, ellipse({x + random.between(-14, 14), y - 20}, 27, 27),
        mix(wall, hex(0xd98b5f), .65), 0);
    put(canvas, blob({{x - 40, y + 58}, {x - 34, y + 8}, {x - 8, y + 22}, {x - 4, y + 58}}),
        mix(wall, hex(0x4d6a78), .7), 0);
    put(canvas, box(x - 46, y + 52, x + 46, y + 60), mix(wall, hex(0x55483c), .7), 0);
}

void drawBench(Canvas& canvas, double x, double floor) {
    canvas.shadeGround(ellipse({x + 12, floor + 3}, 150, 13), -.32, 12);
    for (const double leg : {-104., 96.})
        put(canvas, box(x + leg - 6, floor - 92, x + leg + 8, floor), hex(0x6d523c), .8);
    put(canvas, box(x - 136, floor - 112, x + 136, floor - 88), hex(0xa47f5c), .9);
    put(canvas,
        blob({{x - 128, floor - 130},
              {x, floor - 134},
              {x + 128, floor - 130},
              {x + 132, floor - 112},
              {x, floor - 110},
              {x - 132, floor - 112}}),
        hex(0xcbbda8), .9);
}

void drawLamp(Canvas& canvas, double x, double floor) {
    canvas.shadeGround(ellipse({x + 10, floor + 2}, 56, 9), -.32, 10);
    put(canvas, stroke({{x, floor - 640}, {x, floor}}, 7), hex(0x4a4642), .8);
    put(canvas, ellipse({x, floor - 2}, 46, 9), hex(0x4a4642), .8);
    put(canvas,
        polygon({{x - 44, floor - 730},
                 {x + 44, floor - 730},
                 {x + 70, floor - 610},
                 {x - 70, floor - 610}}),
        hex(0xf4e6c8), .5);
    canvas.shadeGround(ellipse({x, floor - 600}, 150, 120), .16, 40);
}

void drawWindowLight(Canvas& canvas, double x, double y) {
    for (int column = 0; column < 2; ++column) {
        for (int row = 0; row < 3; ++row) {
            const double left = x + column * 128, top = y + row * 150 + column * 34;
            canvas.shadeGround(polygon({{left, top},
                                        {left + 112, top + 30},
                                        {left + 112, top + 162},
                                        {left, top + 132}}),
                               .3, 5);
        }
    }
}

void drawBricks(Canvas& canvas, const Frame& frame, double horizon, Color wall, Random& random) {
    const double width = 92, height = 34;
    int row = 0;
    for (double y = frame.top; y < horizon - 4; y += height, ++row) {
        for (double x = frame.left - (row & 1 ? width / 2 : 0); x < frame.right; x += width) {
            const double shade = random.between(-.07, .05);
            canvas.mark(box(x + 2, y + 2, x + width - 2, std::min(horizon, y + height - 2)),
                        mix(wall, shade < 0 ? Color{70, 50, 46} : Color{255, 246, 236},
                            std::abs(shade) * 2),
                        .8);
        }
    }
}

}  // namespace

void drawBoards(Canvas& canvas, const Frame& frame, double horizon, Color ground) {
    for (int i = -9; i <= 9; ++i)
        canvas.mark(stroke({{i * 62., horizon}, {i * 118., frame.bottom + 10}}, 1.6, 3),
                    ground * .72, .55);
}

void drawBackdrop(Canvas& canvas, const Backdrop& backdrop, Random& random) {
    const Frame frame = frameOf(canvas);
    const double side = random.chance(.5) ? -1 : 1;
    const Sides sides{side, side < 0 ? frame.left : frame.right,
                      side < 0 ? frame.right : frame.left};
    const Color wall = backdrop.wall, ground = backdrop.ground;
    switch (backdrop.kind) {
        case 0:  // studio: the wall runs into the ground
            fillRoom(canvas, wall, mix(wall, ground, .45), 900, 190);
            break;
        case 1: {  // an arch of coloured paper
            fillRoom(canvas, mix(wall, {255, 255, 255}, .45), ground, kHorizon, 5);
            Path arch = ellipse({0, 225}, 290, 290);
            arch.add(box(-290, 225, 290, kHorizon));
            canvas.lay(canvas.cover(arch), paint(wall), {}, kBackground, {.25, 0});
            break;
        }
        case 2:  // a room with a picture and a plant
            fillRoom(canvas, wall, ground, kHorizon, 4);
            drawBoards(canvas, frame, kHorizon, ground);
            put(canvas, box(frame.left - 9, kHorizon - 34, frame.right + 9, kHorizon + 2),
                mix(wall, {255, 255, 255}, .55), .2);
            drawPicture(canvas, sides.otherEdge + side * 148, 240, wall, random);
            drawPlant(canvas, sides.edge - side * 114, kFloor, random);
            break;
        case 3:  // sun through a window
            fillRoom(canvas, wall, ground, kHorizon, 6);
            drawWindowLight(canvas, side < 0 ? -330 : 70, 180);
            break;
        case 4:  // a painted brick wall and a pavement
            fillRoom(canvas, wall * .93, ground, kHorizon, 4);
            drawBricks(canvas, frame, kHorizon, wall, random);
            canvas.mark(box(frame.left, kHorizon, frame.right, kHorizon + 12), ground * .8);
            break;
        case 5:  // a room with a bench and a lamp
            fillRoom(canvas, wall, ground, kHorizon, 4);
            drawBoards(canvas, frame, kHorizon, ground);
            drawBench(canvas, sides.edge - side * 126, kFloor - 26);
            drawLamp(canvas, sides.otherEdge + side * 96, kFloor - 30);
            break;
        case 6:
            drawShelves(canvas, frame, backdrop, random);
            break;
        case 7:
            drawWindowRoom(canvas, frame, backdrop, sides, random);
            break;
        case 8:
            fillRoom(canvas, mix(wall, {255, 255, 255}, .2), ground, kHorizon, 4);
            drawClothesRail(canvas, backdrop, sides, random);
            break;
        case 9:
            drawPanelling(canvas, frame, backdrop);
            drawSofa(canvas, backdrop, sides);
            break;
        case 10:
            drawStreet(canvas, frame, backdrop, random);
            break;
        case 11:
            drawPark(canvas, frame, random);
            break;
        case 12:
            drawSea(canvas, frame, random);
            break;
        case 13:
            drawSkyline(canvas, frame, backdrop, random);
            break;
        default:  // dark studio
            fillRoom(canvas, mix(wall, hex(0x4a4d56), .72), mix(ground, hex(0x35363d), .75), 900,
                     190);
            break;
    }
}

void drawGroundShadow(Canvas& canvas, const Body& body, Point light) {
    const Point middle = mix(body.leg[kLeft].end, body.leg[kRight].end, .5);
    const double away = light.x < 0 ? -1 : 1;
    canvas.shadeGround(ellipse({middle.x + away * 58, level::kSole - 4}, 150, 21), -.26, 22);
    for (const Side side : kSides)
        canvas.shadeGround(ellipse({body.leg[side].end.x + away * 8, body.sole(side) + 8}, 40, 12),
                           -.5, 9);
}

}  // namespace selvedge::synthetic
