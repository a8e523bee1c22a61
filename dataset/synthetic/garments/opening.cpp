// Buttons, zippers, wraps and pockets.
#include <algorithm>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

namespace {

Points middleLine(const Body& body, double from, double to, double aside) {
    Points line;
    for (int i = 0; i <= 12; ++i) {
        const double y = from + (to - from) * i / 12;
        line.push_back({body.middle(y) + aside, y});
    }
    return line;
}

void drawColumns(Drawing& drawing, const Upper& upper, double from, double to, double aside,
                 double step, double radius) {
    for (double y = from; y < to; y += step)
        drawButton(drawing, {drawing.body.middle(y) + aside, y}, radius, upper.buttons);
}

void drawPocketShape(Drawing& drawing, const Upper& upper, Owner object, const Path& path,
                     std::string_view name, const Coverage& trunk) {
    Canvas& canvas = drawing.canvas;
    const Owner pocket = drawing.add("pocket", {name}, object);
    const Coverage shape = clipped(canvas.cover(path), trunk);
    canvas.lay(shape, upper.fabric, {{drawing.body.shoulderX, 200}, {0, 1}}, pocket, {.9, .45});
}

}  // namespace

void drawOpening(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const double from = closingLevel(upper), to = upper.cut.hem;
    const bool small = upper.category == "shirt, blouse" || upper.category == "dress" ||
                       upper.category == "top, t-shirt, sweatshirt";
    const double radius = small ? 3.6 : 5.6;
    // A coat's last button sits well above its hem.
    const double lastButton = std::min(to - 22, level::kHip + (to > 560 ? 80. : 0.));
    switch (upper.opening) {
        case Opening::None:
            break;
        case Opening::Single:
            if (upper.openFront) {
                drawColumns(drawing, upper, std::max(from, 260.), lastButton, 44, 54, radius);
                break;
            }
            canvas.fold(stroke(middleLine(body, from - 4, to + 20, -9), 1.8), -.3, 1, trunk);
            canvas.fold(stroke(middleLine(body, from - 4, to + 20, 9), 1.8), -.36, 1, trunk);
            drawColumns(drawing, upper, from + 14, lastButton, 0, small ? 38 : 46, radius);
            break;
        case Opening::Double:
            canvas.fold(stroke(middleLine(body, from - 4, to + 20, 34), 2.4), -.5, 2, trunk);
            drawColumns(drawing, upper, from + 12, lastButton, -25, 50, radius);
            drawColumns(drawing, upper, from + 12, lastButton, 25, 50, radius);
            break;
        case Opening::Zip: {
            const Owner zipper = drawing.add("zipper", {}, object);
            const Fabric metal{
                hex(0xc9c7c0), hex(0x77757a), {}, Pattern::Stripe, Texture::Leather, 5, 1};
            // A biker's zipper runs from the hip to the other shoulder.
            const Points line = upper.sideZip ? Points{{body.shoulderX + 44, 206},
                                                       {body.middle(330) - 8, 330},
                                                       {body.middle(to) - 30, to + 20}}
                                              : middleLine(body, from + 2, to + 20, 0);
            const Coverage strip = clipped(canvas.cover(stroke(smooth(line), 9)), trunk);
            canvas.lay(strip, metal, {}, zipper, {.5, .5});
            break;
        }
        case Opening::Wrap: {
            const Points edge = smooth({{body.shoulderX, from},
                                        {body.middle(320) + 26, 320},
                                        {body.side(kRight, level::kWaist, upper.cut.ease - 6)},
                                        {body.middle(480) + 44, std::min(480., to)},
                                        {body.middle(to) + 24, to + 12}});
            canvas.fold(stroke(edge, 3), -.5, 2, trunk);
            break;
        }
        case Opening::Placket:
            canvas.fold(stroke(middleLine(body, from, from + 84, -8), 1.8), -.36, 1, trunk);
            canvas.fold(stroke(middleLine(body, from, from + 84, 8), 1.8), -.4, 1, trunk);
            canvas.fold(
                stroke({{body.shoulderX - 8, from + 84}, {body.shoulderX + 8, from + 84}}, 2), -.4,
                1, trunk);
            drawColumns(drawing, upper, from + 14, from + 80, 0, 25, 3.6);
            break;
        case Opening::LaceUp: {
            const double x = body.shoulderX, top = from + 4, step = 17;
            canvas.fold(stroke({{x, top}, {x, top + 5 * step}}, 5), -.5, 1, trunk);
            for (int i = 0; i < 5; ++i) {
                const double y = top + i * step;
                canvas.mark(stroke({{x - 9, y}, {x + 9, y + step}}, 2.2), upper.buttons, .95);
                canvas.mark(stroke({{x + 9, y}, {x - 9, y + step}}, 2.2), upper.buttons, .95);
            }
            for (const double sign : {-1., 1.})
                canvas.mark(stroke(smooth({{x + sign * 4, top + 84},
                                           {x + sign * 14, top + 112},
                                           {x + sign * 9, top + 140}}),
                                   2.4),
                            upper.buttons, .95);
            break;
        }
        case Opening::Toggles:
            canvas.fold(stroke(middleLine(body, from - 4, to + 20, 10), 2), -.45, 1, trunk);
            for (double y = from + 26; y < lastButton; y += 62) {
                const double x = body.middle(y);
                canvas.mark(stroke({{x - 26, y}, {x + 26, y}}, 4.5), hex(0x33241c));
                canvas.mark(stroke({{x - 12, y}, {x + 12, y}}, {5, 9, 5}), upper.buttons);
            }
            break;
    }
}

void drawPockets(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk) {
    const Body& body = drawing.body;
    const double ease = upper.cut.ease;
    switch (upper.pockets) {
        case Pockets::None:
            break;
        case Pockets::ChestPatch: {
            const double x = body.shoulderX + 42;
            drawPocketShape(
                drawing, upper, object,
                polygon({{x - 20, 250}, {x + 20, 250}, {x + 20, 288}, {x, 298}, {x - 20, 288}}),
                "patch (pocket)", trunk);
            break;
        }
        case Pockets::ChestFlaps:
            for (const Side side : kSides) {
                const double x = body.shoulderX + signOf(side) * 42;
                drawPocketShape(drawing, upper, object,
                                polygon({{x - 22, 252},
                                         {x + 22, 252},
                                         {x + 20, 268},
                                         {x + 17, 294},
                                         {x - 17, 294},
                                         {x - 20, 268}}),
                                "flap (pocket)", trunk);
                drawing.canvas.fold(stroke({{x - 21, 266}, {x, 274}, {x + 21, 266}}, 2), -.5, 1,
                                    trunk);
                drawButton(drawing, {x, 269}, 3.2, upper.buttons);
            }
            break;
        case Pockets::HipPatch:
            for (const Side side : kSides) {
                const double y = std::min(430., upper.cut.hem - 84);
                const double x = body.middle(y) + signOf(side) * (body.hip + ease - 42);
                drawPocketShape(drawing, upper, object,
                                Outline()
                                    .line({{x - 26, y}, {x + 26, y}, {x + 26, y + 50}})
                                    .curve({{x + 20, y + 60}, {x - 20, y + 60}, {x - 26, y + 50}})
                                    .path(),
                                "patch (pocket)", trunk);
            }
            break;
        case Pockets::Welt:
        case Pockets::Flap:
            for (const Side side : kSides) {
                const double sign = signOf(side);
                const double y = std::min(434., upper.cut.hem - 50);
                const double x = body.middle(y) + sign * (body.hip + ease - 44);
                const bool flap = upper.pockets == Pockets::Flap;
                const double height = flap ? 22 : 10;
                drawPocketShape(drawing, upper, object,
                                polygon({{x - 27, y - sign * 2},
                                         {x + 27, y + sign * 2},
                                         {x + 26, y + height + sign * 2},
                                         {x - 26, y + height - sign * 2}}),
                                flap ? "flap (pocket)" : "welt (pocket)", trunk);
            }
            break;
        case Pockets::Slash:
            for (const Side side : kSides) {
                const double sign = signOf(side);
                const double y = std::min(420., upper.cut.hem - 74);
                const double x = body.middle(y) + sign * (body.hip + ease - 38);
                drawPocketShape(drawing, upper, object,
                                stroke({{x - sign * 10, y}, {x + sign * 12, y + 56}}, 11),
                                "slash (pocket)", trunk);
            }
            break;
        case Pockets::Kangaroo: {
            const double x = body.middle(420), y = std::min(upper.cut.hem - 92, 392.);
            drawPocketShape(drawing, upper, object,
                            polygon({{x - 34, y},
                                     {x + 34, y},
                                     {x + 62, y + 44},
                                     {x + 58, y + 70},
                                     {x - 58, y + 70},
                                     {x - 62, y + 44}}),
                            "kangaroo (pocket)", trunk);
            break;
        }
    }
}

}  // namespace selvedge::synthetic
