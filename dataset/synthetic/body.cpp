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

Body makeBody(Random& random, double broad, double heavy, std::array<ArmPose, 2> poses) {
    Body body;
    body.shoulder = 97 + 17 * broad + 6 * heavy;
    body.chest = 75 + 9 * broad + 10 * heavy;
    body.waist = 58 + 13 * broad + 17 * heavy;
    body.hip = 87 - 5 * broad + 13 * heavy;
    const double sway = random.between(-13, 13);
    body.hipX = sway;
    body.waistX = sway * .35;
    body.shoulderX = -sway * .5;
    body.headX = body.shoulderX + random.between(-3, 3);
    body.pose = poses;
    const double spread = random.between(34, 56);
    for (const Side side : kSides) {
        const double sign = signOf(side);
        const Point shoulder{body.shoulderX + sign * (body.shoulder - 20), level::kShoulder + 20};
        Point wrist, hand{sign * .08, 1};
        switch (poses[side]) {
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
        }
        body.arm[side] = bentArm(side, shoulder, wrist);
        body.hand[side] = unit(hand);
        const Point hip{body.hipX + sign * (body.hip * .51), level::kHip + 12};
        const Point ankle{sign * spread + sway * .3, level::kAnkle};
        const Point knee = mix(hip, ankle, .52) + Point{sign * 3, 0};
        body.leg[side] = {hip, {knee.x, level::kKnee}, ankle};
    }
    return body;
}

}  // namespace selvedge::synthetic
