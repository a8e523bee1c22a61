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

void describe(Drawing& drawing, const Upper& upper, Owner object) {
    for (const std::string_view name : upper.names)
        drawing.describe(object, name);
    drawing.describe(object, attributeOf(upper.fabric.pattern));
    if (upper.covered)
        return;
    const Cut& cut = upper.cut;
    drawing.describe(object, upper.opening == Opening::Wrap ? "asymmetrical" : "symmetrical");
    drawing.describe(object, fitOf(cut.ease + (1 - cut.waistFit) * 6));
    if (cut.hem > level::kCrotch) {
        const bool fitted = upper.seamAtWaist && cut.waistFit > .8;
        drawing.describe(object, cut.flare == Flare::Circle    ? "circle"
                                 : cut.flare == Flare::ALine   ? "a-line"
                                 : cut.flare == Flare::Pencil  ? "pencil"
                                 : cut.flare == Flare::Trumpet ? "trumpet"
                                                               : "straight");
        if (fitted && (cut.flare == Flare::Circle || cut.flare == Flare::ALine))
            drawing.describe(object, "fit and flare");
    }
    if (!upper.tucked)
        drawing.describe(object, lengthAt(cut.hem));
    drawing.describe(object, upper.seamAtWaist ? "normal waist" : "no waistline");
    constexpr std::string_view openings[] = {"no opening", "single breasted", "double breasted",
                                             "zip-up",     "wrapping",        "toggled (opening)"};
    drawing.describe(object, openings[static_cast<int>(upper.opening)]);
    if (upper.quilted)
        drawing.describe(object, "quilted");
    if (upper.tiers > 0)
        drawing.describe(object, "tiered");
    if (!upper.quilted && upper.tiers == 0)
        drawing.describe(object, "no special manufacturing technique");
    if (upper.sleeve.shape == SleeveShape::None)
        drawing.describe(object, "sleeveless");
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
    Points line = hemCurve(body, upper.cut, upper.cut.hem);
    const double up = upper.ribbed ? 20 : 7;
    for (Point& point : line)
        point.y -= up;
    drawing.canvas.fold(stroke(line, 2.2), -.36, 1, trunk);
    if (!upper.ribbed)
        return;
    for (std::size_t i = 4; i + 4 < line.size(); i += 5)
        drawing.canvas.fold(stroke({line[i], line[i] + Point{0, up}}, 2), -.2, 1, trunk);
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
    canvas.mark(canvas.cover(ellipse(middle + Point{.8, 1.6}, radius + .6, radius + .6)),
                mix(color, {20, 16, 16}, .75), .5);
    canvas.mark(canvas.cover(ellipse(middle, radius, radius)), color);
    canvas.mark(
        canvas.cover(ellipse(middle - Point{radius * .3, radius * .3}, radius * .4, radius * .4)),
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
    describe(drawing, upper, object);
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    Coverage trunk = canvas.cover(trunkPath(body, upper));
    if (upper.openFront)
        trunk = without(trunk, canvas.cover(gapPath(body, upper)));
    canvas.lay(trunk, upper.fabric, {{body.shoulderX, 200}, {0, 1}}, object, {1, .42});
    if (upper.quilted)
        drawQuilting(drawing, upper, trunk);
    else
        drawCreases(drawing, upper, trunk);
    if (upper.cut.hem > level::kCrotch && !upper.quilted)
        drawSkirtFolds(drawing, upper.cut, level::kWaist, trunk, false);
    for (int tier = 1; tier <= upper.tiers; ++tier) {
        const double y = level::kWaist + (upper.cut.hem - level::kWaist) * tier / (upper.tiers + 1);
        const Points line = hemCurve(body, upper.cut, y);
        canvas.fold(stroke(line, 5), -.5, 2, trunk);
        for (std::size_t i = 6; i + 6 < line.size(); i += 9)
            canvas.fold(stroke({line[i], line[i] + Point{0, 34}}, 6, 1), -.22, 2, trunk);
    }
    if (upper.seamAtWaist) {
        const Points line = hemCurve(body, upper.cut, level::kWaist);
        canvas.fold(stroke(line, 2.6), -.42, 1, trunk);
    }
    drawHemBand(drawing, upper, trunk);
    drawOpening(drawing, upper, object, trunk);
    drawPockets(drawing, upper, object, trunk);
    drawNeckPart(drawing, upper, object, trunk);
    return object;
}

}  // namespace selvedge::synthetic
