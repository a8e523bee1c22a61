#include "ui/plot/ramp.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace selvedge {

namespace {

// From night to day; the middle stands near the accent's hue.
constexpr std::array<std::array<int, 3>, 6> kStops{{{0x1b, 0x1d, 0x2a},
                                                    {0x2f, 0x37, 0x6e},
                                                    {0x48, 0x54, 0xa4},
                                                    {0x72, 0x80, 0xc6},
                                                    {0xa9, 0xb4, 0xe2},
                                                    {0xe6, 0xea, 0xfb}}};
// The light theme's end is not as deep: text on it stays white and the page light.
constexpr double kLightBegin = 0.25, kLightEnd = 1.0;

// sRGB channel [0, 1] to linear light (IEC 61966-2-1).
double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

// Relative luminance, Y of D65 white = 1.
double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

}  // namespace

double lightness(const QColor& color) {
    const double y = luminance(color);
    return y > 216.0 / 24389.0 ? 116.0 * std::cbrt(y) - 16.0 : y * 24389.0 / 27.0;
}

QColor rampColor(double share, bool dark) {
    share = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
    if (!dark)
        share = kLightEnd + share * (kLightBegin - kLightEnd);
    const double at = share * double(kStops.size() - 1);
    const auto low = std::min(std::size_t(at), kStops.size() - 2);
    const double part = at - double(low);
    const auto mix = [&](std::size_t channel) {
        return float(
            (kStops[low][channel] + part * (kStops[low + 1][channel] - kStops[low][channel])) /
            255.0);
    };
    return QColor::fromRgbF(mix(0), mix(1), mix(2));
}

QColor textOn(const QColor& ground) {
    const double y = luminance(ground);
    // Contrast with white is 1.05 / (y + .05), with black (y + .05) / .05.
    return 1.05 / (y + 0.05) >= (y + 0.05) / 0.05 ? QColor(Qt::white) : QColor(Qt::black);
}

}  // namespace selvedge
