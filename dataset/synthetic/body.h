#pragma once

#include <array>

#include "dataset/synthetic/path.h"
#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

// Heights of a standing figure, in units from the crown (0) to the floor (1000).
namespace level {
constexpr double kChin = 124, kNeck = 160, kShoulder = 180, kArmpit = 238, kChest = 272;
constexpr double kUnderBust = 320, kWaist = 372, kHighHip = 425, kHip = 478, kCrotch = 522;
constexpr double kKnee = 725, kAnkle = 930, kSole = 985;
}  // namespace level

// Left and right are the picture's.
enum Side { kLeft = 0, kRight = 1 };
inline constexpr std::array kSides{kLeft, kRight};
constexpr double signOf(Side side) {
    return side == kLeft ? -1 : 1;
}

// Shoulder, elbow, wrist; or hip, knee, ankle.
struct Limb {
    Point start, middle, end;

    // The smooth line from t = 0 (start) through .5 (middle) to 1 (end).
    Points line(double from = 0, double to = 1) const;
};

enum class ArmPose {
    Relaxed,
    Away,
    OnHip,
    InPocket,  // the hand is not seen
    Across,    // the forearm before the waist
    Holding,   // the forearm up, the hand beside the shoulder
};
enum class Stance { Straight, Relaxed, Walking, Wide };

// Measures and posture. Half widths are of the body without clothes.
struct Body {
    double shoulder = 104, chest = 80, waist = 64, hip = 90;
    double shoulderX = 0, waistX = 0, hipX = 0;  // of the middle line
    double headX = 0;
    std::array<ArmPose, 2> pose{};
    std::array<Limb, 2> arm;
    std::array<Limb, 2> leg;
    std::array<Point, 2> hand;  // direction of the hands, of length 1
    double headTilt = 0;        // tangent of half the angle
    double gaze = 0;            // how far the face looks aside, -1 .. 1, to the right

    // Height on which a foot stands.
    double sole(Side which) const { return leg[which].end.y + level::kSole - level::kAnkle; }
    // A height on the lower leg as it lies on that side: walking lifts one foot.
    double onLeg(Side which, double y) const;
    // The middle of a leg at a height.
    Point legAt(Side which, double y) const;

    double middle(double y) const;
    double half(double y) const;  // of the torso, from the armpit to the crotch
    Point side(Side which, double y, double ease) const {
        return {middle(y) + signOf(which) * (half(y) + ease), y};
    }
};

// `broad` 0..1 goes from narrow to broad shoulders, `heavy` 0..1 from slim to full.
Body makeBody(Random& random, double broad, double heavy, std::array<ArmPose, 2> poses,
              Stance stance);

// Value at x of the line through (xs, ys), xs ascending; constant outside.
double interpolate(const Points& table, double x);

}  // namespace selvedge::synthetic
