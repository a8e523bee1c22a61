#include "dataset/synthetic/figure.h"

namespace selvedge::synthetic {

namespace {

Fabric skinOf(const Looks& looks) {
    return {looks.skin, {}, {}, Pattern::Plain, Texture::Skin, 24, 3};
}

Path legPath(const Body& body, Side side) {
    const Limb& leg = body.leg[side];
    Points line{leg.start};
    std::vector<double> widths{2 * legHalf(body, leg.start.y)};
    for (int i = 1; i <= 16; ++i) {
        const double y = leg.start.y + (level::kAnkle + 18 - leg.start.y) * i / 16;
        line.push_back(body.legAt(side, body.onLeg(side, y)));
        widths.push_back(2 * legHalf(body, y));
    }
    return stroke(line, widths);
}

struct Hand {
    Path shape;
    Path fingers;  // lines between them
};

Hand handOf(const Body& body, Side side) {
    const Point wrist = body.arm[side].end, down = body.hand[side];
    // The thumb points to the body when the hand hangs.
    const Point inwards = normal(down) * signOf(side);
    const auto at = [&](double along, double aside) {
        return wrist + down * along + inwards * aside;
    };
    Hand hand;
    hand.shape = stroke(smooth({at(-10, 0), at(12, 0), at(36, 0), at(58, -2)}), {24, 28, 27, 13});
    hand.shape.add(ellipse(at(56, -2), 6.5, 7.5));
    hand.shape.add(stroke(smooth({at(8, 6), at(24, 16), at(38, 17)}), {13, 11, 7}));
    hand.fingers = stroke(Points{at(34, -7), at(57, -7)}, 1.8);
    hand.fingers.add(stroke(Points{at(34, -1), at(61, -2)}, 1.8));
    hand.fingers.add(stroke(Points{at(33, 5), at(58, 3)}, 1.8));
    return hand;
}

}  // namespace

double armHalf(double t) {
    return interpolate({{0, 25}, {.15, 24}, {.45, 18.5}, {.6, 19}, {.85, 14}, {1, 12}}, t);
}

double legHalf(const Body& body, double y) {
    return interpolate({{level::kHip, body.hip * .5},
                        {level::kCrotch + 10, body.hip * .5},
                        {640, body.hip * .39},
                        {level::kKnee, 29},
                        {790, 31},
                        {level::kAnkle - 30, 17},
                        {level::kAnkle, 15},
                        {level::kSole, 16}},
                       y);
}

void drawTorsoAndLegs(Drawing& drawing, const Looks& looks) {
    const Body& body = drawing.body;
    Canvas& canvas = drawing.canvas;
    const Fabric skin = skinOf(looks);
    for (const Side side : kSides) {
        Path path = legPath(body, side);
        const Point ankle = body.leg[side].end;
        const auto foot = [&](double x, double y) { return ankle + Point{signOf(side) * x, y}; };
        path.add(blob({foot(-14, -10), foot(14, -10), foot(20, 40), foot(20, 58), foot(3, 64),
                       foot(-12, 56), foot(-14, 36)}));
        const Coverage leg = canvas.cover(path);
        canvas.lay(leg, skin, {}, kBody);
        const Point knee = body.leg[side].middle;
        canvas.fold(
            stroke({{knee.x - 12, knee.y + 12}, {knee.x, knee.y + 17}, {knee.x + 12, knee.y + 12}},
                   4),
            -.16, 3, leg);
    }
    Outline outline;
    const double x = body.shoulderX;
    const auto shoulderLine = [&](Side side) -> Points {
        const double sign = signOf(side);
        return {{body.headX + sign * 27, 118},
                {x + sign * 27, 142},
                {x + sign * 38, level::kNeck},
                {x + sign * (body.shoulder - 22), level::kShoulder - 5},
                {x + sign * (body.shoulder - 2), level::kShoulder + 14},
                body.side(side, level::kArmpit, 0),
                body.side(side, level::kChest, 0),
                body.side(side, level::kUnderBust, 0),
                body.side(side, level::kWaist, 0),
                body.side(side, level::kHighHip, 0),
                body.side(side, level::kHip, 0),
                body.side(side, level::kCrotch, -2)};
    };
    Points right = smooth(shoulderLine(kRight)), left = smooth(shoulderLine(kLeft));
    right.push_back({body.hipX, level::kCrotch + 14});
    right.insert(right.end(), left.rbegin(), left.rend());
    const Coverage torso = canvas.cover(polygon(right));
    canvas.lay(torso, skin, {}, kBody, {1, .2});
    // Collar bones and the hollow between.
    for (const Side side : kSides) {
        const double sign = signOf(side);
        canvas.fold(stroke(smooth({{x + sign * 8, level::kNeck + 20},
                                   {x + sign * 34, level::kNeck + 14},
                                   {x + sign * 66, level::kNeck + 17}}),
                           3, 1.5),
                    -.2, 2, torso);
    }
    // The chin's shadow on the neck.
    canvas.fold(ellipse({body.headX + 3, level::kChin}, 34, 17), -.34, 9, torso);
}

Path handPath(const Body& body, Side side) {
    return handOf(body, side).shape;
}

void drawArm(Drawing& drawing, const Looks& looks, Side side, double from) {
    const Body& body = drawing.body;
    const Points line = body.arm[side].line(from);
    std::vector<double> widths;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(line.size() - 1);
        widths.push_back(2 * armHalf(from + (1 - from) * t));
    }
    Path arm = stroke(line, widths);
    if (from <= 0)
        arm.add(ellipse(body.arm[side].start, 25, 25));
    const bool seen = body.pose[side] != ArmPose::InPocket;
    const Hand hand = handOf(body, side);
    if (seen)
        arm.add(hand.shape);
    const Coverage shape = drawing.canvas.cover(arm);
    drawing.canvas.lay(shape, skinOf(looks), {}, kBody, {.8, .3});
    if (seen)
        drawing.canvas.fold(hand.fingers, -.2, 1, shape);
}

}  // namespace selvedge::synthetic
