// What is worn on the head and around the neck.
#include "dataset/synthetic/garments/accessories.h"

namespace selvedge::synthetic {

void drawHat(Drawing& drawing, HatStyle style, const Fabric& fabric, Color band) {
    Canvas& canvas = drawing.canvas;
    const double x = drawing.body.headX;
    const Owner object = drawing.add("hat");
    const Grain grain{{x, 0}, {0, 1}};
    const auto at = [x](Points points) {
        for (Point& point : points)
            point.x += x;
        return points;
    };
    switch (style) {
        case HatStyle::Beanie: {
            const Coverage crown = canvas.cover(blob(at({{-48, 36},
                                                         {-47, -2},
                                                         {-28, -34},
                                                         {0, -42},
                                                         {28, -34},
                                                         {47, -2},
                                                         {48, 36},
                                                         {0, 30}})));
            canvas.lay(crown, fabric, grain, object, {1.1, .4});
            const Coverage fold = canvas.cover(Outline()
                                                   .line(at({{-50, 12}}))
                                                   .curve(at({{0, 5}, {50, 12}}))
                                                   .line(at({{51, 40}}))
                                                   .curve(at({{0, 32}, {-51, 40}}))
                                                   .path());
            canvas.lay(fold, fabric, grain, object, {1, .4});
            for (int i = -4; i <= 4; ++i)
                canvas.fold(stroke(at({{i * 11., 8}, {i * 11., 36}}), 3), -.22, 1, fold);
            break;
        }
        case HatStyle::Fedora:
        case HatStyle::WideBrim: {
            const double brim = style == HatStyle::Fedora ? 76 : 104;
            const Coverage under = canvas.cover(ellipse({x, 18}, brim, 17));
            canvas.lay(under, fabric, grain, object, {1, .5});
            const Coverage crown = canvas.cover(blob(at({{-43, 18},
                                                         {-40, -18},
                                                         {-30, -50},
                                                         {-8, -46},
                                                         {8, -46},
                                                         {30, -50},
                                                         {40, -18},
                                                         {43, 18},
                                                         {0, 24}})));
            canvas.lay(crown, fabric, grain, object, {1.2, .3});
            canvas.mark(stroke(smooth(at({{-46, 2}, {0, 11}, {46, 2}})), 15), band, 1, &crown);
            break;
        }
        case HatStyle::Beret: {
            const Coverage shape = canvas.cover(blob(at({{-46, 24},
                                                         {-60, 0},
                                                         {-44, -28},
                                                         {0, -38},
                                                         {52, -26},
                                                         {66, 4},
                                                         {44, 22},
                                                         {0, 14}})));
            canvas.lay(shape, fabric, grain, object, {1.3, .5});
            canvas.mark(stroke(at({{6, -36}, {9, -46}}), 4), fabric.base);
            canvas.fold(stroke(smooth(at({{-44, 20}, {0, 10}, {43, 19}})), 4), -.35, 2, shape);
            break;
        }
        case HatStyle::Cap: {
            const Coverage crown = canvas.cover(blob(at({{-47, 28},
                                                         {-45, -4},
                                                         {-26, -28},
                                                         {0, -33},
                                                         {26, -28},
                                                         {45, -4},
                                                         {47, 28},
                                                         {0, 26}})));
            canvas.lay(crown, fabric, grain, object, {1.1, .4});
            canvas.fold(stroke(at({{0, -32}, {0, 22}}), 2), -.3, 1, crown);
            const Coverage peak = canvas.cover(blob(at({{-42, 20},
                                                        {0, 12},
                                                        {42, 20},
                                                        {50, 34},
                                                        {26, 40},
                                                        {0, 42},
                                                        {-26, 40},
                                                        {-50, 34}})));
            canvas.lay(peak, fabric.plain(band), grain, object, {1, .55});
            break;
        }
    }
}

void drawHeadband(Drawing& drawing, const Fabric& fabric) {
    const double x = drawing.body.headX;
    const Owner object = drawing.add("headband, head covering, hair accessory");
    drawing.canvas.lay(
        drawing.canvas.cover(
            stroke(smooth({{x - 47, 40}, {x - 30, 10}, {x, 0}, {x + 30, 10}, {x + 47, 40}}), 15)),
        fabric, {{x, 0}, {0, 1}}, object, {1, .4});
}

void drawGlasses(Drawing& drawing, Color frame, bool sun) {
    Canvas& canvas = drawing.canvas;
    const double x = drawing.body.headX;
    const Owner object = drawing.add("glasses");
    Path lenses;
    for (const double sign : {-1., 1.})
        lenses.add(blob({{x + sign * 4, 60},
                         {x + sign * 18, 56},
                         {x + sign * 31, 59},
                         {x + sign * 30, 73},
                         {x + sign * 18, 79},
                         {x + sign * 6, 74}}));
    const Coverage glass = canvas.cover(lenses);
    const Fabric tint{
        sun ? hex(0x2b2a30) : hex(0xdfe8ec), {}, {}, Pattern::Plain, Texture::Leather, 24, 2};
    canvas.lay(glass, tint, {}, object, {.3, sun ? .3 : 0, sun ? .93 : .22});
    canvas.fold(stroke({{x - 26, 74}, {x - 14, 60}}, 3), .35, 1, glass);
    canvas.fold(stroke({{x + 10, 74}, {x + 22, 60}}, 3), .35, 1, glass);
    Path rims;
    for (const double sign : {-1., 1.}) {
        rims.add(stroke({{x + sign * 31, 62}, {x + sign * 42, 65}}, 3.6));
        Points ring = smooth({{x + sign * 4, 60},
                              {x + sign * 18, 56},
                              {x + sign * 31, 59},
                              {x + sign * 30, 73},
                              {x + sign * 18, 79},
                              {x + sign * 6, 74},
                              {x + sign * 4, 60}});
        rims.add(stroke(ring, 3.4));
    }
    rims.add(stroke(smooth({{x - 6, 62}, {x, 60}, {x + 6, 62}}), 3.4));
    canvas.lay(canvas.cover(rims), {frame, {}, {}, Pattern::Plain, Texture::Leather, 24, 2}, {},
               object, {.4, .25});
}

void drawScarf(Drawing& drawing, const Fabric& fabric) {
    Canvas& canvas = drawing.canvas;
    const double x = drawing.body.shoulderX;
    const Owner object = drawing.add("scarf");
    const Coverage tail = canvas.cover(Outline()
                                           .line({{x + 6, 188}})
                                           .curve({{x + 10, 260}, {x + 4, 350}})
                                           .line({{x + 46, 354}})
                                           .curve({{x + 50, 270}, {x + 42, 186}})
                                           .path());
    canvas.lay(tail, fabric, {{x, 188}, {0, 1}}, object, {1, .5});
    canvas.fold(stroke(smooth({{x + 22, 200}, {x + 28, 270}, {x + 22, 350}}), 5, 3), -.25, 3, tail);
    for (int i = 0; i < 8; ++i)
        canvas.mark(stroke({{x + 6 + i * 5.4, 352}, {x + 5 + i * 5.6, 368}}, 2), fabric.base * .9);
    const Coverage wrap = canvas.cover(blob({{x - 50, 158},
                                             {x - 40, 130},
                                             {x, 122},
                                             {x + 40, 130},
                                             {x + 50, 158},
                                             {x + 44, 192},
                                             {x, 214},
                                             {x - 44, 192}}));
    canvas.lay(wrap, fabric, {{x, 120}, {.6, .8}}, object, {1.2, .5});
    for (const double y : {152., 172., 192.})
        canvas.fold(stroke(smooth({{x - 48, y - 10}, {x - 6, y + 8}, {x + 46, y - 14}}), 6, 3), -.3,
                    3, wrap);
}

void drawTie(Drawing& drawing, const Fabric& fabric) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const double x = body.shoulderX;
    const Owner object = drawing.add("tie");
    const Coverage blade = canvas.cover(polygon({{x - 6, 200},
                                                 {x + 6, 200},
                                                 {body.middle(340) + 15, 340},
                                                 {body.middle(364), 364},
                                                 {body.middle(340) - 15, 340}}));
    canvas.lay(blade, fabric, {{x, 200}, {.6, .8}}, object, {.9, .4});
    canvas.lay(canvas.cover(polygon({{x - 12, 184}, {x + 12, 184}, {x + 7, 204}, {x - 7, 204}})),
               fabric, {{x, 180}, {-.6, .8}}, object, {1, .4});
}

void drawBow(Drawing& drawing, const Fabric& fabric, Point middle, Owner garment) {
    Canvas& canvas = drawing.canvas;
    const Owner object = drawing.add("bow", {}, garment);
    const auto at = [middle](double x, double y) { return middle + Point{x, y}; };
    Path bow = blob({at(0, 0), at(18, -15), at(36, -13), at(34, 12), at(16, 9)});
    bow.add(blob({at(0, 0), at(-18, -15), at(-36, -13), at(-34, 12), at(-16, 9)}));
    bow.add(polygon({at(-5, 2), at(4, 4), at(-10, 52), at(-22, 46)}));
    bow.add(polygon({at(5, 2), at(-4, 4), at(10, 54), at(21, 47)}));
    const Coverage shape = canvas.cover(bow);
    canvas.lay(shape, fabric, {middle, {0, 1}}, object, {1.1, .45});
    canvas.lay(canvas.cover(ellipse(middle, 6.5, 7.5)), fabric, {middle, {0, 1}}, object, {1, .4});
}

}  // namespace selvedge::synthetic
