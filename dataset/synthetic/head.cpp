// Face and hair.
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

void drawFace(Drawing& drawing, const Looks& looks) {
    Canvas& canvas = drawing.canvas;
    const HeadFrame head{drawing.body.headX};
    const Fabric skin{looks.skin, {}, {}, Pattern::Plain, Texture::Skin, 24, 5};
    for (const double sign : {-1., 1.})
        canvas.lay(canvas.cover(ellipse(head(sign * 39.5, 72), 7, 12)), skin, {}, kBody, {.7, .1});
    const Coverage face = canvas.cover(blob(head({{0, 2},
                                                  {30, 14},
                                                  {41, 50},
                                                  {38, 84},
                                                  {23, 113},
                                                  {0, 125},
                                                  {-23, 113},
                                                  {-38, 84},
                                                  {-41, 50},
                                                  {-30, 14}})));
    canvas.lay(face, skin, {}, kBody, {.5, .2});
    const bool dark = brightness(looks.skin) < 120;
    const Color ink = mix(looks.skin, hex(0x241512), dark ? .75 : .85);
    const Color blush = mix(looks.skin, hex(0xd4604f), .55);
    for (const double sign : {-1., 1.}) {
        canvas.mark(blurred(canvas.cover(ellipse(head(sign * 23, 88), 9, 6)), 2, canvas.width(),
                            canvas.height()),
                    blush, .38);
        // Eye: white, iris, lid.
        canvas.mark(canvas.cover(blob(head(
                        {{sign * 9, 68.5}, {sign * 16, 64}, {sign * 24, 67}, {sign * 16, 71.5}}))),
                    {246, 242, 238}, .9);
        canvas.mark(canvas.cover(ellipse(head(sign * 16.3, 67.8), 4, 4)), hex(0x2a1c18), .95);
        canvas.mark(canvas.cover(stroke(
                        smooth(head({{sign * 8, 68}, {sign * 15.5, 63.2}, {sign * 25.5, 66.5}})),
                        {2, 3, 2.2})),
                    ink);
        const Color brow = mix(looks.hair, hex(0x2a1d16), .45);
        canvas.mark(canvas.cover(
                        stroke(smooth(head({{sign * 7.5, 55}, {sign * 17, 51}, {sign * 27, 55.5}})),
                               {3.4, 3.6, 1.4})),
                    brow, .85);
    }
    canvas.fold(stroke(smooth(head({{4, 66}, {7, 80}, {8, 88}, {3, 91}})), 2, 3), -.2, 1.2, face);
    canvas.fold(stroke(smooth(head({{-2, 70}, {-1, 84}})), 3), .16, 2, face);
    const Color lips =
        looks.lipstick ? mix(looks.skin, hex(0xb0323e), .72) : mix(looks.skin, hex(0x9c4a44), .42);
    canvas.mark(
        canvas.cover(blob(head(
            {{-11, 101.5}, {-4, 98}, {0, 99}, {4, 98}, {11, 101.5}, {5, 105.5}, {-5, 105.5}}))),
        lips, .95);
    canvas.mark(canvas.cover(stroke(smooth(head({{-10, 101.6}, {0, 102.2}, {10, 101.6}})), 1.3)),
                mix(lips, hex(0x2c1012), .55));
    if (looks.beard) {
        const Path beard = blob(head({{-40, 70},
                                      {-34, 84},
                                      {-18, 95},
                                      {0, 94},
                                      {18, 95},
                                      {34, 84},
                                      {40, 70},
                                      {37, 96},
                                      {23, 120},
                                      {0, 131},
                                      {-23, 120},
                                      {-37, 96}}));
        const Coverage mouth = canvas.cover(ellipse(head(0, 102), 10, 4.2));
        canvas.lay(without(canvas.cover(beard), mouth), hairOf(looks), {}, kBody, {.4, 0, .88});
    }
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
        case HairStyle::Crop:
        case HairStyle::Bald:
            break;
    }
}

void drawHead(Drawing& drawing, const Looks& looks) {
    const HeadFrame head{drawing.body.headX};
    drawFace(drawing, looks);
    const std::vector<Points> crownStrands{
        head({{-8, 4}, {-30, 20}, {-40, 52}}), head({{-4, 8}, {-22, 18}, {-34, 42}}),
        head({{8, 2}, {32, 16}, {42, 52}}), head({{4, 8}, {24, 20}, {36, 44}})};
    switch (looks.style) {
        case HairStyle::Bald:
            break;
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
