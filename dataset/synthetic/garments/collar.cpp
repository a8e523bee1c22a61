// Necklines, collars, lapels and hoods.
#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

namespace {

struct NeckName {
    Neck neck;
    std::string_view name;
};

constexpr NeckName kNeckNames[] = {{Neck::Crew, "crew (neck)"},
                                   {Neck::Round, "round (neck)"},
                                   {Neck::V, "v-neck"},
                                   {Neck::Scoop, "scoop (neck)"},
                                   {Neck::Square, "square (neckline)"},
                                   {Neck::Boat, "boat (neck)"},
                                   {Neck::Plunging, "plunging (neckline)"},
                                   {Neck::StraightAcross, "straight across (neck)"},
                                   {Neck::Sweetheart, "sweetheart (neckline)"},
                                   {Neck::Turtle, "turtle (neck)"},
                                   {Neck::U, "u-neck"},
                                   {Neck::High, "high (neck)"},
                                   {Neck::Keyhole, "keyhole (neck)"},
                                   {Neck::Halter, "halter (neck)"},
                                   {Neck::OffShoulder, "off-the-shoulder"},
                                   {Neck::OneShoulder, "one shoulder"},
                                   {Neck::Surplice, "surplice (neck)"}};

// Both sides of a figure from the right one's points, x from the middle line.
Path bothSides(const Points& right, double middle) {
    Points moved = right;
    for (Point& point : moved)
        point.x += middle;
    const Path one = polygon(moved);
    Path both = one;
    return both.add(mirrored(one, middle));
}

Fabric trimOf(const Upper& upper) {
    if (upper.fur && !upper.hood)
        return *upper.fur;
    Fabric trim = upper.fabric;
    if (upper.fabric.pattern == Pattern::Plain)
        trim = upper.fabric.plain(upper.trim);
    return trim;
}

void layPart(Drawing& drawing, std::string_view category, std::string_view name, Owner garment,
             const Path& path, const Fabric& fabric) {
    const Owner part = drawing.add(category, {name}, garment);
    drawing.canvas.lay(drawing.canvas.cover(path), fabric, {{drawing.body.shoulderX, 200}, {0, 1}},
                       part, {1, .5});
}

void drawLapels(Drawing& drawing, const Upper& upper, Owner garment) {
    const double x = drawing.body.shoulderX, end = closingLevel(upper);
    const Fabric fabric = trimOf(upper);
    for (const Side side : kSides) {
        const double sign = signOf(side);
        const auto place = [&](Points points) {
            for (Point& point : points)
                point.x = x + sign * point.x;
            return points;
        };
        // The edge rolls from the neck to the first button.
        const Points roll = place({{1, end}, {22, end - 62}, {36, 190}, {38, 156}});
        Outline outline;
        outline.curve(roll);
        std::string_view name = "notched (lapel)";
        if (upper.collar == Collar::Notched) {
            outline.line(place({{56, 166}, {54, 214}, {75, 222}}));
        } else if (upper.collar == Collar::Peak) {
            name = "peak (lapel)";
            outline.line(place({{56, 166}, {58, 214}, {84, 198}}));
        } else {
            name = "shawl (lapel)";
            outline.curve(place({{60, 170}, {70, 214}, {60, 258}}));
        }
        const double wide = upper.collar == Collar::Shawl ? 0 : 1;
        outline.curve(place({{62 - 6 * wide, 262 + 8 * wide}, {34, end - 26}, {1, end}}));
        layPart(drawing, "lapel", name, garment, outline.path(), fabric);
    }
    if (upper.collar == Collar::Shawl)
        return;
    layPart(drawing, "collar", "regular (collar)", garment,
            bothSides({{36, 150}, {45, 148}, {58, 166}, {70, 204}, {54, 213}, {38, 182}}, x),
            fabric);
}

void drawHood(Drawing& drawing, const Upper& upper, Owner garment) {
    const double x = drawing.body.shoulderX;
    const Owner hood = drawing.add("hood", {}, garment);
    // It lies around the neck; the face comes in front of it.
    Path ring = blob({{x - 66, 172},
                      {x - 62, 128},
                      {x - 30, 112},
                      {x + 30, 112},
                      {x + 62, 128},
                      {x + 66, 172},
                      {x + 40, 206},
                      {x, 222},
                      {x - 40, 206}});
    const Coverage inside = drawing.canvas.cover(
        blob({{x - 34, 140}, {x, 128}, {x + 34, 140}, {x + 26, 176}, {x, 194}, {x - 26, 176}}));
    // Its lining, beside the neck.
    const Coverage neck = drawing.canvas.cover(box(x - 28, 100, x + 28, 210));
    drawing.canvas.lay(without(inside, neck),
                       upper.fabric.plain(mix(upper.fabric.base, hex(0x201a1c), .55)), {}, hood,
                       {.4, .2});
    drawing.canvas.lay(without(drawing.canvas.cover(ring), inside), upper.fabric, {}, hood,
                       {1.1, .5});
    if (upper.fur)
        drawing.canvas.lay(without(drawing.canvas.cover(blob({{x - 52, 150},
                                                              {x, 116},
                                                              {x + 52, 150},
                                                              {x + 40, 190},
                                                              {x, 212},
                                                              {x - 40, 190}})),
                                   inside),
                           *upper.fur, {}, hood, {1.1, .4});
    for (const double sign : {-1., 1.})
        drawing.canvas.mark(
            stroke(smooth({{x + sign * 18, 204}, {x + sign * 21, 240}, {x + sign * 19, 268}}), 3.6),
            upper.trim);
}

}  // namespace

void drawNeckPart(Drawing& drawing, const Upper& upper, Owner garment, const Coverage& trunk) {
    Canvas& canvas = drawing.canvas;
    const double x = drawing.body.shoulderX;
    if (upper.hood) {
        drawHood(drawing, upper, garment);
        return;
    }
    switch (upper.collar) {
        case Collar::None:
            break;
        case Collar::Shirt:
            layPart(drawing, "collar", "shirt (collar)", garment,
                    bothSides({{2, 184}, {30, 150}, {38, 146}, {51, 170}, {31, 217}}, x),
                    trimOf(upper));
            return;
        case Collar::Polo:
            layPart(drawing, "collar", "polo (collar)", garment,
                    bothSides({{2, 186}, {31, 154}, {38, 152}, {53, 174}, {29, 206}}, x),
                    trimOf(upper));
            return;
        case Collar::PeterPan: {
            Path right = blob({{x + 2, 187},
                               {x + 20, 178},
                               {x + 36, 157},
                               {x + 54, 172},
                               {x + 46, 202},
                               {x + 20, 214},
                               {x + 6, 204}});
            const Path left = mirrored(right, x);
            layPart(drawing, "collar", "peter pan (collar)", garment, right.add(left),
                    trimOf(upper));
            return;
        }
        case Collar::Mandarin:
            layPart(drawing, "collar", "mandarin (collar)", garment,
                    bothSides({{2, 168}, {20, 163}, {33, 148}, {40, 162}, {24, 182}, {2, 189}}, x),
                    trimOf(upper));
            return;
        case Collar::StandAway:
            layPart(drawing, "collar", "stand-away (collar)", garment,
                    bothSides({{2, 172}, {26, 162}, {46, 134}, {56, 164}, {34, 194}, {2, 202}}, x),
                    trimOf(upper));
            return;
        case Collar::Oversized:
            layPart(drawing, "collar", "oversized (collar)", garment,
                    bothSides({{2, 186}, {32, 150}, {40, 146}, {66, 172}, {78, 214}, {34, 246}}, x),
                    trimOf(upper));
            return;
        case Collar::Sailor: {
            layPart(
                drawing, "collar", "sailor (collar)", garment,
                bothSides(
                    {{0, 262}, {36, 158}, {46, 154}, {82, 170}, {84, 214}, {40, 246}, {6, 268}}, x),
                trimOf(upper));
            for (const double sign : {-1., 1.})
                canvas.mark(stroke(Points{{x + sign * 75, 174},
                                          {x + sign * 76, 209},
                                          {x + sign * 38, 238},
                                          {x + sign * 4, 258}},
                                   3),
                            hex(0xf4f1ea), .9);
            return;
        }
        case Collar::Bow: {
            const auto at = [x](double px, double py) { return Point{x + px, 186 + py}; };
            Path bow = stroke(
                smooth({{x - 37, 160}, {x - 20, 178}, {x, 186}, {x + 20, 178}, {x + 37, 160}}), 17);
            for (const double sign : {-1., 1.}) {
                bow.add(blob({at(0, 0), at(sign * 22, -16), at(sign * 46, -12), at(sign * 44, 16),
                              at(sign * 20, 11)}));
                bow.add(polygon(
                    {at(sign * 4, 0), at(-sign * 6, 4), at(sign * 12, 92), at(sign * 34, 84)}));
            }
            layPart(drawing, "collar", "bow (collar)", garment, bow, trimOf(upper));
            canvas.fold(ellipse(at(0, 2), 7, 8), .3, 2, canvas.cover(bow));
            return;
        }
        case Collar::Notched:
        case Collar::Peak:
        case Collar::Shawl:
            drawLapels(drawing, upper, garment);
            return;
    }
    if (upper.openFront) {
        // The band along both fronts.
        return;
    }
    for (const NeckName& entry : kNeckNames) {
        if (entry.neck != upper.neck)
            continue;
        const Owner part = drawing.add("neckline", {entry.name}, garment);
        if (upper.neck == Neck::Turtle) {
            const Path tube = Outline()
                                  .line({{x - 39, 166}})
                                  .curve({{x - 33, 148}, {x - 32, 126}})
                                  .curve({{x, 133}, {x + 32, 126}})
                                  .curve({{x + 33, 148}, {x + 39, 166}})
                                  .curve({{x + 20, 186}, {x, 190}, {x - 20, 186}, {x - 39, 166}})
                                  .path();
            const Coverage shape = canvas.cover(tube);
            canvas.lay(shape, upper.fabric.plain(upper.trim), {{x, 0}, {0, 1}}, part, {1.2, .5});
            canvas.fold(stroke(smooth({{x - 34, 152}, {x, 160}, {x + 34, 152}}), 3), -.3, 2, shape);
            return;
        }
        Points line = neckCurve(drawing.body, upper);
        // Half of the band falls outside of the cloth and is cut off.
        const double width = upper.ribbed ? 22 : 15;
        Path edge = stroke(line, width);
        if (upper.neck == Neck::Keyhole) {
            // Around the drop that drawUpper leaves free.
            edge.add(stroke(smooth({{x, 192}, {x + 12, 216}, {x, 241}}), 5));
            edge.add(stroke(smooth({{x, 192}, {x - 12, 216}, {x, 241}}), 5));
        }
        const Coverage band = clipped(canvas.cover(edge), trunk);
        canvas.lay(band, upper.fabric.plain(upper.trim), {{x, 0}, {0, 1}}, part, {.5, .25});
        return;
    }
}

}  // namespace selvedge::synthetic
