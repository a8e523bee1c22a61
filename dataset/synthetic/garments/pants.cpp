// Pants and shorts.
#include <algorithm>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

namespace {

// Half the width of a trouser leg at a height.
double trouserHalf(const Body& body, const Pants& pants, double y) {
    const double thigh = body.hip * .51;
    switch (pants.shape) {
        case LegShape::Skinny:
            return legHalf(body, y) + 3.5;
        case LegShape::Straight:
            return interpolate({{level::kCrotch, thigh + 6}, {level::kKnee, 37}, {940, 31}}, y);
        case LegShape::Wide:
            return interpolate({{level::kCrotch, thigh + 9}, {level::kKnee, 54}, {940, 62}}, y);
        case LegShape::BootCut:
            return interpolate({{level::kCrotch, thigh + 4}, {level::kKnee, 32}, {940, 48}}, y);
        case LegShape::Flare:
            return interpolate(
                {{level::kCrotch, thigh + 3}, {level::kKnee, 33}, {800, 42}, {940, 66}}, y);
        case LegShape::Harem:
            return interpolate({{level::kCrotch, thigh + 24},
                                {640, 58},
                                {level::kKnee, 48},
                                {860, 36},
                                {895, 22},
                                {940, 20}},
                               y);
        case LegShape::Jogger:
            return interpolate(
                {{level::kCrotch, thigh + 11}, {level::kKnee, 41}, {890, 32}, {905, 20}, {940, 20}},
                y);
    }
    return 35;
}

// A point of a leg's cloth: its height on a straight leg, then aside from the leg's middle.
Point clothAt(const Body& body, Side side, double y, double aside) {
    return body.legAt(side, body.onLeg(side, y)) + Point{signOf(side) * aside, 0};
}

Path pantsPath(const Body& body, const Pants& pants) {
    const double ease = pants.shape == LegShape::Skinny ? 3 : 6;
    const auto outer = [&](Side side) {
        Points points;
        for (const double y : {pants.waist, (pants.waist + level::kHighHip) / 2 + 6,
                               level::kHighHip + 18, level::kHip})
            points.push_back(body.side(side, y, ease));
        for (double y = level::kCrotch + 40; y < pants.hem - 24; y += 44)
            points.push_back(clothAt(body, side, y, trouserHalf(body, pants, y)));
        points.push_back(clothAt(body, side, pants.hem, trouserHalf(body, pants, pants.hem)));
        return smooth(points);
    };
    const auto inner = [&](Side side) {  // from the hem up
        Points points;
        const auto at = [&](double y) {
            Point p = clothAt(body, side, y, -trouserHalf(body, pants, y));
            // Wide legs meet in the middle and part a little towards the hem.
            const double t = (y - level::kCrotch) / 460, middle = body.hipX * (1 - t);
            if ((p.x - middle) * signOf(side) < 4 * t)
                p.x = middle + signOf(side) * 4 * t;
            return p;
        };
        const double crotch = level::kCrotch + (pants.shape == LegShape::Harem ? 114 : 44);
        for (double y = pants.hem; y > crotch; y -= 44)
            points.push_back(at(y));
        const double low = pants.shape == LegShape::Harem ? 70 : 0;
        if (low == 0)
            points.push_back(at(level::kCrotch + 30));
        points.push_back({body.hipX, level::kCrotch + 12 + low});
        return smooth(points);
    };
    Points ring = outer(kRight);
    const Points rightInner = inner(kRight);
    ring.insert(ring.end(), rightInner.begin(), rightInner.end());
    Points leftInner = inner(kLeft), leftOuter = outer(kLeft);
    ring.insert(ring.end(), leftInner.rbegin(), leftInner.rend());
    ring.insert(ring.end(), leftOuter.rbegin(), leftOuter.rend());
    return polygon(ring);
}

void drawTrouserFolds(Drawing& drawing, const Pants& pants, const Coverage& shape) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const bool shorts = pants.hem < level::kKnee;
    for (const Side side : kSides) {
        const double sign = signOf(side);
        const auto at = [&](double y, double part) {
            return clothAt(body, side, y, part * trouserHalf(body, pants, y));
        };
        // The inside of the legs lies in the other's shadow.
        canvas.fold(
            stroke(smooth({at(545, -.9), at(640, -.9), at(std::min(pants.hem, 760.), -.95)}), 22,
                   9),
            -.3, 9, shape);
        canvas.fold(
            stroke(smooth({Point{body.hipX + sign * 8, 528}, at(520, .1), at(508, .6)}), 7, 1),
            -.22, 4, shape);
        canvas.fold(
            stroke(smooth({Point{body.hipX + sign * 6, 514}, at(500, .15), at(484, .55)}), 6, 1),
            -.14, 4, shape);
        if (!shorts) {
            for (const double y : {716., 737.})
                canvas.fold(stroke(smooth({at(y, -.95), at(y + 6, -.2), at(y - 2, .4)}), 6, 1),
                            -.17, 4, shape);
            canvas.fold(stroke(smooth({at(560, .25), at(640, .2), at(700, .15)}), 22, 12), .13, 9,
                        shape);
            canvas.fold(stroke(smooth({at(760, .2), at(840, .15), at(900, .1)}), 16, 9), .1, 8,
                        shape);
        }
        if (pants.shape == LegShape::Wide) {
            for (const double part : {-.35, .35})
                canvas.fold(
                    stroke(smooth({at(560, part * .4), at(720, part), at(pants.hem, part)}), 3, 13),
                    -.2, 5, shape);
        } else if (!shorts) {
            for (const double up : {34., 17.})
                canvas.fold(stroke(smooth({at(pants.hem - up, -.9), at(pants.hem - up + 8, 0),
                                           at(pants.hem - up, .9)}),
                                   4),
                            -.13, 3, shape);
        }
        if (pants.sideStripe)
            for (const double aside : {.8, .94})
                canvas.mark(stroke(smooth({body.side(side, pants.waist + 20, aside > .9 ? 2. : -6.),
                                           at(530, aside), at(640, aside), at(760, aside),
                                           at(pants.hem, aside)}),
                                   4),
                            *pants.sideStripe, .9, &shape);
        const double up = pants.rolled ? 26 : 9;
        canvas.fold(stroke({at(pants.hem - up, -1.05), at(pants.hem - up, 1.05)}, 2),
                    pants.rolled ? -.6 : -.34, 1, shape);
        if (pants.rolled)
            canvas.fold(stroke({at(pants.hem - 13, -1.05), at(pants.hem - 13, 1.05)}, 18), .26, 3,
                        shape);
        for (int i = -7; pants.frayed && i <= 7; ++i)
            canvas.mark(stroke({at(pants.hem - 7, i / 7.), at(pants.hem + 5, i / 7.2)}, 1.4),
                        mix(pants.fabric.base, {250, 248, 242}, .7), .9);
        if (pants.distressed && !shorts) {
            const double y = side == kLeft ? 655 : 742;
            for (int k = 0; k < 2; ++k) {
                const double top = y - k * 84;
                canvas.mark(blob({at(top, -.5), at(top - 9, 0), at(top, .5), at(top + 11, 0)}),
                            mix(pants.fabric.base, {22, 24, 36}, .55), .9, &shape);
                for (int i = -3; i <= 3; ++i)
                    canvas.mark(stroke({at(top + i * 2.6, -.46), at(top + i * 2.6 + 1, .46)}, 1.5),
                                mix(pants.fabric.base, {250, 250, 248}, .75), .85, &shape);
            }
        }
    }
}

}  // namespace

Owner drawPants(Drawing& drawing, const Pants& pants) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const Owner object = drawing.add(pants.category);
    describePants(drawing, pants, object);
    const Coverage shape = canvas.cover(pantsPath(body, pants));
    canvas.lay(shape, pants.fabric, {{body.hipX, pants.waist}, {0, 1}}, object, {1, .4});
    if (pants.fabric.texture == Texture::Denim) {
        // Worn places are paler.
        for (const Side side : kSides)
            canvas.fold(ellipse(body.legAt(side, 640), 20, 86), .26, 12, shape);
    }
    drawTrouserFolds(drawing, pants, shape);
    const double x = body.middle(pants.waist);
    canvas.fold(stroke({{x - 120, pants.waist + 17}, {x + 120, pants.waist + 17}}, 2), -.4, 1,
                shape);
    if (pants.fly) {
        canvas.fold(stroke(smooth({{x + 11, pants.waist + 18},
                                   {x + 12, 440},
                                   {body.hipX + 8, 476},
                                   {body.hipX, 488}}),
                           1.8),
                    -.42, 1, shape);
        canvas.fold(stroke({{x, pants.waist + 18}, {body.hipX, level::kCrotch}}, 1.8), -.35, 1,
                    shape);
        if (!pants.belted)
            drawButton(drawing, {x + 1, pants.waist + 9}, 3.6, hex(0xcdb58a));
    } else {
        canvas.fold(stroke({{x, pants.waist + 20}, {body.hipX, level::kCrotch + 8}}, 1.8), -.28, 1,
                    shape);
    }
    for (const Side side : kSides) {
        const double sign = signOf(side);
        if (pants.fly && pants.pockets) {
            // The pocket's bag shows as the cut-away front.
            const double top = pants.waist + 18;
            const Point inside = body.side(side, top, -30), outside = body.side(side, top + 50, 7);
            const Coverage pocket = clipped(
                canvas.cover(Outline()
                                 .line({inside})
                                 .curve({mix(inside, outside, .5) + Point{-sign * 9, 10}, outside})
                                 .line({body.side(side, top, 8)})
                                 .path()),
                shape);
            const Owner part = drawing.add("pocket", {"curved (pocket)"}, object);
            canvas.lay(pocket, pants.fabric.plain(mix(pants.fabric.base, {20, 18, 24}, .16)),
                       {{body.hipX, pants.waist}, {0, 1}}, part, {.6, .2});
        }
        if (pants.cargo) {
            const double y = pants.hem < level::kKnee ? 575 : 640;
            const Point middle = clothAt(body, side, y, trouserHalf(body, pants, y) - 17);
            const Owner part = drawing.add("pocket", {"cargo (pocket)", "flap (pocket)"}, object);
            canvas.lay(canvas.cover(box(middle.x - 19, y, middle.x + 19, y + 58)), pants.fabric,
                       {{body.hipX, pants.waist}, {0, 1}}, part, {.9, .5});
            const Coverage flap = canvas.cover(box(middle.x - 21, y - 4, middle.x + 21, y + 16));
            canvas.lay(flap, pants.fabric, {{body.hipX, pants.waist}, {0, 1}}, part, {.9, .5});
            drawButton(drawing, {middle.x, y + 9}, 3, mix(pants.fabric.base, {20, 20, 20}, .5));
        }
    }
    return object;
}

}  // namespace selvedge::synthetic
