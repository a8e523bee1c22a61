// Ruffles, appliques, beads, flowers, ribbons, rivets, sequins, fringes and tassels.
#include <algorithm>

#include "dataset/synthetic/garments/garment.h"
#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

namespace {

void drawApplique(Drawing& drawing, const Upper& upper, Owner garment, const Coverage& trunk) {
    Canvas& canvas = drawing.canvas;
    const double x = drawing.body.shoulderX, y = 288;
    const Owner object = drawing.add("applique", {}, garment);
    const std::uint32_t kind = upper.fabric.seed % 3;
    Path shape;
    if (kind == 0) {  // a heart
        shape = blob({{x, y + 38},
                      {x - 34, y + 2},
                      {x - 30, y - 24},
                      {x - 10, y - 26},
                      {x, y - 12},
                      {x + 10, y - 26},
                      {x + 30, y - 24},
                      {x + 34, y + 2}});
    } else if (kind == 1) {  // a star
        Points ring;
        constexpr Point tips[] = {
            {0, -1}, {.951, -.309}, {.588, .809}, {-.588, .809}, {-.951, -.309}};
        for (int i = 0; i < 5; ++i) {
            ring.push_back(Point{x, y} + tips[i] * 38);
            const Point between = tips[i] + tips[(i + 1) % 5];
            ring.push_back(Point{x, y} + unit(between) * 16);
        }
        shape = polygon(ring);
    } else {  // the sun behind hills
        shape = ellipse({x, y}, 36, 34);
    }
    const Coverage cover = clipped(canvas.cover(shape), trunk);
    const Fabric patch = upper.fabric.plain(upper.trimmingColor);
    canvas.lay(cover, patch, {}, object, {.9, .4});
    if (kind == 2) {
        canvas.mark(ellipse({x + 5, y - 8}, 15, 15), hex(0xf2c14e), 1, &cover);
        canvas.mark(blob({{x - 44, y + 40},
                          {x - 36, y + 8},
                          {x - 6, y + 14},
                          {x + 14, y + 4},
                          {x + 44, y + 16},
                          {x + 44, y + 44}}),
                    mix(upper.trimmingColor, hex(0x1f3340), .7), 1, &cover);
    }
    canvas.fold(stroke(shape.rings.front(), 2), -.4, 1, cover);
}

void drawBeads(Drawing& drawing, const Upper& upper, Owner garment, const Coverage& trunk) {
    // Rows of them below the neckline.
    const Points line = neckCurve(drawing.body, upper);
    Path beads;
    for (int row = 0; row < 3; ++row) {
        for (std::size_t i = 3; i + 3 < line.size(); i += 2) {
            const Point p =
                line[i] + Point{(line[i].x - drawing.body.shoulderX) * .12 * row, 15. + 11 * row};
            beads.add(ellipse(p, 4.6, 4.6));
        }
    }
    const Owner object = drawing.add("bead", {}, garment);
    const Coverage shape = clipped(drawing.canvas.cover(beads), trunk);
    drawing.canvas.lay(shape, {upper.trimmingColor, {}, {}, Pattern::Plain, Texture::Skin, 24, 4},
                       {}, object, {1.6, .5});
    for (const Points& ring : beads.rings)
        drawing.canvas.mark(ellipse(ring.front() - Point{6, 1.6}, 1.2, 1.2), {255, 255, 255}, .8,
                            &shape);
}

void drawFlower(Drawing& drawing, const Upper& upper, Owner garment) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const bool atWaist = upper.cut.hem > level::kCrotch && upper.seamAtWaist;
    const Point middle = atWaist ? Point{body.middle(372) + body.half(372) * .55, 372}
                                 : Point{body.shoulderX + 46, 226};
    const Owner object = drawing.add("flower", {}, garment);
    constexpr Point petals[] = {
        {0, -1}, {.951, -.309}, {.588, .809}, {-.588, .809}, {-.951, -.309}};
    Path leaf =
        blob({middle, middle + Point{26, 8}, middle + Point{40, 28}, middle + Point{18, 24}});
    canvas.lay(canvas.cover(leaf), upper.fabric.plain(hex(0x55744d)), {}, object, {1, .4});
    for (const double size : {21., 12.}) {
        for (const Point petal : petals) {
            const Point turned = size < 20 ? Point{-petal.x, -petal.y} : petal;
            canvas.lay(
                canvas.cover(ellipse(middle + turned * (size * .72), size * .6, size * .6)),
                upper.fabric.plain(mix(upper.trimmingColor, {255, 255, 255}, size < 20 ? .25 : 0)),
                {}, object, {1.2, .35});
        }
    }
    canvas.lay(canvas.cover(ellipse(middle, 6, 6)), upper.fabric.plain(hex(0xe5b84c)), {}, object,
               {1, .4});
}

void drawRibbon(Drawing& drawing, const Upper& upper, Owner garment) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const double y = upper.cut.hem > level::kCrotch ? upper.waistSeam : 340;
    const double half = upper.cut.half(body, y), x = body.middle(y);
    Path path = stroke(smooth({{x - half, y}, {x, y + 4}, {x + half, y}}), 20);
    path.add(stroke(smooth({{x + 22, y + 8}, {x + 34, y + 70}, {x + 26, y + 142}}), 13, 18));
    path.add(stroke(smooth({{x + 26, y + 8}, {x + 48, y + 60}, {x + 52, y + 120}}), 13, 18));
    path.add(ellipse({x + 24, y + 4}, 13, 13));
    const Owner object = drawing.add("ribbon", {}, garment);
    const Fabric silk{upper.trimmingColor, {}, {}, Pattern::Plain, Texture::Silk, 24, 6};
    const Coverage shape = canvas.cover(path);
    canvas.lay(shape, silk, {{x, y}, {1, 0}}, object, {1, .45});
    canvas.fold(ellipse({x + 24, y + 4}, 9, 4), -.3, 2, shape);
}

void drawRivets(Drawing& drawing, const Upper& upper, Owner garment, const Coverage& trunk) {
    const double x = drawing.body.shoulderX;
    Path rivets;
    for (const double sign : {-1., 1.}) {
        for (int i = 0; i < 6; ++i) {
            for (int k = 0; k < 3; ++k)
                rivets.add(
                    ellipse({x + sign * (46 + i * 8.5), level::kShoulder + 1 + k * 11 + i * 1.4},
                            3.3, 3.3));
        }
    }
    const Owner object = drawing.add("rivet", {}, garment);
    const Coverage shape = clipped(drawing.canvas.cover(rivets), trunk);
    drawing.canvas.lay(shape,
                       {upper.trimmingColor, {}, {}, Pattern::Plain, Texture::Leather, 24, 4}, {},
                       object, {1.8, .6});
}

void drawSequins(Drawing& drawing, const Upper& upper, Owner garment, const Coverage& trunk) {
    // All over the trunk down to the waist's seam, or to the hem.
    const Body& body = drawing.body;
    const double to = upper.seamAtWaist ? upper.waistSeam : upper.cut.hem + 60;
    const Owner object = drawing.add("sequin", {}, garment);
    const Coverage shape = clipped(
        drawing.canvas.cover(box(body.shoulderX - 260, 120, body.shoulderX + 260, to)), trunk);
    Fabric fabric = upper.fabric.plain(upper.trimmingColor);
    fabric.texture = Texture::Sequins;
    drawing.canvas.lay(shape, fabric, {{body.shoulderX, 200}, {0, 1}}, object, {.9, 0});
}

void drawTassels(Drawing& drawing, const Upper& upper, Owner garment) {
    Canvas& canvas = drawing.canvas;
    const double x = drawing.body.shoulderX, from = closingLevel(upper) + 14;
    const Owner object = drawing.add("tassel", {}, garment);
    const Fabric thread = upper.fabric.plain(upper.trimmingColor);
    for (const double sign : {-1., 1.}) {
        const Point end{x + sign * 17, from + 84};
        canvas.mark(stroke(smooth({{x + sign * 4, from}, {x + sign * 13, from + 40}, end}), 3),
                    upper.trimmingColor);
        Path tassel = ellipse(end, 6, 7);
        for (int i = -3; i <= 3; ++i)
            tassel.add(stroke({end + Point{i * 1.4, 3}, end + Point{i * 3.2, 42}}, 3.6, 2.6));
        const Coverage shape = canvas.cover(tassel);
        canvas.lay(shape, thread, {}, object, {1, .45});
        canvas.fold(stroke({end + Point{-8, 8}, end + Point{8, 8}}, 2), -.5, 1, shape);
    }
}

}  // namespace

Owner drawRuffle(Drawing& drawing, const Points& line, double depth, const Fabric& fabric,
                 Owner garment) {
    Canvas& canvas = drawing.canvas;
    Points lower;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Point before = line[i == 0 ? 0 : i - 1];
        const Point after = line[std::min(line.size() - 1, i + 1)];
        Point aside = normal(unit(after - before));
        if (aside.y < 0)
            aside = aside * -1;
        lower.push_back(line[i] + aside * (depth + ((i / 3) % 2 ? 4. : -4.)));
    }
    Points ring = line;
    ring.insert(ring.end(), lower.rbegin(), lower.rend());
    const Owner object = drawing.add("ruffle", {}, garment);
    const Coverage shape = canvas.cover(polygon(ring));
    canvas.lay(shape, fabric, {line.front(), {0, 1}}, object, {1, .45});
    for (std::size_t i = 2; i + 2 < line.size(); i += 3)
        canvas.fold(stroke({line[i], lower[i]}, 1.5, 7), (i / 3) % 2 ? -.34 : .2, 2, shape);
    return object;
}

Owner drawFringe(Drawing& drawing, const Points& line, double depth, const Fabric& fabric,
                 Owner garment) {
    Canvas& canvas = drawing.canvas;
    const Owner object = drawing.add("fringe", {}, garment);
    Path threads;
    // As far apart as they are wide.
    constexpr double kApart = 6.4;
    double along = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        for (const double step = length(line[i + 1] - line[i]); along < step; along += kApart) {
            const Point root = mix(line[i], line[i + 1], along / std::max(step, 1e-6));
            const double sway = hashNoise(static_cast<int>(root.x), 3, fabric.seed) * 7 - 3.5;
            threads.add(stroke({root - Point{0, 6}, root + Point{sway, depth}}, 4.6, 3));
        }
        along -= length(line[i + 1] - line[i]);
    }
    const Coverage shape = canvas.cover(threads);
    canvas.lay(shape, fabric, {line.front(), {0, 1}}, object, {1.1, .4});
    canvas.fold(stroke(line, 5), -.45, 1, shape);
    return object;
}

void drawTrimming(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk) {
    switch (upper.trimming) {
        case Trimming::None:
            break;
        case Trimming::Ruffle: {
            Points line = neckCurve(drawing.body, upper);
            for (Point& point : line)
                point.y += 6;
            drawRuffle(drawing, line, 34, upper.fabric, object);
            break;
        }
        case Trimming::Flounce:
            drawRuffle(drawing,
                       hemCurve(drawing.body, upper.cut, upper.cut.hem - 24, upper.highLow), 44,
                       upper.fabric, object);
            break;
        case Trimming::Fringe: {
            const Points line = hemCurve(drawing.body, upper.cut, upper.cut.hem - 8);
            drawFringe(drawing, line, 66, upper.fabric, object);
            break;
        }
        case Trimming::Applique:
            drawApplique(drawing, upper, object, trunk);
            break;
        case Trimming::Beads:
            drawBeads(drawing, upper, object, trunk);
            break;
        case Trimming::Flower:
            drawFlower(drawing, upper, object);
            break;
        case Trimming::Ribbon:
            drawRibbon(drawing, upper, object);
            break;
        case Trimming::Rivets:
            drawRivets(drawing, upper, object, trunk);
            break;
        case Trimming::Sequins:
            drawSequins(drawing, upper, object, trunk);
            break;
        case Trimming::Tassels:
            drawTassels(drawing, upper, object);
            break;
    }
}

}  // namespace selvedge::synthetic
