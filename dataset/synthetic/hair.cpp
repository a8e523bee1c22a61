// Hair.
#include "dataset/synthetic/figure.h"

namespace selvedge::synthetic {

namespace {

// Head coordinates: x = 0 in the face's middle.
struct HeadFrame {
    double x;
    Points operator()(Points points) const {
        for (Point& point : points)
            point.x += x;
        return points;
    }
    Point operator()(double px, double py) const { return {x + px, py}; }
};

// Curls along a line: overlapping discs.
Path curls(const Points& line, double radius) {
    Path path;
    for (std::size_t i = 0; i < line.size(); i += 4)
        path.add(ellipse(line[i] + Point{(i / 4) % 2 ? radius * .3 : -radius * .3, 0}, radius,
                         radius * .92));
    return path;
}

Fabric hairOf(const Looks& looks) {
    return {looks.hair, {}, {}, Pattern::Plain, Texture::Silk, 24, 21};
}

// Strands: thin lighter and darker lines that follow the hair's fall.
void drawStrands(Drawing& drawing, const Coverage& hair, const std::vector<Points>& lines) {
    int index = 0;
    for (const Points& line : lines)
        drawing.canvas.fold(stroke(smooth(line), 2.4, 1.2), index++ % 2 ? .22 : -.3, 1.5, hair);
}

void layHair(Drawing& drawing, const Path& path, const Looks& looks,
             const std::vector<Points>& strands, double shadow) {
    const Coverage shape = drawing.canvas.cover(path);
    drawing.canvas.lay(shape, hairOf(looks), {}, kBody, {.9, shadow});
    drawStrands(drawing, shape, strands);
}

}  // namespace

void drawHairBehind(Drawing& drawing, const Looks& looks) {
    const HeadFrame head{drawing.body.headX};
    switch (looks.style) {
        case HairStyle::Bob:
            layHair(drawing,
                    blob(head({{0, -8},
                               {40, 8},
                               {58, 60},
                               {60, 118},
                               {48, 146},
                               {0, 150},
                               {-48, 146},
                               {-60, 118},
                               {-58, 60},
                               {-40, 8}})),
                    looks, {}, 0);
            break;
        case HairStyle::Long:
        case HairStyle::Wavy:
            layHair(drawing,
                    blob(head({{0, -8},
                               {40, 8},
                               {58, 70},
                               {66, 150},
                               {62, 232},
                               {30, 262},
                               {-30, 262},
                               {-62, 232},
                               {-66, 150},
                               {-58, 70},
                               {-40, 8}})),
                    looks, {}, 0);
            break;
        case HairStyle::Ponytail:
            layHair(drawing,
                    blob(head({{20, -6},
                               {54, 4},
                               {74, 50},
                               {78, 120},
                               {64, 190},
                               {52, 196},
                               {56, 120},
                               {44, 50}})),
                    looks, {}, 0);
            break;
        case HairStyle::Bun:
            layHair(
                drawing, ellipse(head(0, -20), 27, 24), looks,
                {head({{-18, -14}, {0, -28}, {18, -20}}), head({{-16, -24}, {2, -36}, {16, -30}})},
                0);
            break;
        case HairStyle::Afro:
            layHair(drawing,
                    blob(head({{0, -34},
                               {46, -18},
                               {70, 26},
                               {68, 76},
                               {44, 112},
                               {-44, 112},
                               {-68, 76},
                               {-70, 26},
                               {-46, -18}})),
                    looks, {}, 0);
            break;
        case HairStyle::Curly:
            for (const double sign : {-1., 1.})
                layHair(drawing,
                        curls(smooth(head({{sign * 34, 10},
                                           {sign * 58, 60},
                                           {sign * 66, 120},
                                           {sign * 62, 176},
                                           {sign * 40, 204}})),
                              24),
                        looks, {}, 0);
            layHair(drawing, ellipse(head(0, 90), 58, 96), looks, {}, 0);
            break;
        case HairStyle::Braids:
        case HairStyle::Crop:
        case HairStyle::Quiff:
        case HairStyle::Pixie:
        case HairStyle::Bald:
            break;
    }
}

void drawHairInFront(Drawing& drawing, const Looks& looks) {
    const HeadFrame head{drawing.body.headX};
    const std::vector<Points> crownStrands{
        head({{-8, 4}, {-30, 20}, {-40, 52}}), head({{-4, 8}, {-22, 18}, {-34, 42}}),
        head({{8, 2}, {32, 16}, {42, 52}}), head({{4, 8}, {24, 20}, {36, 44}})};
    switch (looks.style) {
        case HairStyle::Bald:
            break;
        case HairStyle::Quiff:
            layHair(drawing,
                    blob(head({{-42, 68},
                               {-45, 34},
                               {-40, 4},
                               {-16, -22},
                               {20, -24},
                               {42, -8},
                               {46, 34},
                               {42, 68},
                               {38, 40},
                               {30, 20},
                               {0, 24},
                               {-28, 16},
                               {-38, 40}})),
                    looks,
                    {head({{-34, 16}, {-8, -8}, {30, -8}}), head({{-34, 8}, {-6, -16}, {24, -18}}),
                     head({{-22, 18}, {6, 4}, {36, 6}})},
                    .2);
            break;
        case HairStyle::Pixie:
            layHair(drawing,
                    blob(head({{-43, 80},
                               {-50, 40},
                               {-36, 2},
                               {0, -14},
                               {36, 0},
                               {49, 40},
                               {43, 78},
                               {39, 56},
                               {36, 42},
                               {6, 40},
                               {-20, 24},
                               {-36, 48}})),
                    looks,
                    {head({{-20, -4}, {10, 14}, {38, 34}}), head({{-26, 2}, {-2, 20}, {24, 36}}),
                     head({{-22, 0}, {-40, 24}, {-44, 60}})},
                    .2);
            break;
        case HairStyle::Curly:
            layHair(drawing,
                    curls(smooth(head({{-44, 84},
                                       {-48, 50},
                                       {-38, 20},
                                       {-18, 4},
                                       {8, 0},
                                       {30, 8},
                                       {44, 28},
                                       {48, 58},
                                       {46, 84}})),
                          17),
                    looks, {}, .2);
            break;
        case HairStyle::Braids: {
            Path hair = blob(head({{-42, 84},
                                   {-48, 40},
                                   {-34, 4},
                                   {0, -9},
                                   {34, 4},
                                   {48, 40},
                                   {42, 84},
                                   {38, 48},
                                   {22, 28},
                                   {0, 16},
                                   {-22, 28},
                                   {-38, 48}}));
            layHair(drawing, hair, looks, crownStrands, .2);
            for (const double sign : {-1., 1.}) {
                for (int i = 0; i < 9; ++i)
                    layHair(drawing,
                            ellipse(head(sign * (45 + (i & 1 ? 2.5 : -2.5)), 84 + i * 17.),
                                    12.5 - i * .5, 11.5),
                            looks, {}, .2);
            }
            break;
        }
        case HairStyle::Crop:
            layHair(drawing,
                    blob(head({{-42, 66},
                               {-46, 34},
                               {-30, 2},
                               {4, -12},
                               {34, 0},
                               {46, 34},
                               {42, 66},
                               {37, 44},
                               {24, 28},
                               {-4, 30},
                               {-26, 26},
                               {-37, 44}})),
                    looks,
                    {head({{-36, 30}, {-10, 6}, {24, 6}}), head({{-30, 24}, {0, 12}, {32, 20}}),
                     head({{-24, 14}, {0, -2}, {26, 4}})},
                    .15);
            break;
        case HairStyle::Afro:
            layHair(drawing,
                    blob(head({{-44, 70},
                               {-54, 30},
                               {-34, -8},
                               {0, -22},
                               {34, -8},
                               {54, 30},
                               {44, 70},
                               {38, 46},
                               {22, 30},
                               {0, 26},
                               {-22, 30},
                               {-38, 46}})),
                    looks, {}, .15);
            break;
        case HairStyle::Bun:
        case HairStyle::Ponytail:
            layHair(drawing,
                    blob(head({{-41, 74},
                               {-46, 36},
                               {-30, 2},
                               {0, -8},
                               {30, 2},
                               {46, 36},
                               {41, 74},
                               {38, 52},
                               {26, 30},
                               {2, 20},
                               {-24, 32},
                               {-38, 52}})),
                    looks, crownStrands, .15);
            break;
        case HairStyle::Bob:
            layHair(drawing,
                    blob(head({{-40, 134},
                               {-58, 124},
                               {-56, 50},
                               {-36, 4},
                               {0, -10},
                               {36, 4},
                               {56, 50},
                               {58, 124},
                               {40, 134},
                               {41, 84},
                               {34, 46},
                               {10, 26},
                               {-18, 44},
                               {-38, 62},
                               {-41, 90}})),
                    looks,
                    {head({{8, 4}, {-24, 22}, {-44, 70}, {-46, 124}}),
                     head({{8, 10}, {-20, 32}, {-36, 54}}),
                     head({{14, 4}, {42, 36}, {48, 80}, {48, 124}}),
                     head({{12, 14}, {36, 44}, {44, 90}})},
                    .25);
            break;
        case HairStyle::Long:
        case HairStyle::Wavy: {
            const double wave = looks.style == HairStyle::Wavy ? 9 : 0;
            Path hair = blob(head({{-42, 84},
                                   {-52, 60},
                                   {-44, 14},
                                   {0, -10},
                                   {44, 14},
                                   {52, 60},
                                   {42, 84},
                                   {34, 44},
                                   {4, 20},
                                   {-26, 40}}));
            for (const double sign : {-1., 1.}) {
                const Points lock = smooth(head({{sign * 45, 52},
                                                 {sign * (52 + wave), 100},
                                                 {sign * (54 - wave), 150},
                                                 {sign * (62 + wave), 205},
                                                 {sign * (56 - wave), 262}}));
                hair.add(stroke(lock, {16, 24, 34, 38, 30, 4}));
            }
            layHair(drawing, hair, looks,
                    {head({{-44, 40}, {-50 - wave, 100}, {-50 + wave, 160}, {-62 - wave, 220}}),
                     head({{-48, 60}, {-58 - wave, 110}, {-60 + wave, 160}, {-70 - wave, 220}}),
                     head({{44, 40}, {50 + wave, 100}, {50 - wave, 160}, {62 + wave, 220}}),
                     head({{48, 60}, {58 + wave, 110}, {60 - wave, 160}, {70 + wave, 220}}),
                     head({{0, 4}, {-26, 18}, {-42, 46}}), head({{6, 4}, {30, 20}, {44, 50}})},
                    .3);
            break;
        }
    }
}

}  // namespace selvedge::synthetic
