// Trunk of a garment with its opening and pockets.
#include <algorithm>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

namespace {

// Half the distance between the fronts of a garment worn open.
double frontGap(const Upper& upper, double y) {
    const double close = closingLevel(upper);
    return interpolate({{close - 60, 30},
                        {level::kChest, 27},
                        {level::kWaist, 34},
                        {std::max(upper.cut.hem, level::kWaist + 1), 50}},
                       y);
}

// The part of the picture that the open fronts leave free.
Path gapPath(const Body& body, const Upper& upper) {
    Points right, left;
    for (double y = 120; y <= upper.cut.hem + 60; y += 20) {
        right.push_back({body.middle(y) + frontGap(upper, y), y});
        left.push_back({body.middle(y) - frontGap(upper, y), y});
    }
    right.insert(right.end(), left.rbegin(), left.rend());
    return polygon(right);
}

// Creases where cloth is pulled: from the armpits, at the waist.
void drawCreases(Drawing& drawing, const Upper& upper, const Coverage& trunk) {
    const Body& body = drawing.body;
    const double bottom = std::min(upper.cut.hem, level::kHip);
    for (const Side side : kSides) {
        const double sign = signOf(side);
        const auto at = [&](double y, double part) {
            return Point{body.middle(y) + sign * upper.cut.half(body, y) * part, y};
        };
        drawing.canvas.fold(stroke(smooth({at(244, .96), at(272, .74), at(292, .58)}), 7, 1), -.16,
                            4, trunk);
        drawing.canvas.fold(stroke(smooth({at(262, .97), at(300, .82), at(330, .72)}), 6, 1), .12,
                            4, trunk);
        if (bottom > level::kWaist) {
            drawing.canvas.fold(stroke(smooth({at(366, .98), at(358, .7), at(352, .5)}), 8, 1),
                                -.17, 4, trunk);
            drawing.canvas.fold(stroke(smooth({at(384, .97), at(398, .72), at(404, .45)}), 7, 1),
                                -.15, 4, trunk);
            drawing.canvas.fold(stroke(smooth({at(bottom, .55), at(430, .6), at(400, .72)}), 12, 3),
                                .1, 6, trunk);
        }
    }
}

void drawHemBand(Drawing& drawing, const Upper& upper, const Coverage& trunk) {
    const Body& body = drawing.body;
    Points line = hemCurve(body, upper.cut, upper.cut.hem, upper.highLow);
    const double up = upper.ribbed ? 20 : 7;
    for (Point& point : line)
        point.y -= up;
    drawing.canvas.fold(stroke(line, 2.2), -.36, 1, trunk);
    if (!upper.ribbed)
        return;
    for (std::size_t i = 4; i + 4 < line.size(); i += 5)
        drawing.canvas.fold(stroke({line[i], line[i] + Point{0, up}}, 2), -.2, 1, trunk);
}

// A short full skirt below the waist, part of the garment.
void drawPeplum(Drawing& drawing, const Upper& upper, Owner object) {
    const Body& body = drawing.body;
    Cut cut = upper.cut;
    cut.hem = 540;  // as a skirt that ends early
    cut.flare = Flare::ALine;
    cut.hemHalf = body.hip + 62;
    const double top = 366, bottom = 452;
    Points ring = hemCurve(body, cut, bottom);
    for (std::size_t i = 0; i < ring.size(); ++i)
        ring[i].y += (i / 10) % 2 ? 4 : -4;
    ring.push_back({body.middle(top) - cut.half(body, top), top});
    ring.push_back({body.middle(top) + cut.half(body, top), top});
    const Coverage shape = drawing.canvas.cover(polygon(ring));
    drawing.canvas.lay(shape, upper.fabric, {{body.waistX, 200}, {0, 1}}, object, {1, .45});
    for (int i = -4; i <= 4; ++i)
        drawing.canvas.fold(
            stroke({{body.waistX + i * 14., top}, {body.hipX + i * 31., bottom + 12}}, 2, 14), -.26,
            5, shape);
}

void drawSmocking(Drawing& drawing, const Coverage& trunk) {
    const double x = drawing.body.shoulderX;
    for (int row = 0; row < 6; ++row) {
        const double y = 248 + row * 14;
        drawing.canvas.fold(stroke({{x - 90, y}, {x + 90, y}}, 2.2), -.34, 1, trunk);
        for (int i = -14; i <= 14; ++i)
            drawing.canvas.fold(
                stroke({{x + i * 6. + (row & 1 ? 3 : 0), y + 2}, {x + i * 6., y + 12}}, 2), -.2, 1,
                trunk);
    }
}

void drawGathers(Drawing& drawing, const Upper& upper, const Coverage& trunk) {
    const Points line = neckCurve(drawing.body, upper);
    for (std::size_t i = 4; i + 4 < line.size(); i += 4) {
        const Point out{(line[i].x - drawing.body.shoulderX) * .25, 52};
        drawing.canvas.fold(stroke({line[i], line[i] + out}, 5, 1), -.26, 2, trunk);
    }
}

void drawQuilting(Drawing& drawing, const Upper& upper, const Coverage& trunk) {
    const Body& body = drawing.body;
    for (double y = 218; y < upper.cut.hem - 12; y += 36) {
        Points line;
        for (int i = -4; i <= 4; ++i)
            line.push_back(
                {body.middle(y) + i * .26 * upper.cut.half(body, y), y + 7 - .4 * i * i});
        drawing.canvas.fold(stroke(smooth(line), 5), -.42, 3, trunk);
        for (Point& point : line)
            point.y += 15;
        drawing.canvas.fold(stroke(smooth(line), 12), .24, 6, trunk);
    }
}

}  // namespace

void drawButton(Drawing& drawing, Point middle, double radius, Color color) {
    Canvas& canvas = drawing.canvas;
    canvas.mark(ellipse(middle + Point{.8, 1.6}, radius + .6, radius + .6),
                mix(color, {20, 16, 16}, .75), .5);
    canvas.mark(ellipse(middle, radius, radius), color);
    canvas.mark(ellipse(middle - Point{radius * .3, radius * .3}, radius * .4, radius * .4),
                mix(color, {255, 255, 255}, .5), .8);
}

Owner drawLining(Drawing& drawing, const Upper& upper) {
    const Owner object = drawing.add(upper.category);
    const Body& body = drawing.body;
    Points right, left;
    for (double y = 420; y <= upper.cut.hem - 14; y += 16) {
        const double half = upper.cut.half(body, y) - 10;
        right.push_back({body.middle(y) + half, y});
        left.push_back({body.middle(y) - half, y});
    }
    right.insert(right.end(), left.rbegin(), left.rend());
    Fabric inside = upper.fabric.plain(mix(upper.fabric.base, hex(0x2b2324), .55));
    drawing.canvas.lay(drawing.canvas.cover(polygon(right)), inside, {}, object, {.3, .2});
    return object;
}

Owner drawUpper(Drawing& drawing, const Upper& upper, std::optional<Owner> started) {
    const Owner object = started ? *started : drawing.add(upper.category);
    describeUpper(drawing, upper, object);
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    Coverage trunk = canvas.cover(trunkPath(body, upper));
    if (upper.neck == Neck::Keyhole) {
        const double x = body.shoulderX;
        trunk =
            without(trunk, canvas.cover(blob({{x, 186}, {x + 10, 216}, {x, 238}, {x - 10, 216}})));
    }
    if (upper.openFront)
        trunk = without(trunk, canvas.cover(gapPath(body, upper)));
    canvas.lay(trunk, upper.fabric, {{body.shoulderX, 200}, {0, 1}}, object, {1, .42});
    if (upper.quilted)
        drawQuilting(drawing, upper, trunk);
    else
        drawCreases(drawing, upper, trunk);
    if (upper.cut.hem > level::kCrotch && !upper.quilted)
        drawSkirtFolds(drawing, upper.cut, std::min(level::kWaist, upper.waistSeam), trunk, false);
    for (int tier = 1; tier <= upper.tiers; ++tier) {
        const double y = level::kWaist + (upper.cut.hem - level::kWaist) * tier / (upper.tiers + 1);
        const Points line = hemCurve(body, upper.cut, y);
        canvas.fold(stroke(line, 5), -.5, 2, trunk);
        for (std::size_t i = 6; i + 6 < line.size(); i += 9)
            canvas.fold(stroke({line[i], line[i] + Point{0, 34}}, 6, 1), -.22, 2, trunk);
    }
    if (upper.seamAtWaist) {
        const Points line = hemCurve(body, upper.cut, upper.waistSeam);
        canvas.fold(stroke(line, 2.6), -.42, 1, trunk);
        // Gathered where a full skirt joins.
        if (upper.cut.flare == Flare::Circle || upper.waistSeam < 340) {
            for (std::size_t i = 8; i + 8 < line.size(); i += 7)
                canvas.fold(stroke({line[i], line[i] + Point{0, 40}}, 5, 1), -.2, 2, trunk);
        }
    }
    if (upper.peplum)
        drawPeplum(drawing, upper, object);
    if (upper.smocked)
        drawSmocking(drawing, trunk);
    if (upper.gathered)
        drawGathers(drawing, upper, trunk);
    drawHemBand(drawing, upper, trunk);
    drawOpening(drawing, upper, object, trunk);
    drawPockets(drawing, upper, object, trunk);
    drawNeckPart(drawing, upper, object, trunk);
    drawTrimming(drawing, upper, object, trunk);
    return object;
}

void drawCape(Drawing& drawing, const Upper& cape) {
    const Owner object = drawing.add("cape");
    describeUpper(drawing, cape, object);
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const double x = body.shoulderX, hem = cape.cut.hem;
    Points right, left;
    for (const Side side : kSides) {
        const double sign = signOf(side), arm = body.shoulder + 10;
        Points seam = smooth({{x + sign * 34, 152},
                              {x + sign * 70, level::kShoulder - 10},
                              {x + sign * arm, level::kShoulder + 26},
                              {x + sign * (arm + 34), 330},
                              {body.hipX + sign * (arm + 66), hem}});
        (side == kRight ? right : left) = std::move(seam);
    }
    Points ring = neckCurve(body, cape);
    ring.insert(ring.end(), right.begin(), right.end());
    const Point from = right.back(), to = left.back();
    ring.insert(ring.end(), {mix(from, to, .25) + Point{0, 22}, mix(from, to, .5) + Point{0, 30},
                             mix(from, to, .75) + Point{0, 22}});
    ring.insert(ring.end(), left.rbegin(), left.rend());
    const Coverage shape = canvas.cover(polygon(ring));
    canvas.lay(shape, cape.fabric, {{x, 200}, {0, 1}}, object, {1.1, .45});
    for (int i = -4; i <= 4; ++i) {
        if (i == 0)
            continue;
        canvas.fold(
            stroke(smooth({{x + i * 17., 220}, {x + i * 30., 340}, {x + i * 42., hem + 20}}), 3,
                   22),
            i & 1 ? -.24 : .14, 8, shape);
    }
    canvas.fold(stroke({{x, closingLevel(cape)}, {body.hipX, hem + 34}}, 3), -.5, 1, shape);
    for (double y = 214; y < 330; y += 44)
        drawButton(drawing, {body.middle(y), y}, 5.4, cape.buttons);
    drawNeckPart(drawing, cape, object, shape);
    if (cape.trimming == Trimming::Fringe) {
        const Points edge =
            smooth({from, mix(from, to, .25) + Point{0, 22}, mix(from, to, .5) + Point{0, 30},
                    mix(from, to, .75) + Point{0, 22}, to});
        drawFringe(drawing, edge, 58, cape.fabric, object);
    }
}

}  // namespace selvedge::synthetic
