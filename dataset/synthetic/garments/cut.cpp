// Side seams, necklines and what lengths and fits are called.
#include <algorithm>
#include <cmath>

#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

std::string_view lengthAt(double hem) {
    struct Step {
        double below;
        std::string_view name;
    };
    constexpr Step steps[] = {{455, "above-the-hip (length)"},
                              {508, "hip (length)"},
                              {548, "micro (length)"},
                              {625, "mini (length)"},
                              {695, "above-the-knee (length)"},
                              {750, "knee (length)"},
                              {800, "below the knee (length)"},
                              {885, "midi"},
                              {958, "maxi (length)"}};
    for (const Step& step : steps) {
        if (hem < step.below)
            return step.name;
    }
    return "floor (length)";
}

std::string_view sleeveLengthAt(double end) {
    return end < .4    ? "short (length)"
           : end < .6  ? "elbow-length"
           : end < .88 ? "three quarter (length)"
                       : "wrist-length";
}

std::string_view fitOf(double ease) {
    return ease < 5    ? "tight (fit)"
           : ease < 17 ? "regular (fit)"
           : ease < 27 ? "loose (fit)"
                       : "oversized";
}

std::string_view waistlineAt(double waist) {
    return waist < 335   ? "empire waistline"
           : waist < 362 ? "high waist"
           : waist < 392 ? "normal waist"
                         : "low waist";
}

double Cut::half(const Body& body, double y) const {
    const double straight = std::max(body.chest, body.hip * .97) + ease;
    const auto torso = [&](double at) {
        const double close = body.half(at) + ease;
        const double fit = at < level::kChest ? 1 : waistFit;
        return std::max(close, straight + (close - straight) * fit);
    };
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
        case Flare::Straight:
        case Flare::Pencil:
            break;
    }
    if (y <= level::kHip)
        return torso(y);
    return hip + (end - hip) * (y - level::kHip) / (hem - level::kHip);
}

Points hemCurve(const Body& body, const Cut& cut, double y) {
    const double half = cut.half(body, y), x = body.middle(y);
    const double sag = half * (y > level::kCrotch ? .085 : .05);
    Points line;
    const bool wavy = cut.flare == Flare::Circle || cut.flare == Flare::Trumpet;
    for (int i = 0; i <= 16; ++i) {
        const double t = 1 - i / 8.;  // 1 .. -1
        const double wave = wavy ? ((i & 1) ? 4.5 : -4.5) * (1 - std::abs(t) * .4) : 0;
        line.push_back({x + t * half, y + sag * (1 - t * t) + wave});
    }
    return smooth(line);
}

double closingLevel(const Upper& upper) {
    switch (upper.neck) {
        case Neck::V:
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
        case Neck::V:
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
    const bool strapless = upper.neck == Neck::StraightAcross || upper.neck == Neck::Sweetheart;
    const bool sleeved = upper.sleeve.shape != SleeveShape::None;
    const double bottom = cut.hem;
    const auto seam = [&](Side side) {
        const double sign = signOf(side), x = body.shoulderX;
        Points points;
        if (!strapless && sleeved) {
            // The sleeve hides where the shoulder ends.
            const double tip = shoulderTip(body, upper);
            points = {{x + sign * tip, level::kShoulder - 5 - cut.ease * .2},
                      {x + sign * (tip + 2), level::kShoulder + 12},
                      {x + sign * (tip - 6), 214}};
        } else if (!strapless) {
            points = {{x + sign * (body.shoulder - 20), level::kShoulder - 8},
                      {x + sign * (body.shoulder - 29), 206},
                      {x + sign * (body.shoulder - 26), 224}};
        }
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
    const Points hem = hemCurve(body, cut, bottom);
    ring.insert(ring.end(), hem.begin(), hem.end());
    ring.insert(ring.end(), left.rbegin(), left.rend());
    Path path{{ring}};
    if (strapless && !sleeved) {
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
