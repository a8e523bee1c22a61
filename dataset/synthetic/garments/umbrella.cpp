#include "dataset/synthetic/garments/accessories.h"

namespace selvedge::synthetic {

namespace {

struct Stick {
    Point hand, top;
};

Stick stickOf(const Body& body, Side side) {
    const Point hand = body.arm[side].end + body.hand[side] * 26;
    // It leans over the head.
    return {hand, {hand.x - signOf(side) * 46, -118}};
}

}  // namespace

Owner drawCanopy(Drawing& drawing, Side side, const Fabric& fabric) {
    Canvas& canvas = drawing.canvas;
    const Stick stick = stickOf(drawing.body, side);
    const Owner object = drawing.add("umbrella");
    const Point top = stick.top;
    constexpr double kHalf = 208, kDrop = 132;
    constexpr int kPanels = 6;
    // The rim hangs between the ribs.
    Points rim;
    for (int i = 0; i <= kPanels; ++i) {
        const double t = 1 - 2. * i / kPanels;
        rim.push_back({top.x + t * kHalf, top.y + kDrop + 22 * (1 - t * t)});
        if (i < kPanels) {
            const double u = t - 1. / kPanels;
            rim.push_back({top.x + u * kHalf, top.y + kDrop + 22 * (1 - u * u) - 15});
        }
    }
    Outline outline;
    outline.line({{top.x - kHalf, top.y + kDrop}})
        .curve({{top.x - kHalf * .72, top.y + 40}, top + Point{0, 4}})
        .curve({{top.x + kHalf * .72, top.y + 40}, {top.x + kHalf, top.y + kDrop}});
    for (int i = 0; i < kPanels; ++i) {
        const std::size_t k = 2 * static_cast<std::size_t>(i);
        outline.curve({rim[k + 1], rim[k + 2]});
    }
    const Coverage shape = canvas.cover(outline.path());
    canvas.lay(shape, fabric, {top, {0, 1}}, object, {1.2, 0});
    for (int i = 1; i < kPanels; ++i) {
        const double t = 1 - 2. * i / kPanels;
        const Points rib = smooth({top + Point{0, 4},
                                   {top.x + t * kHalf * .66, top.y + 46},
                                   rim[2 * static_cast<std::size_t>(i)]});
        canvas.fold(stroke(rib, 2.4), -.4, 1, shape);
        canvas.fold(stroke(rib, 18), i & 1 ? -.1 : .08, 8, shape);
    }
    canvas.lay(canvas.cover(stroke({top + Point{0, 8}, top + Point{0, -14}}, 5)),
               fabric.plain(hex(0x3a3434)), {}, object, {.6, 0});
    return object;
}

void drawStick(Drawing& drawing, Side side, Owner umbrella) {
    const Stick stick = stickOf(drawing.body, side);
    const Point down = unit(stick.hand - stick.top);
    const Fabric metal{hex(0x4a4644), {}, {}, Pattern::Plain, Texture::Leather, 24, 2};
    drawing.canvas.lay(
        drawing.canvas.cover(stroke({stick.top + Point{0, 30}, stick.hand + down * 46}, 5)), metal,
        {}, umbrella, {.8, .3});
    drawing.canvas.lay(
        drawing.canvas.cover(stroke(
            smooth({stick.hand + down * 40, stick.hand + down * 78,
                    stick.hand + down * 90 + Point{12, 2}, stick.hand + down * 74 + Point{20, 0}}),
            10)),
        {hex(0x8a5a36), {}, {}, Pattern::Plain, Texture::Leather, 24, 2}, {}, umbrella, {1, .3});
}

}  // namespace selvedge::synthetic
