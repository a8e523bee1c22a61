// What is worn on legs and feet.
#include "dataset/synthetic/garments/accessories.h"

namespace selvedge::synthetic {

namespace {

// A foot seen from the front, its toes a little outwards. `width` and `toe` of the shoe; heights
// are those of a foot on the floor.
Path footPath(Point ankle, double sign, double top, double width, double toe) {
    const double x = ankle.x, y = level::kSole;
    const auto at = [&](double px, double py) {
        return Point{x + sign * px, py + ankle.y - level::kAnkle};
    };
    return blob({at(-15, top), at(15, top), at(17, top + 16), at(width * .9 + 4, y - 32),
                 at(width + 8, y - 2 + toe), at(width * .5 + 3, y + 13 + toe),
                 at(-width * .5 + 5, y + 12 + toe), at(-width + 5, y - 4 + toe),
                 at(-width * .8 + 2, y - 34), at(-17, top + 16)});
}

void drawLaces(Drawing& drawing, Point ankle, double sign, Color color) {
    for (int i = 0; i < 4; ++i) {
        const double y = level::kSole - 34 + i * 8, x = ankle.x + sign * (3 + i * .8);
        drawing.canvas.mark(stroke({{x - 8 - i, y - 1}, {x + 8 + i, y + 1}}, 2.8), color);
    }
}

}  // namespace

void drawShoes(Drawing& drawing, ShoeStyle style, const Fabric& fabric, Color sole) {
    Canvas& canvas = drawing.canvas;
    const Body& body = drawing.body;
    for (const Side side : kSides) {
        const double sign = signOf(side);
        const Point ankle = body.leg[side].end;
        const double lift = ankle.y - level::kAnkle;
        const auto at = [&](double px, double py) { return Point{ankle.x + sign * px, py + lift}; };
        const auto drawSole = [&](double y, const Coverage& shape) {
            canvas.mark(box(ankle.x - 60, y + lift, ankle.x + 60, 1012 + lift), sole, 1, &shape);
        };
        const Grain grain{ankle, {0, 1}};
        const Owner object = drawing.add("shoe");
        switch (style) {
            case ShoeStyle::Sneaker: {
                const Coverage shape = canvas.cover(footPath(ankle, sign, 938, 25, 0));
                canvas.lay(shape, fabric, grain, object, {1, .4});
                drawSole(level::kSole + 4, shape);
                canvas.mark(ellipse(at(3, level::kSole + 1), 19, 8), mix(fabric.base, sole, .6), 1,
                            &shape);
                drawLaces(drawing, ankle, sign, sole);
                break;
            }
            case ShoeStyle::Loafer: {
                const Coverage shape = canvas.cover(footPath(ankle, sign, 950, 22, 3));
                const Coverage open = canvas.cover(ellipse(at(1, 946), 13, 13));
                canvas.lay(without(shape, open), fabric, grain, object, {1.1, .3});
                canvas.fold(stroke({at(-17, 972), at(20, 972)}, 5), -.4, 1, shape);
                canvas.fold(ellipse(at(-2, 986), 7, 4), .5, 3, shape);
                break;
            }
            case ShoeStyle::Pump: {
                const Path toe = blob({at(-15, 968), at(2, 980), at(18, 966), at(23, 984),
                                       at(13, 1003), at(-3, 1003), at(-14, 986)});
                canvas.lay(canvas.cover(toe), fabric, grain, object, {1.1, .3});
                canvas.fold(ellipse(at(2, 990), 6, 4), .55, 3, canvas.cover(toe));
                break;
            }
            case ShoeStyle::AnkleBoot:
            case ShoeStyle::TallBoot: {
                const double top = style == ShoeStyle::TallBoot ? 768 : 886;
                Points shaft;
                std::vector<double> widths;
                for (int i = 0; i <= 8; ++i) {
                    const double y = top + (956 - top) * i / 8;
                    shaft.push_back(body.legAt(side, body.onLeg(side, y)));
                    widths.push_back(2 * legHalf(body, y) + 13);
                }
                Path path = footPath(ankle, sign, 930, 23, 1);
                path.add(stroke(shaft, widths));
                const Coverage shape = canvas.cover(path);
                canvas.lay(shape, fabric, grain, object, {1.1, .4});
                canvas.fold(stroke(smooth({at(-18, 934), at(0, 943), at(19, 932)}), 5), -.3, 2,
                            shape);
                canvas.fold(stroke({shaft.front() + Point{-6, 20}, at(-6, 930)}, 5), .22, 4, shape);
                drawSole(level::kSole + 8, shape);
                break;
            }
            case ShoeStyle::Sandal: {
                Path straps = stroke({at(-20, 970), at(24, 974)}, 9);
                straps.add(stroke({at(-22, 989), at(27, 992)}, 9));
                straps.add(stroke({at(-17, 938), at(17, 938)}, 7));
                canvas.lay(canvas.cover(straps), fabric, grain, object, {.8, .4});
                break;
            }
        }
    }
}

void drawTights(Drawing& drawing, Color color, double sheer) {
    const Body& body = drawing.body;
    Path legs;
    for (const Side side : kSides) {
        const Limb& leg = body.leg[side];
        Points line;
        std::vector<double> widths;
        for (int i = 0; i <= 16; ++i) {
            const double y = level::kHip + 14 + (968 - level::kHip - 14) * i / 16;
            line.push_back(body.legAt(side, body.onLeg(side, y)));
            widths.push_back(2 * legHalf(body, y) + 1.5);
        }
        legs.add(stroke(line, widths));
        legs.add(ellipse(leg.end + Point{signOf(side) * 3, 42}, 17, 20));
    }
    const Owner object = drawing.add("tights, stockings");
    drawing.canvas.lay(drawing.canvas.cover(legs),
                       {color, {}, {}, Pattern::Plain, Texture::Silk, 24, 8}, {}, object,
                       {1, .2, 1 - sheer});
}

void drawSocks(Drawing& drawing, const Fabric& fabric, double top) {
    const Body& body = drawing.body;
    for (const Side side : kSides) {
        Points line;
        std::vector<double> widths;
        for (int i = 0; i <= 8; ++i) {
            const double y = top + (966 - top) * i / 8;
            line.push_back(body.legAt(side, body.onLeg(side, y)));
            widths.push_back(2 * legHalf(body, y) + 4);
        }
        const Owner object = drawing.add("sock");
        const Coverage shape = drawing.canvas.cover(stroke(line, widths));
        drawing.canvas.lay(shape, fabric, {line.front(), {0, 1}}, object, {.9, .3});
        drawing.canvas.fold(
            stroke({line.front() + Point{-30, 9}, line.front() + Point{30, 9}}, 2.2), -.3, 1,
            shape);
    }
}

void drawLegWarmers(Drawing& drawing, const Fabric& fabric) {
    const Body& body = drawing.body;
    for (const Side side : kSides) {
        Points line;
        std::vector<double> widths;
        for (int i = 0; i <= 8; ++i) {
            const double y = 770 + (938 - 770) * i / 8.;
            line.push_back(body.legAt(side, body.onLeg(side, y)));
            widths.push_back(2 * legHalf(body, y) + (i & 1 ? 15 : 11));
        }
        const Owner object = drawing.add("leg warmer");
        const Coverage shape = drawing.canvas.cover(stroke(line, widths));
        drawing.canvas.lay(shape, fabric, {line.front(), {0, 1}}, object, {1, .35});
        for (const std::size_t i : {1u, 3u, 5u, 7u})
            drawing.canvas.fold(stroke(smooth({line[i] + Point{-26, -4}, line[i] + Point{0, 5},
                                               line[i] + Point{26, -4}}),
                                       5),
                                -.3, 3, shape);
    }
}

}  // namespace selvedge::synthetic
