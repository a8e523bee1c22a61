#include "ui/plot/axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace selvedge {

double Axis::toPixel(double value) const {
    double share;
    if (scale == AxisScale::Log) {
        if (value <= 0)
            return std::numeric_limits<double>::quiet_NaN();
        share = std::log(value / lo) / std::log(hi / lo);
    } else {
        share = (value - lo) / (hi - lo);
    }
    return pixelLo + share * (pixelHi - pixelLo);
}

double Axis::fromPixel(double pixel) const {
    const double share = (pixel - pixelLo) / (pixelHi - pixelLo);
    return scale == AxisScale::Log ? lo * std::pow(hi / lo, share) : lo + share * (hi - lo);
}

Ticks linearTicks(double lo, double hi, int most) {
    Ticks ticks;
    if (!(hi > lo) || !std::isfinite(hi - lo) || most < 2)
        return ticks;
    // The smallest nice step that leaves at most `most` ticks.
    double power = std::pow(10.0, std::floor(std::log10((hi - lo) / most)));
    for (int tries = 0; tries < 3; ++tries, power *= 10) {
        for (const double nice : {1.0, 2.0, 5.0}) {
            const double step = nice * power;
            const double first = std::ceil(lo / step - 1e-9), last = std::floor(hi / step + 1e-9);
            if (last - first + 1 > most)
                continue;
            ticks.step = step;
            for (double k = first; k <= last; ++k)
                ticks.values.push_back(k * step);
            return ticks;
        }
    }
    return ticks;
}

Ticks logTicks(double lo, double hi, int most) {
    Ticks ticks;
    if (!(lo > 0) || !(hi > lo) || !std::isfinite(hi) || most < 2)
        return ticks;
    const auto collect = [&](const std::vector<double>& parts, int every) {
        ticks.values.clear();
        const int first = int(std::floor(std::log10(lo))), last = int(std::ceil(std::log10(hi)));
        for (int decade = first; decade <= last; ++decade) {
            if (((decade % every) + every) % every != 0)
                continue;
            for (const double part : parts) {
                const double value = part * std::pow(10.0, decade);
                if (value >= lo * (1 - 1e-9) && value <= hi * (1 + 1e-9))
                    ticks.values.push_back(value);
            }
        }
        return int(ticks.values.size()) <= most;
    };
    bool fits = collect({1, 2, 5}, 1);
    for (int every = 1; !fits && every < 600; ++every)
        fits = collect({1}, every);
    // Less than an octave: no tick of a log axis lies inside, linear ones do.
    if (ticks.values.size() < 2)
        return linearTicks(lo, hi, most);
    ticks.step = ticks.values.front();
    return ticks;
}

}  // namespace selvedge
