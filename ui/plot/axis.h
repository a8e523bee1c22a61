#pragma once

#include <vector>

namespace selvedge {

enum class AxisScale { Linear, Log };

// Maps values [lo, hi] onto pixels [pixelLo, pixelHi] (which may run downwards: y axes).
// With Log, lo and hi are above 0 and values at or below 0 have no place (NaN).
struct Axis {
    AxisScale scale = AxisScale::Linear;
    double lo = 0, hi = 1;
    double pixelLo = 0, pixelHi = 1;

    double toPixel(double value) const;
    double fromPixel(double pixel) const;
};

struct Ticks {
    std::vector<double> values;  // ascending, inside [lo, hi]
    double step = 1;             // between neighbours; of Log the least one
};

// 1, 2 or 5 times a power of ten apart, at most `most` of them (at least 2 where lo < hi allows).
Ticks linearTicks(double lo, double hi, int most);
// 1-2-5 within decades while they fit, else decades, else every n-th decade.
Ticks logTicks(double lo, double hi, int most);

}  // namespace selvedge
