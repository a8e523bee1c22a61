// Side seams and necklines.
#include <algorithm>
#include <cmath>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

double Cut::half(const Body& body, double y) const {
    const double straight = std::max(body.chest, body.hip * .97) + ease;
    const auto torso = [&](double at) {
        const double close = body.half(at) + ease;
        const double fit = at < level::kChest ? 1 : waistFit;
        return std::max(close, straight + (close - straight) * fit);
    };
    if (flare == Flare::Tent && hem > level::kCrotch) {
        // From the armpits down in one line.
        const double top = body.half(level::kArmpit) + ease;
        return std::max(
            y < level::kCrotch ? body.half(y) + std::min(ease, 5.) : 0,
            top + (hemHalf - top) * std::max(0., y - level::kArmpit) / (hem - level::kArmpit));
    }
    if (y <= level::kWaist || hem <= level::kCrotch)
        return torso(std::min(y, level::kCrotch));
    const double waist = torso(level::kWaist), hip = torso(level::kHip);
    const double end = hemHalf > 0 ? hemHalf : hip;
    const double t = std::clamp((y - level::kWaist) / (hem - level::kWaist), 0., 1.);
    const double least = y < level::kCrotch ? body.half(y) + std::min(ease, 5.) : 0;
    switch (flare) {
        case Flare::ALine:
            return std::max(least, waist + (end - waist) * t);
        case Flare::Circle:
            return std::max(least, waist + (end - waist) * (1 - (1 - t) * (1 - t)) * .75 +
                                       (end - waist) * t * .25);
        case Flare::Trumpet: {
            const double knee = hip * .86, from = 640;
            if (y <= level::kHip)
                return torso(y);
            if (y <= from)
                return interpolate({{level::kHip, hip}, {from, knee}}, y);
            const double s = (y - from) / (hem - from);
            return knee + (end - knee) * s * s;
        }
        case Flare::Balloon: {
            const double s = (y - level::kWaist) / (hem - level::kWaist);
            return std::max(
                least,
                interpolate(
                    {{0, waist}, {.3, end * .86}, {.62, end}, {.86, end * .9}, {1, end * .62}}, s));
        }
        case Flare::Tent:
        case Flare::Straight:
        case Flare::Pencil:
            break;
    }
    if (y <= level::kHip)
        return torso(y);
    return hip + (end - hip) * (y - level::kHip) / (hem - level::kHip);
}

Points hemCurve(const Body& body, const Cut& cut, double y, bool highLow) {
    const double half = cut.half(body, y), x = body.middle(y);
    const double sag = half * (y > level::kCrotch ? .085 : .05);
    Points line;
    const bool wavy = cut.flare == Flare::Circle || cut.flare == Flare::Trumpet;
    for (int i = 0; i <= 16; ++i) {
        const double t = 1 - i / 8.;  // 1 .. -1
        const double wave = wavy ? ((i & 1) ? 4.5 : -4.5) * (1 - std::abs(t) * .4) : 0;
        // Higher in front than at the sides, where it falls behind.
        const double rise = highLow ? -std::min(150., y - level::kHip) * (1 - t * t) : 0;
        line.push_back({x + t * half, y + sag * (1 - t * t) + wave + rise});
    }
    return smooth(line);
}

double closingLevel(const Upper& upper) {
    switch (upper.neck) {
        case Neck::V:
        case Neck::Surplice:
            return 252;
        case Neck::Plunging:
            return 322;
        case Neck::Suit:
            return upper.opening == Opening::Double ? 305 : 335;
        default:
            return 186;
    }
}

Points neckCurve(const Body& body, const Upper& upper) {
    // The right half, from the middle outwards; x from the middle line.
    Points half;
    bool straight = false;
    switch (upper.neck) {
        case Neck::Crew:
            half = {{0, 191}, {20, 186}, {35, 173}, {40, 161}};
            break;
        case Neck::Round:
            half = {{0, 208}, {26, 200}, {43, 181}, {48, 163}};
            break;
        case Neck::Scoop:
            half = {{0, 238}, {30, 230}, {50, 203}, {58, 165}};
            break;
        case Neck::Boat:
            half = {{0, 189}, {34, 187}, {62, 179}, {78, 169}};
            break;
        case Neck::U:
            half = {{0, 268}, {26, 258}, {42, 220}, {48, 163}};
            break;
        case Neck::High:
            half = {{0, 168}, {18, 166}, {31, 156}, {34, 150}};
            break;
        case Neck::Keyhole:
            half = {{0, 189}, {20, 185}, {33, 173}, {38, 161}};
            break;
        case Neck::Halter:
            half = {{0, 240}, {16, 214}, {28, 178}, {33, 148}};
            break;
        case Neck::OffShoulder:
            half = {{0, 234}, {40, 230}, {body.chest + 2, 216}};
            break;
        case Neck::OneShoulder:
            half = {{0, 212}, {40, 228}, {body.chest - 8, 238}};
            break;
        case Neck::V:
        case Neck::Surplice:
        case Neck::Plunging:
        case Neck::Suit:
            straight = true;
            half = {{0, closingLevel(upper)}, {42, 161}};
            break;
        case Neck::Square:
            straight = true;
            half = {{0, 223}, {54, 221}, {58, 165}};
            break;
        case Neck::StraightAcross:
            straight = true;
            half = {{0, 231}, {body.chest - 8, 226}};
            break;
        case Neck::Sweetheart:
            half = {{0, 246}, {14, 236}, {36, 222}, {body.chest - 8, 229}};
            break;
        case Neck::Turtle:
        case Neck::Collared:
            half = {{0, 184}, {18, 180}, {31, 170}, {36, 159}};
            break;
    }
    for (Point& point : half)
        point.x += body.shoulderX;
    if (!straight)
        half = smooth(half);
    Points whole(half.rbegin(), half.rend());
    whole = mirrored(whole, body.shoulderX);
    if (upper.neck == Neck::OneShoulder) {
        const double x = body.shoulderX;
        whole = smooth({{x - 60, 165}, {x - 44, 190}, {x, 212}});
    }
    whole.insert(whole.end(), half.begin() + 1, half.end());
    return whole;
}

double shoulderTip(const Body& body, const Upper& upper) {
    const double dropped = upper.sleeve.shape == SleeveShape::Dropped ? 10 : 0;
    return body.shoulder - 8 + upper.cut.ease * .3 + dropped;
}

Path trunkPath(const Body& body, const Upper& upper) {
    const Cut& cut = upper.cut;
    const Points neck = neckCurve(body, upper);
    const bool straps = upper.neck == Neck::StraightAcross || upper.neck == Neck::Sweetheart;
    const bool sleeved = upper.sleeve.shape != SleeveShape::None;
    const double bottom = cut.hem;
    const auto shoulder = [&](Side side) -> Points {
        const double sign = signOf(side), x = body.shoulderX;
        if (straps || upper.neck == Neck::OffShoulder ||
            (upper.neck == Neck::OneShoulder && side == kRight))
            return {};
        if (upper.neck == Neck::Halter)
            return {
                {x + sign * 44, 152}, {x + sign * 50, 190}, {x + sign * (body.chest - 20), 226}};
        if (sleeved) {
            // The sleeve hides where the shoulder ends.
            const double tip = shoulderTip(body, upper);
            return {{x + sign * tip, level::kShoulder - 5 - cut.ease * .2},
                    {x + sign * (tip + 2), level::kShoulder + 12},
                    {x + sign * (tip - 6), 214}};
        }
        return {{x + sign * (body.shoulder - 20), level::kShoulder - 8},
                {x + sign * (body.shoulder - 29), 206},
                {x + sign * (body.shoulder - 26), 224}};
    };
    const auto seam = [&](Side side) {
        const double sign = signOf(side);
        Points points = shoulder(side);
        for (const double y : {level::kArmpit, level::kChest, level::kUnderBust, level::kWaist,
                               level::kHighHip, level::kHip})
            if (y < bottom - 8)
                points.push_back({body.middle(y) + sign * cut.half(body, y), y});
        for (double y = level::kHip + 50; y < bottom - 20; y += 50)
            points.push_back({body.middle(y) + sign * cut.half(body, y), y});
        points.push_back({body.middle(bottom) + sign * cut.half(body, bottom), bottom});
        return smooth(points);
    };
    Points left = seam(kLeft);
    Points ring = neck;
    const Points right = seam(kRight);
    ring.insert(ring.end(), right.begin(), right.end());
    const Points hem = hemCurve(body, cut, bottom, upper.highLow);
    ring.insert(ring.end(), hem.begin(), hem.end());
    ring.insert(ring.end(), left.rbegin(), left.rend());
    Path path{{ring}};
    if (straps && !sleeved) {
        for (const Side side : kSides) {
            const double sign = signOf(side), x = body.shoulderX;
            path.add(stroke(Points{{x + sign * (body.chest - 26), 236},
                                   {x + sign * (body.chest - 24), level::kShoulder - 9}},
                            7));
        }
    }
    return path;
}

}  // namespace selvedge::synthetic
