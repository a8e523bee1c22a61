#include <algorithm>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

namespace {

std::string_view nameOf(SleeveShape shape) {
    switch (shape) {
        case SleeveShape::Puff:
            return "puff (sleeve)";
        case SleeveShape::Bell:
            return "bell (sleeve)";
        case SleeveShape::Bishop:
            return "bishop (sleeve)";
        case SleeveShape::Raglan:
            return "raglan (sleeve)";
        case SleeveShape::Dropped:
            return "dropped-shoulder sleeve";
        case SleeveShape::Cap:
            return "cap (sleeve)";
        case SleeveShape::LegOfMutton:
            return "leg of mutton (sleeve)";
        case SleeveShape::Flounce:
            return "circular flounce (sleeve)";
        case SleeveShape::Kimono:
            return "kimono (sleeve)";
        case SleeveShape::SetIn:
        case SleeveShape::None:
            break;
    }
    return "set-in sleeve";
}

// Added to the arm's half width at t of the whole arm.
double easeAt(const Sleeve& sleeve, double t) {
    const double s = t / sleeve.end;
    switch (sleeve.shape) {
        case SleeveShape::Puff:
            return interpolate({{0, 6}, {.3, 24}, {.6, 27}, {.85, 16}, {1, 3}}, s);
        case SleeveShape::Bell:
            return interpolate(
                {{0, sleeve.ease * .4}, {.16, sleeve.ease}, {.5, sleeve.ease}, {1, 34}}, s);
        case SleeveShape::Bishop:
            return interpolate({{0, 6}, {.4, 12}, {.8, 24}, {.92, 22}, {.95, 6}, {1, 5}}, s);
        case SleeveShape::LegOfMutton:
            return interpolate({{0, 8}, {.14, 26}, {.34, 27}, {.52, 7}, {.6, 4}, {1, 3}}, s);
        case SleeveShape::Flounce:
            return interpolate({{0, 4}, {.16, 7}, {.66, 6}, {.7, 7}, {1, 36}}, s);
        case SleeveShape::Kimono:
            return interpolate({{0, 12}, {.3, 30}, {1, 46}}, s);
        default:
            return interpolate(
                {{0, sleeve.ease * .35}, {.18 / sleeve.end, sleeve.ease}, {1, sleeve.ease * .85}},
                s);
    }
}

// The seam that joins a sleeve to the trunk, from above the shoulder to below the armpit, where
// the arm begins to lie on the trunk.
Points armholeSeam(const Body& body, const Upper& upper, Side side) {
    const double sign = signOf(side), x = body.shoulderX;
    Points seam;
    if (upper.sleeve.shape == SleeveShape::Raglan) {
        seam = {{x + sign * 42, 150}, {x + sign * 46, 186}, {x + sign * (body.chest - 14), 226}};
    } else {
        const double tip = shoulderTip(body, upper) - 1;
        seam = {{x + sign * tip, 150},
                {x + sign * tip, level::kShoulder},
                {x + sign * (tip - 11), 214}};
    }
    seam.push_back(body.side(side, 252, upper.cut.ease - 4));
    seam.push_back(body.side(side, 300, upper.cut.ease - 18));
    seam.push_back(body.side(side, 350, -44));
    return smooth(seam);
}

// What belongs to the trunk: inside of the seam.
Path trunkSide(const Body& body, const Points& seam) {
    return Outline().line({{body.shoulderX, 150}}).line(seam).line({{body.waistX, 352}}).path();
}

void drawSleeve(Drawing& drawing, const Upper& upper, Owner garment, Side side) {
    const Body& body = drawing.body;
    Canvas& canvas = drawing.canvas;
    const Sleeve& sleeve = upper.sleeve;
    const Fabric& fabric = upper.sleeveFabric ? *upper.sleeveFabric : upper.fabric;
    const Points line = body.arm[side].line(sleeve.start, sleeve.end);
    std::vector<double> widths;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const double t = sleeve.start + (sleeve.end - sleeve.start) * static_cast<double>(i) /
                                            static_cast<double>(line.size() - 1);
        widths.push_back(2 * (armHalf(t) + easeAt(sleeve, t)));
    }
    Path path = stroke(line, widths);
    if (sleeve.start == 0) {
        // Rounds the shoulder a little below its top.
        const double round = widths.front() / 2 - 3;
        path.add(ellipse(line.front() + Point{0, 4}, round, round));
    }
    if (sleeve.shape == SleeveShape::Raglan) {
        // It reaches up to the neck.
        const double sign = signOf(side), x = body.shoulderX, tip = shoulderTip(body, upper);
        path.add(smooth({{x + sign * 30, 156},
                         {x + sign * 62, level::kShoulder - 14},
                         {x + sign * tip, level::kShoulder - 3},
                         {x + sign * (tip + 4), 214},
                         {x + sign * (body.chest - 20), 240},
                         {x + sign * 40, 190}}));
    }
    const Points seam = armholeSeam(body, upper, side);
    const Coverage whole = canvas.cover(path);
    const Coverage shape = without(whole, canvas.cover(trunkSide(body, seam)));
    const Owner object =
        drawing.add("sleeve", {nameOf(sleeve.shape), sleeveLengthAt(sleeve.end)}, garment);
    const Point down = unit(line.back() - line.front());
    canvas.lay(shape, fabric, {line.front(), down}, object, {1, .38, 1, &whole});
    canvas.fold(stroke(Points(seam.begin() + 6, seam.begin() + 34), 2.2), -.34, 1, shape);

    // Folds in the crook of the arm, gathers, then the cuff.
    const auto across = [&](double s, double from, double to, double slant) {
        const std::size_t i = std::min(
            line.size() - 2, static_cast<std::size_t>(s * static_cast<double>(line.size() - 1)));
        const Point along = unit(line[i + 1] - line[i]), aside = normal(along);
        const double half = widths[i] / 2;
        return Points{line[i] + aside * (half * from),
                      line[i] + aside * (half * (from + to) / 2) + along * slant,
                      line[i] + aside * (half * to) + along * (slant * .4)};
    };
    const double inner = -signOf(side);
    if (upper.quilted) {
        for (const double s : {.16, .3, .44, .58, .72, .86})
            canvas.fold(stroke(smooth(across(s, -1, 1, 7)), 5), -.42, 3, shape);
    } else if (sleeve.end > .6) {
        const double elbow = .5 / sleeve.end;
        for (const double s : {elbow - .05, elbow + .03, elbow + .1})
            canvas.fold(stroke(smooth(across(s, inner, -inner * .3, 7)), 6, 1), -.2, 3, shape);
        canvas.fold(stroke(smooth(across(.22, inner, -inner * .2, 12)), 7, 1), -.16, 4, shape);
    }
    if (sleeve.shape == SleeveShape::Flounce) {
        canvas.fold(stroke(across(.68, -1, 1, 0), 3), -.5, 1, shape);
        for (const double aside : {-.7, -.35, 0., .35, .7}) {
            const Points end = across(1, aside, aside, 0),
                         top = across(.7, aside * .7, aside * .7, 0);
            canvas.fold(stroke({top[0], end[0]}, 2, 9), -.28, 3, shape);
        }
    }
    if (sleeve.shape == SleeveShape::Puff || sleeve.shape == SleeveShape::Bishop) {
        for (const double aside : {-.6, -.2, .2, .6}) {
            const Points end = across(.97, aside, aside, 0), mid = across(.7, aside, aside, 0);
            canvas.fold(stroke({end[0], mid[0]}, 5, 1), -.26, 3, shape);
        }
    }
    if (!upper.quilted) {
        const double cuff = upper.ribbed ? .92 : sleeve.end > .6 ? .93 : .9;
        canvas.fold(stroke(across(cuff, -1, 1, 0), 2.2), -.36, 1, shape);
    }
}

void drawEpaulette(Drawing& drawing, const Upper& upper, Owner garment, Side side) {
    const Body& body = drawing.body;
    const double sign = signOf(side), x = body.shoulderX;
    const Path strap = stroke({{x + sign * 56, level::kShoulder - 11},
                               {x + sign * (body.shoulder + 4), level::kShoulder + 3}},
                              15);
    const Owner object = drawing.add("epaulette", {}, garment);
    drawing.canvas.lay(drawing.canvas.cover(strap), upper.fabric, {}, object, {.9, .5});
    drawButton(drawing, {x + sign * 64, level::kShoulder - 9}, 3.4, upper.buttons);
}

}  // namespace

void drawSleeves(Drawing& drawing, const Upper& upper, Owner object) {
    if (upper.sleeve.shape == SleeveShape::None)
        return;
    for (const Side side : kSides) {
        if (upper.neck != Neck::OneShoulder || side == kLeft)
            drawSleeve(drawing, upper, object, side);
    }
    if (upper.epaulettes) {
        for (const Side side : kSides)
            drawEpaulette(drawing, upper, object, side);
    }
}

}  // namespace selvedge::synthetic
