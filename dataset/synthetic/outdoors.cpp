// Backdrops outdoors, a little out of focus.
#include <algorithm>

#include "dataset/synthetic/setting.h"

namespace selvedge::synthetic {

namespace {

// A round tree of light and dark clumps.
void drawTree(Canvas& canvas, double x, double foot, double size, Color leaf, Random& random) {
    canvas.mark(stroke({{x, foot}, {x + 4, foot - size * 1.2}}, size * .17, size * .09),
                hex(0x5d4936), .95);
    for (int i = 0; i < 15; ++i) {
        const double dx = random.between(-1, 1), dy = random.between(-1, .75);
        const double shade = -.5 * dx - dy * .5 + random.between(-.3, .3);
        const Color color = shade > 0 ? mix(leaf, hex(0xd9d68c), shade * .45)
                                      : mix(leaf, hex(0x1f3a34), -shade * .5);
        canvas.blush(ellipse({x + dx * size * .62, foot - size * 1.75 + dy * size * .62},
                             size * .42, size * .36),
                     color, .92, 5);
    }
}

void drawSky(Canvas& canvas, Color high, Color low, Color ground, double horizon) {
    const View& view = canvas.view();
    canvas.fill([&](double x, double y) {
        const double at = view.toFigure({x, y}).y;
        const double t = std::clamp((at + 150) / (horizon + 150), 0., 1.);
        const double below = std::clamp((at - horizon) / 6 + .5, 0., 1.);
        return mix(mix(high, low, t), ground, below);
    });
}

void drawClouds(Canvas& canvas, const Frame& frame, Random& random) {
    for (int i = 0; i < 4; ++i) {
        const double x = random.between(frame.left, frame.right), y = random.between(-60, 220);
        for (int k = 0; k < 4; ++k)
            canvas.blush(ellipse({x + k * 46., y + random.between(-9, 9)}, 48, 17), {255, 255, 255},
                         .55, 13);
    }
}

}  // namespace

void drawStreet(Canvas& canvas, const Frame& frame, const Backdrop& backdrop, Random& random) {
    fillRoom(canvas, backdrop.wall, mix(backdrop.ground, hex(0x8d8c8a), .6), kHorizon, 4);
    constexpr std::array fronts{hex(0xc9bba6), hex(0xa8b3b0), hex(0xc4a08a),
                                hex(0xb9b6c4), hex(0xd8cfb8), hex(0x8f9a8a)};
    for (double x = frame.left - random.between(0, 140); x < frame.right;) {
        const double width = random.between(250, 340);
        const Color front = mix(random.pick(fronts), backdrop.wall, .3);
        put(canvas, box(x, frame.top, x + width, kHorizon), front, .15);
        for (double y = -220; y < 330; y += 210) {
            for (double at = x + 34; at < x + width - 84; at += 112) {
                put(canvas, box(at - 7, y - 7, at + 67, y + 137), mix(front, {255, 255, 255}, .5),
                    .3);
                canvas.mark(box(at, y, at + 60, y + 130), hex(0x5c6b78));
                canvas.blush(polygon({{at, y + 70}, {at + 60, y + 10}, {at + 60, y + 60}}),
                             hex(0xc8d8e0), .5, 5);
                canvas.mark(box(at + 28, y, at + 32, y + 130), mix(front, {255, 255, 255}, .5));
            }
        }
        // The shop: glass, a door, an awning.
        const double left = x + 20, right = x + width - 20;
        put(canvas, box(left, 470, right, kHorizon), front * .55, .3);
        canvas.mark(box(left + 12, 520, right - 92, kHorizon - 60), hex(0x45535c));
        for (int i = 0; i < 4; ++i)
            canvas.blush(ellipse({left + 40 + i * 32., 700 + random.between(-60, 60)}, 13, 46),
                         random.pick(fronts), .6, 6);
        canvas.blush(polygon({{left + 20, kHorizon - 70}, {left + 90, 520}, {left + 140, 520}}),
                     {235, 244, 248}, .35, 8);
        canvas.mark(box(right - 80, 530, right - 14, kHorizon), mix(front, hex(0x3a2f2a), .7));
        const Color awning = mix(random.pick(fronts), hex(0x9c3d36), random.between(.2, .8));
        for (int i = 0; i < 8; ++i) {
            const double a = left + (right - left) * i / 8, b = left + (right - left) * (i + 1) / 8;
            canvas.mark(polygon({{a + 8, 455}, {b + 8, 455}, {b - 4, 530}, {a - 4, 530}}),
                        i & 1 ? hex(0xeeeae2) : awning);
        }
        x += width;
    }
    canvas.mark(box(frame.left, kHorizon, frame.right, kHorizon + 14),
                mix(backdrop.ground, hex(0x6d6c6a), .7));
    for (int i = -6; i <= 6; ++i)
        canvas.mark(stroke({{i * 95., kHorizon + 14}, {i * 150., frame.bottom}}, 2, 4),
                    hex(0x6b6a68), .45);
}

void drawPark(Canvas& canvas, const Frame& frame, Random& random) {
    const double autumn = random.unit();
    const Color leaf = mix(hex(0x5f8a55), hex(0xc07f3a), autumn > .6 ? autumn : autumn * .2);
    drawSky(canvas, hex(0x9dc1dc), hex(0xe8e8dc), mix(hex(0x8da86a), leaf, .2), 760);
    drawClouds(canvas, frame, random);
    for (int i = 0; i < 7; ++i)
        canvas.blush(ellipse({frame.left + (frame.right - frame.left) * i / 6., 752},
                             random.between(90, 150), random.between(60, 130)),
                     mix(leaf, hex(0xb9c9c4), .5), .95, 12);
    canvas.fill([&](double x, double y) {
        const Point p = canvas.view().toFigure({x, y});
        const double path = 46 + (p.y - 760) * .75;
        const double near = std::clamp((p.y - 760) / 240, 0., 1.);
        const Color grass = mix(mix(hex(0x9cb677), leaf, .2), hex(0x6f8f4e), near) *
                            (.94 + .1 * valueNoise(p.x * .09, p.y * .3, 5));
        const Color gravel = mix(hex(0xd9ccb2), hex(0xb9a888), near) *
                             (.96 + .07 * valueNoise(p.x * .2, p.y * .4, 6));
        const double on = std::clamp((path - std::abs(p.x)) / 14 + .5, 0., 1.);
        if (p.y < 760)
            return canvas.colorAt(x, y);
        return mix(grass, gravel, on);
    });
    for (const double sign : {-1., 1.}) {
        drawTree(canvas, sign * random.between(215, 270), 800, random.between(120, 170), leaf,
                 random);
        drawTree(canvas, sign * random.between(120, 170), 772, random.between(60, 90),
                 mix(leaf, hex(0xaabfae), .35), random);
    }
}

void drawSea(Canvas& canvas, const Frame& frame, Random& random) {
    const bool evening = random.chance(.4);
    drawSky(canvas, evening ? hex(0x8d9cc4) : hex(0x84b6de),
            evening ? hex(0xf3c9a0) : hex(0xe3eef2), hex(0xe6d5b0), 800);
    drawClouds(canvas, frame, random);
    if (evening)
        canvas.blush(ellipse({random.between(-200, 200), 520}, 46, 46), hex(0xffe6b8), .95, 8);
    canvas.fill([&](double x, double y) {
        const Point p = canvas.view().toFigure({x, y});
        if (p.y < 560)
            return canvas.colorAt(x, y);
        const double wave = valueNoise(p.x * .02, p.y * .11, 8);
        const double shore = 800 + 16 * valueNoise(p.x * .012, 3, 9);
        const Color water = mix(evening ? hex(0x5d7a9c) : hex(0x3f8fb0),
                                evening ? hex(0xd9a98c) : hex(0x9fd3d6), wave * .6);
        const Color sand = mix(hex(0xe8d8b4), hex(0xcdb488),
                               std::clamp((p.y - 800) / 260, 0., 1.) +
                                   .16 * valueNoise(p.x * .1, p.y * .35, 10) - .08);
        const double on = std::clamp((p.y - shore) / 5 + .5, 0., 1.);
        const double foam = std::max(0., 1 - std::abs(p.y - shore + 6) / 9);
        return mix(mix(water, sand, on), {250, 252, 252}, foam * .85);
    });
}

void drawSkyline(Canvas& canvas, const Frame& frame, const Backdrop& backdrop, Random& random) {
    const bool night = random.chance(.45);
    drawSky(canvas, night ? hex(0x1f2540) : hex(0xa9c0d4), night ? hex(0x6a5a7c) : hex(0xefe6dc),
            night ? hex(0x45434d) : mix(backdrop.ground, hex(0x9a9894), .5), kHorizon);
    for (int layer = 0; layer < 2; ++layer) {
        for (double x = frame.left; x < frame.right;) {
            const double width = random.between(60, 120);
            const double top = random.between(120, 480) + layer * 150;
            const Color tower = mix(night ? hex(0x3b3d58) : hex(0xaeb6c2),
                                    night ? hex(0x23253a) : backdrop.wall * .8, layer * .7);
            put(canvas, box(x, top, x + width, kHorizon), tower, .25);
            for (double y = top + 18; y < kHorizon - 60; y += 26) {
                for (double at = x + 10; at < x + width - 14; at += 19) {
                    if (random.chance(.6))
                        canvas.mark(box(at, y, at + 10, y + 14),
                                    night && random.chance(.6) ? hex(0xf3cf86) : tower * .78, .85);
                }
            }
            x += width + random.between(-6, 14);
        }
    }
    // A rail along the roof.
    put(canvas, box(frame.left, 700, frame.right, 712), hex(0x55555c), .8);
    for (double x = frame.left; x < frame.right; x += 62)
        put(canvas, box(x, 706, x + 7, kHorizon), hex(0x55555c), .6);
}

}  // namespace selvedge::synthetic
