// Things before the figure.
#include "dataset/synthetic/setting.h"

namespace selvedge::synthetic {

namespace {

void drawChair(Canvas& canvas, double x, double side, Color wood) {
    const auto at = [&](double px, double py) { return Point{x + side * px, py}; };
    for (const double leg : {-52., 50.})
        put(canvas, stroke({at(leg, 560), at(leg * 1.16, 1006)}, 13, 9), wood, .9);
    for (const double y : {574., 624., 674.})
        put(canvas, stroke(smooth({at(-56, y), at(0, y - 9), at(54, y)}), 19), wood * 1.06, .9);
    put(canvas, polygon({at(-66, 780), at(64, 780), at(78, 812), at(-80, 812)}),
        mix(wood, {255, 255, 255}, .2), .9);
}

void drawTable(Canvas& canvas, double x, Color wood, Random& random) {
    put(canvas, stroke({{x, 790}, {x, 1004}}, 17), hex(0x3c3a3a), .9);
    put(canvas, ellipse({x, 1002}, 66, 13), hex(0x3c3a3a), .9);
    put(canvas, ellipse({x, 786}, 122, 22), wood, .8);
    // A jug of flowers.
    for (int i = 0; i < 9; ++i) {
        const double lean = (i - 4) * 12 + random.between(-5, 5);
        const Point head{x + lean * 1.5, 640 + random.between(-30, 40) + lean * lean * .012};
        put(canvas, stroke(smooth({{x, 740}, {x + lean * .5, 700}, head}), 3), hex(0x56734d), .4);
        put(canvas, ellipse(head, 14, 13), i % 3 ? hex(0xe3a3a0) : hex(0xf1e3c4), 1);
        put(canvas, ellipse(head, 4.5, 4.5), hex(0xd6a24e), .5);
    }
    put(canvas,
        blob({{x - 20, 724},
              {x + 20, 724},
              {x + 27, 762},
              {x + 17, 786},
              {x - 17, 786},
              {x - 27, 762}}),
        hex(0xdfe3e4), 1.1);
}

void drawDog(Canvas& canvas, double x, double side, Color coat) {
    const auto at = [&](double px, double py) { return Point{x + side * px, py}; };
    put(canvas, stroke(smooth({at(-52, 960), at(-84, 940), at(-92, 900)}), 15, 7), coat, 1);
    put(canvas,
        blob({at(-58, 1000), at(-60, 930), at(-20, 860), at(30, 850), at(44, 910), at(40, 1004)}),
        coat, 1.2);
    for (const double leg : {8., 32.})
        put(canvas, stroke({at(leg, 900), at(leg + 4, 1006)}, 22, 17), coat * 1.04, 1);
    put(canvas,
        blob({at(0, 860), at(4, 800), at(34, 780), at(66, 800), at(92, 830), at(84, 850),
              at(50, 856), at(30, 880)}),
        coat * 1.05, 1.2);
    put(canvas, blob({at(6, 800), at(18, 790), at(28, 826), at(16, 868), at(0, 850)}), coat * .7,
        1);
    canvas.mark(ellipse(at(90, 829), 7, 6), hex(0x201a18));
    canvas.mark(ellipse(at(54, 810), 3.6, 4), hex(0x201a18));
    put(canvas, stroke({at(8, 872), at(44, 864)}, 9), hex(0xb5423c), .8);
}

void drawLeaves(Canvas& canvas, double edge, double side, Random& random) {
    for (int i = 0; i < 9; ++i) {
        const Point root{edge + side * 40, 1060};
        const Point tip{edge - side * random.between(10, 190), random.between(640, 900)};
        const Point bend = mix(root, tip, .5) + Point{side * random.between(0, 50), -46};
        const Coverage blade = canvas.cover(stroke(smooth({root, bend, tip}), {8, 30, 46, 30, 2}));
        canvas.lay(blade, paint(mix(hex(0x3f6b4a), hex(0x86a35c), random.unit())), {}, kBackground,
                   {.9, .3});
        canvas.fold(stroke(smooth({root, bend, tip}), 3), .2, 1, blade);
    }
}

}  // namespace

void drawProp(Canvas& canvas, const Backdrop& backdrop, Random& random) {
    const Frame frame = frameOf(canvas);
    const double side = random.chance(.5) ? -1 : 1;
    switch (backdrop.prop) {
        case 0:
            drawChair(canvas, side * 118, -side, hex(0x8a5f3e));
            break;
        case 1:
            drawTable(canvas, side * 176, mix(backdrop.ground, hex(0xc9a57c), .6), random);
            break;
        case 2:
            drawDog(canvas, side * 128, -side, random.chance(.5) ? hex(0xb58a5a) : hex(0x3f3a3a));
            break;
        case 3:
            drawLeaves(canvas, side < 0 ? frame.left : frame.right, side, random);
            break;
        case 4: {  // a post with a rope
            const Color metal = hex(0xb79a5c);
            put(canvas, stroke({{side * 150, 700}, {side * 150, 996}}, 13), metal, 1.2);
            put(canvas, ellipse({side * 150, 998}, 44, 11), metal, 1);
            put(canvas, ellipse({side * 150, 694}, 13, 13), metal, 1.2);
            put(canvas,
                stroke(smooth({{side * 150, 716},
                               {side * 30, 800},
                               {-side * 110, 812},
                               {-side * 330, 760}}),
                       15),
                hex(0x7c2836), 1);
            break;
        }
        default:
            break;
    }
}

}  // namespace selvedge::synthetic
