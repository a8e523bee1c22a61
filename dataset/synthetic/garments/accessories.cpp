// Bags, belts and watches.
#include "dataset/synthetic/garments/accessories.h"

namespace selvedge::synthetic {

namespace {

void drawClasp(Drawing& drawing, Point middle, double half, Color metal) {
    Canvas& canvas = drawing.canvas;
    canvas.mark(box(middle.x - half, middle.y - half * .7, middle.x + half, middle.y + half * .7),
                metal);
    canvas.mark(box(middle.x - half * .7, middle.y - half * .5, middle.x, middle.y),
                mix(metal, {255, 255, 255}, .6));
}

}  // namespace

void drawBag(Drawing& drawing, BagStyle style, Side side, const Fabric& fabric, Color metal) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const double sign = signOf(side);
    const Owner object = drawing.add("bag, wallet");
    const Point grip = body.pose[side] == ArmPose::Across
                           ? body.arm[side].line(.7, .8).back() + Point{0, 6}
                           : body.arm[side].end + body.hand[side] * 42;
    switch (style) {
        case BagStyle::Tote:
        case BagStyle::Handbag: {
            const bool tote = style == BagStyle::Tote;
            const double width = tote ? 60 : 52, top = grip.y + (tote ? 78 : 40);
            const double bottom = top + (tote ? 132 : 84);
            const double x = grip.x + sign * 4;
            const auto strap = [&](double spread) {
                return smooth({{x - width * spread, top + 8},
                               {x - width * spread * .75, (top + grip.y) / 2},
                               grip,
                               {x + width * spread * .75, (top + grip.y) / 2},
                               {x + width * spread, top + 8}});
            };
            canvas.lay(canvas.cover(stroke(strap(.5), 7)), fabric, {}, object, {.7, .4});
            const Coverage shape =
                canvas.cover(Outline()
                                 .line({{x - width * .86, top}, {x + width * .86, top}})
                                 .curve({{x + width, bottom - 14}, {x + width * .84, bottom}})
                                 .line({{x - width * .84, bottom}})
                                 .curve({{x - width, bottom - 14}, {x - width * .86, top}})
                                 .path());
            canvas.lay(shape, fabric, {{x, top}, {0, 1}}, object, {1.1, .5});
            if (tote) {
                canvas.fold(stroke({{x - width, top + 14}, {x + width, top + 14}}, 2), -.35, 1,
                            shape);
                canvas.fold(
                    stroke(
                        smooth({{x - 22, top + 26}, {x - 28, bottom - 40}, {x - 40, bottom - 8}}),
                        7, 3),
                    -.2, 5, shape);
            } else {
                canvas.fold(
                    stroke(smooth({{x - width, top + 16}, {x, top + 42}, {x + width, top + 16}}),
                           2.6),
                    -.5, 1, shape);
                drawClasp(drawing, {x, top + 40}, 8, metal);
            }
            break;
        }
        case BagStyle::Crossbody: {
            const Point shoulder{body.shoulderX - sign * (body.shoulder - 48),
                                 level::kShoulder - 12};
            const Point end{body.hipX + sign * (body.hip * .62 + 12), 456};
            canvas.lay(
                canvas.cover(stroke(
                    smooth({shoulder, mix(shoulder, end, .5) + Point{sign * 4, -3}, end}), 8)),
                fabric, {}, object, {.8, .5});
            const Coverage shape = canvas.cover(Outline()
                                                    .line({{end.x - 46, 448}, {end.x + 46, 448}})
                                                    .curve({{end.x + 49, 500}, {end.x + 40, 518}})
                                                    .line({{end.x - 40, 518}})
                                                    .curve({{end.x - 49, 500}, {end.x - 46, 448}})
                                                    .path());
            canvas.lay(shape, fabric, {end, {0, 1}}, object, {1.1, .5});
            canvas.fold(stroke(smooth({{end.x - 48, 470}, {end.x, 492}, {end.x + 48, 470}}), 2.6),
                        -.5, 1, shape);
            drawClasp(drawing, {end.x, 490}, 7, metal);
            break;
        }
    }
}

void drawBelt(Drawing& drawing, double y, double ease, const Fabric& fabric, Color buckle,
              bool knot) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    Points line;
    for (int i = -6; i <= 6; ++i) {
        const double part = i / 6.;
        line.push_back({body.middle(y) + part * (body.half(y) + ease), y + 4 * (1 - part * part)});
    }
    const Owner object = drawing.add("belt");
    canvas.lay(canvas.cover(stroke(smooth(line), 17)), fabric, {{body.middle(y), y}, {0, 1}},
               object, {1, .5});
    const Point middle{body.middle(y), y + 4};
    if (knot) {
        Path tied = ellipse(middle, 11, 12);
        tied.add(stroke(smooth({middle, middle + Point{12, 40}, middle + Point{8, 92}}), 13, 17));
        tied.add(
            stroke(smooth({middle, middle + Point{-10, 34}, middle + Point{-15, 74}}), 13, 17));
        canvas.lay(canvas.cover(tied), fabric, {middle, {0, 1}}, object, {1, .5});
        canvas.fold(ellipse(middle, 9, 3), -.3, 2, canvas.cover(tied));
        return;
    }
    const Owner part = drawing.add("buckle", {}, object);
    const Coverage outside =
        canvas.cover(box(middle.x - 14, middle.y - 12, middle.x + 14, middle.y + 12));
    const Coverage inside =
        canvas.cover(box(middle.x - 8, middle.y - 7, middle.x + 8, middle.y + 7));
    canvas.lay(without(outside, inside), {buckle, {}, {}, Pattern::Plain, Texture::Leather, 24, 2},
               {}, part, {.8, .5});
    canvas.mark(stroke({{middle.x - 10, middle.y}, {middle.x + 8, middle.y}}, 2.4), buckle);
}

void drawWatch(Drawing& drawing, Side side, Color strap, Color face) {
    Canvas& canvas = drawing.canvas;
    const Points arm = drawing.body.arm[side].line(.9, 1);
    const Point at = arm[12], along = unit(arm[13] - arm[11]), aside = normal(along);
    const Owner object = drawing.add("watch");
    canvas.lay(canvas.cover(stroke({at - aside * 15, at + aside * 15}, 11)),
               {strap, {}, {}, Pattern::Plain, Texture::Leather, 24, 2}, {}, object, {.8, .4});
    canvas.lay(canvas.cover(ellipse(at, 9, 9)),
               {face, {}, {}, Pattern::Plain, Texture::Leather, 24, 2}, {}, object, {.5, .3});
    canvas.mark(stroke({at, at - along * 6}, 1.8), {30, 30, 34});
}

void drawGloves(Drawing& drawing, const Fabric& fabric) {
    const Body& body = drawing.body;
    for (const Side side : kSides) {
        if (body.pose[side] == ArmPose::InPocket)
            continue;
        const Points wrist = body.arm[side].line(.84, 1);
        const Owner object = drawing.add("glove");
        Path path = stroke(wrist, 33, 29);
        const Coverage shape = drawing.canvas.cover(path.add(handPath(body, side)));
        drawing.canvas.lay(shape, fabric, {wrist.front(), body.hand[side]}, object, {1, .35});
        const Point aside = normal(unit(wrist[4] - wrist[2])) * 18;
        drawing.canvas.fold(stroke({wrist[3] - aside, wrist[3] + aside}, 2.4), -.4, 1, shape);
    }
}

}  // namespace selvedge::synthetic
