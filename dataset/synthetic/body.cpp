#include "dataset/synthetic/body.h"

#include <algorithm>
#include <cmath>

namespace selvedge::synthetic {

namespace {

constexpr double kUpperArm = 166, kForearm = 148;

// The elbow of an arm that reaches from `shoulder` to `wrist`, bent outwards; a wrist out of reach
// is pulled in.
Limb bentArm(Side side, Point shoulder, Point wrist) {
    const Point reach = wrist - shoulder;
    const double distance = std::min(length(reach), (kUpperArm + kForearm) * .995);
    const Point along = unit(reach);
    // Where the two circles around the ends meet.
    const double to =
        (kUpperArm * kUpperArm - kForearm * kForearm + distance * distance) / (2 * distance);
    const double aside = std::sqrt(std::max(0., kUpperArm * kUpperArm - to * to));
    const Point outwards = normal(along) * -signOf(side);
    return {shoulder, shoulder + along * to + outwards * aside, shoulder + along * distance};
}

}  // namespace

double interpolate(const Points& table, double x) {
    if (x <= table.front().x)
        return table.front().y;
    for (std::size_t i = 1; i < table.size(); ++i) {
        if (x <= table[i].x) {
            const double t = (x - table[i - 1].x) / (table[i].x - table[i - 1].x);
            return table[i - 1].y + (table[i].y - table[i - 1].y) * t;
        }
    }
    return table.back().y;
}

Points Limb::line(double from, double to) const {
    // The joint is rounded by leading the line past its sides.
    const Points whole = smooth({start, mix(start, middle, .5),
                                 mix(middle, mix(start, end, .5), .14), mix(middle, end, .5), end});
    Points part;
    const auto count = static_cast<double>(whole.size() - 1);
    const auto at = [&](double t) {
        const double index = t * count;
        const auto low = std::min(static_cast<std::size_t>(index), whole.size() - 2);
        return mix(whole[low], whole[low + 1], index - static_cast<double>(low));
    };
    constexpr int kParts = 24;
    for (int i = 0; i <= kParts; ++i)
        part.push_back(at(from + (to - from) * i / kParts));
    return part;
}

double Body::middle(double y) const {
    return interpolate({{level::kShoulder, shoulderX},
                        {level::kWaist, waistX},
                        {level::kHip, hipX},
                        {level::kCrotch, hipX}},
                       y);
}

double Body::half(double y) const {
    return interpolate({{level::kArmpit, chest - 4},
                        {level::kChest, chest},
                        {level::kUnderBust, chest * .55 + waist * .45 - 1},
                        {level::kWaist, waist},
                        {level::kHighHip, waist * .4 + hip * .6},
                        {level::kHip, hip},
                        {level::kCrotch, hip * 1.0}},
                       y);
}

double Body::onLeg(Side which, double y) const {
    const double t = std::clamp((y - level::kCrotch) / (level::kAnkle - level::kCrotch), 0., 1.2);
    return y + (leg[which].end.y - level::kAnkle) * t;
}

Point Body::legAt(Side which, double y) const {
    const Limb& limb = leg[which];
    return {interpolate({{limb.start.y, limb.start.x},
                         {limb.middle.y, limb.middle.x},
                         {limb.end.y, limb.end.x}},
                        y),
            y};
}

namespace {

void placeArm(Body& body, Random& random, Side side) {
    const double sign = signOf(side);
    const Point shoulder{body.shoulderX + sign * (body.shoulder - 20), level::kShoulder + 20};
    Point wrist, hand{sign * .08, 1};
    switch (body.pose[side]) {
        case ArmPose::Relaxed:
            wrist = {body.hipX + sign * (body.hip + random.between(32, 46)),
                     random.between(502, 508)};
            break;
        case ArmPose::Away:
            wrist = {body.hipX + sign * (body.hip + random.between(64, 84)), 490};
            hand = {sign * .22, 1};
            break;
        case ArmPose::OnHip:
            wrist = {body.hipX + sign * (body.hip + 12), 432};
            hand = {-sign * .62, .8};
            break;
        case ArmPose::InPocket:
            wrist = {body.hipX + sign * (body.hip + 2), 462};
            hand = {-sign * .3, 1};
            break;
        case ArmPose::Across:
            wrist = {body.waistX - sign * random.between(0, 26), random.between(352, 372)};
            hand = {-sign * .97, .2};
            break;
        case ArmPose::Holding: {
            const Point elbow = shoulder + Point{sign * 14, 163};
            body.arm[side] = {shoulder, elbow, elbow + unit({sign * .52, -.86}) * kForearm};
            body.hand[side] = unit({sign * .1, -1});
            return;
        }
    }
    body.arm[side] = bentArm(side, shoulder, wrist);
    body.hand[side] = unit(hand);
}

void placeLegs(Body& body, Random& random, Stance stance, double sway) {
    const double spread = random.between(34, 52);
    const Side free = sway > 0 ? kLeft : kRight;  // the weight is on the other leg
    for (const Side side : kSides) {
        const double sign = signOf(side);
        const Point hip{body.hipX + sign * (body.hip * .51), level::kHip + 12};
        Point ankle{sign * spread + sway * .3, level::kAnkle};
        double bend = 3;
        switch (stance) {
            case Stance::Straight:
                break;
            case Stance::Relaxed:
                if (side == free) {
                    ankle = ankle + Point{sign * 22, 3};
                    bend = 15;
                }
                break;
            case Stance::Walking:
                ankle = {sign * 25 + sway * .4, side == free ? 902. : 934.};
                bend = side == free ? -4 : 5;
                break;
            case Stance::Wide:
                ankle.x += sign * 26;
                break;
        }
        const Point knee = mix(hip, ankle, .52) + Point{sign * bend, 0};
        body.leg[side] = {hip, {knee.x, level::kKnee}, ankle};
    }
}

}  // namespace

Body makeBody(Random& random, double broad, double heavy, std::array<ArmPose, 2> poses,
              Stance stance) {
    Body body;
    body.shoulder = 97 + 17 * broad + 6 * heavy;
    body.chest = 75 + 9 * broad + 10 * heavy;
    body.waist = 58 + 13 * broad + 17 * heavy;
    body.hip = 87 - 5 * broad + 13 * heavy;
    const double sway = random.between(-13, 13) * (stance == Stance::Relaxed ? 1.7 : 1);
    body.hipX = sway;
    body.waistX = sway * .35;
    body.shoulderX = -sway * .5;
    body.headX = body.shoulderX + random.between(-3, 3);
    body.headTilt = random.between(-.045, .045);
    body.gaze = random.chance(.5) ? 0 : random.between(-1, 1);
    body.pose = poses;
    for (const Side side : kSides)
        placeArm(body, random, side);
    placeLegs(body, random, stance, sway);
    return body;
}

}  // namespace selvedge::synthetic
