#include <algorithm>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

void drawSkirtFolds(Drawing& drawing, const Cut& cut, double waist, const Coverage& within,
                    bool pleats) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const bool full = cut.flare == Flare::Circle || cut.flare == Flare::ALine || pleats;
    const double from = std::max(waist, level::kWaist) + 8;
    const auto at = [&](double y, double part) {
        return Point{body.middle(y) + part * cut.half(body, y), y};
    };
    const int count = pleats ? 9 : full ? 4 : 2;
    for (int i = -count; i <= count; ++i) {
        const double part = (i + (pleats ? .5 : .2)) / (count + .4);
        if (part > .98)
            continue;
        const double start = pleats ? from : from + (i & 1 ? 60 : 20) + (full ? 0 : 60);
        const Points line = smooth(
            {at(start, part * .92), at((start + cut.hem) / 2, part * .97), at(cut.hem + 24, part)});
        if (pleats) {
            canvas.fold(stroke(line, 3, 6), -.34, 2, within);
            Points beside = line;
            for (Point& point : beside)
                point.x += 6;
            canvas.fold(stroke(beside, 3, 8), .14, 3, within);
        } else {
            const double depth = full ? 1 : .55;
            canvas.fold(stroke(line, 2, full ? 17 : 9), -.2 * depth, 6, within);
            Points beside = line;
            for (std::size_t k = 0; k < beside.size(); ++k)
                beside[k].x -=
                    4 + 12. * static_cast<double>(k) / static_cast<double>(beside.size());
            canvas.fold(stroke(beside, 2, full ? 13 : 7), .13 * depth, 6, within);
        }
    }
}

Owner drawSkirt(Drawing& drawing, const Skirt& skirt) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    const Cut& cut = skirt.cut;
    const Owner object = drawing.add("skirt");
    describeSkirt(drawing, skirt, object);

    const auto seam = [&](Side side) {
        Points points{{body.side(side, skirt.waist, 3)}};
        for (double y = skirt.waist + 26; y < cut.hem - 20; y += 36)
            points.push_back({body.middle(y) + signOf(side) * cut.half(body, y), y});
        points.push_back({body.middle(cut.hem) + signOf(side) * cut.half(body, cut.hem), cut.hem});
        return smooth(points);
    };
    Points ring = seam(kRight);
    const Points hem = hemCurve(body, cut, cut.hem, skirt.highLow), left = seam(kLeft);
    ring.insert(ring.end(), hem.begin(), hem.end());
    ring.insert(ring.end(), left.rbegin(), left.rend());
    Coverage shape = canvas.cover(polygon(ring));
    if (skirt.slit) {
        const double x = body.hipX + cut.half(body, cut.hem) * .5;
        shape = without(shape,
                        canvas.cover(polygon(
                            {{x, cut.hem - 190}, {x + 17, cut.hem + 60}, {x - 22, cut.hem + 60}})));
    }
    canvas.lay(shape, skirt.fabric, {{body.hipX, skirt.waist}, {0, 1}}, object, {1, .4});
    drawSkirtFolds(drawing, cut, skirt.waist, shape, skirt.pleats);
    for (int tier = 1; tier <= skirt.tiers; ++tier) {
        const double y = skirt.waist + (cut.hem - skirt.waist) * tier / (skirt.tiers + 1);
        const Points line = hemCurve(body, cut, y);
        canvas.fold(stroke(line, 5), -.5, 2, shape);
        for (std::size_t i = 6; i + 6 < line.size(); i += 9)
            canvas.fold(stroke({line[i], line[i] + Point{0, 34}}, 6, 1), -.22, 2, shape);
    }
    const double x = body.middle(skirt.waist);
    canvas.fold(stroke({{x - 120, skirt.waist + 16}, {x + 120, skirt.waist + 16}}, 2), -.42, 1,
                shape);
    if (skirt.zip) {
        const Owner zipper = drawing.add("zipper", {}, object);
        const Fabric metal{
            hex(0xd8c79b), hex(0x8a7a52), {}, Pattern::Stripe, Texture::Leather, 5, 1};
        canvas.lay(clipped(canvas.cover(stroke(
                               {{x, skirt.waist + 2}, {body.middle(cut.hem), cut.hem + 30}}, 9)),
                           shape),
                   metal, {}, zipper, {.5, .4});
    }
    const Points edge = hemCurve(body, cut, cut.hem - 8, skirt.highLow);
    canvas.fold(stroke(edge, 2), -.32, 1, shape);
    if (skirt.wrap) {
        const Points overlap =
            smooth({{x + 40, skirt.waist},
                    {body.middle(500) + cut.half(body, 500) * .34, 500},
                    {body.middle(cut.hem) + cut.half(body, cut.hem) * .2, cut.hem + 12}});
        canvas.fold(stroke(overlap, 3), -.55, 1, shape);
        canvas.fold(stroke(overlap, 15), -.16, 6, shape);
    }
    if (skirt.trimming == Trimming::Flounce)
        drawRuffle(drawing, hemCurve(body, cut, cut.hem - 26, skirt.highLow), 46, skirt.fabric,
                   object);
    if (skirt.trimming == Trimming::Fringe)
        drawFringe(drawing, hemCurve(body, cut, cut.hem - 8, skirt.highLow), 62, skirt.fabric,
                   object);
    return object;
}

}  // namespace selvedge::synthetic
