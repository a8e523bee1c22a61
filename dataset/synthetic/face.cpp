#include "dataset/synthetic/figure.h"

namespace selvedge::synthetic {

namespace {

// Places of a face that looks aside: what lies on the far side moves together.
struct FaceFrame {
    double x, gaze, width;
    Point operator()(double px, double py) const {
        return {x + gaze * 6.5 + px * width * (1 - .13 * gaze * (px > 0 ? 1 : -1)), py};
    }
    Points operator()(Points points) const {
        for (Point& point : points)
            point = (*this)(point.x, point.y);
        return points;
    }
};

void drawEye(Canvas& canvas, const FaceFrame& face, double sign, const Looks& looks, Color ink) {
    const Path white =
        blob(face({{sign * 8.5, 68.6}, {sign * 16, 63.4}, {sign * 24.5, 66.6}, {sign * 16, 72}}));
    const Coverage inside = canvas.cover(white);
    canvas.mark(white, {247, 243, 239}, .95);
    const Point iris = face(sign * 16.3, 67.6) + Point{face.gaze * 2, 0};
    canvas.mark(ellipse(iris, 4.6, 4.6), looks.eyes, .95, &inside);
    canvas.mark(ellipse(iris, 2.3, 2.3), hex(0x14100f), 1, &inside);
    canvas.mark(ellipse(iris - Point{1.4, 1.6}, 1, 1), {255, 255, 255}, .9);
    canvas.mark(stroke(smooth(face({{sign * 7.5, 68.4}, {sign * 15.5, 62.6}, {sign * 26, 66}})),
                       {1.6, looks.lipstick ? 3.4 : 2.4, looks.lipstick ? 2.6 : 1.2}),
                ink);
    canvas.mark(stroke(smooth(face({{sign * 11, 60.4}, {sign * 17, 58.6}, {sign * 24, 61.6}})), 1),
                ink, .35);
    const Color brow = mix(looks.hair, hex(0x2a1d16), .45);
    const double thick = looks.lipstick ? 3.4 : 4.6;
    canvas.mark(stroke(smooth(face({{sign * 7.5, 55}, {sign * 17, 50.6}, {sign * 27.5, 55}})),
                       {thick * .8, thick, thick * .35}),
                brow, .85);
}

void drawMouth(Canvas& canvas, const FaceFrame& face, const Looks& looks) {
    const Color lips =
        looks.lipstick ? mix(looks.skin, hex(0xb0323e), .68) : mix(looks.skin, hex(0x9c4a44), .42);
    const double up = looks.smile * 3, wide = 10.5 + looks.smile * 2.5;
    canvas.mark(blob(face({{-wide, 101.5 - up},
                           {-4, 98},
                           {0, 99},
                           {4, 98},
                           {wide, 101.5 - up},
                           {5, 105.8},
                           {-5, 105.8}})),
                lips, .92);
    if (looks.smile > .75) {
        canvas.mark(blob(face({{-wide + 3, 100.6 - up},
                               {0, 101},
                               {wide - 3, 100.6 - up},
                               {4, 103.4},
                               {-4, 103.4}})),
                    {250, 247, 243}, .95);
    } else {
        canvas.mark(
            stroke(smooth(face({{-wide + 1, 101.6 - up}, {0, 102.3}, {wide - 1, 101.6 - up}})),
                   1.3),
            mix(lips, hex(0x2c1012), .55));
    }
    canvas.mark(stroke(smooth(face({{-4, 109}, {0, 109.8}, {4, 109}})), 1.4),
                mix(looks.skin, hex(0x4a2218), .5), .35);
}

}  // namespace

void drawFace(Drawing& drawing, const Looks& looks) {
    Canvas& canvas = drawing.canvas;
    const FaceFrame head{drawing.body.headX, 0, looks.width};
    const FaceFrame face{drawing.body.headX, drawing.body.gaze, looks.width};
    const Fabric skin{looks.skin, {}, {}, Pattern::Plain, Texture::Skin, 24, 5};
    for (const double sign : {-1., 1.})
        canvas.lay(canvas.cover(ellipse(head(sign * 39.5, 72), 7, 12)), skin, {}, kBody, {.7, .1});
    const Path outline = blob(head({{0, 2},
                                    {30, 14},
                                    {41, 50},
                                    {38, 84},
                                    {23, 113},
                                    {0, 125},
                                    {-23, 113},
                                    {-38, 84},
                                    {-41, 50},
                                    {-30, 14}}));
    const Coverage shape = canvas.cover(outline);
    canvas.lay(shape, skin, {}, kBody, {.5, .2});
    const bool dark = brightness(looks.skin) < 120;
    const Color ink = mix(looks.skin, hex(0x241512), dark ? .75 : .85);
    const Color rouge = mix(looks.skin, hex(0xd4604f), .55);
    // Light on the forehead and cheeks, shadow under the brows and the lower lip.
    canvas.fold(ellipse(face(-6, 32), 20, 11), .14, 8, shape);
    for (const double sign : {-1., 1.}) {
        canvas.fold(ellipse(face(sign * 16, 66), 12, 7), -.1, 4, shape);
        canvas.blush(ellipse(face(sign * 23, 88), 9, 6), rouge, looks.lipstick ? .4 : .22, 4);
        drawEye(canvas, face, sign, looks, ink);
    }
    canvas.fold(stroke(smooth(face({{4, 64}, {7, 80}, {8.5, 88}, {2, 92}})), 2, 3.4), -.22, 1.4,
                shape);
    canvas.fold(stroke(smooth(face({{-1, 66}, {-1, 84}})), 3.4), .2, 2, shape);
    canvas.fold(ellipse(face(0, 94.5), 6, 2), -.16, 2, shape);
    if (looks.freckles) {
        for (int i = 0; i < 14; ++i)
            canvas.mark(ellipse(face((i % 7 - 3) * 7.2 + (i / 7) * 3, 80 + (i * 5 % 9)), .9, .9),
                        mix(looks.skin, hex(0x8a4a28), .6), .55);
    }
    drawMouth(canvas, face, looks);
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
        const Coverage mouth = canvas.cover(ellipse(face(0, 102), 11, 4.6));
        const Fabric hair{looks.hair, {}, {}, Pattern::Plain, Texture::Silk, 24, 21};
        canvas.lay(without(canvas.cover(beard), mouth), hair, {}, kBody, {.4, 0, .88});
    }
}

}  // namespace selvedge::synthetic
