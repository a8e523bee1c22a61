#pragma once

#include <QString>
#include <cstdint>

// How numbers are written everywhere in the window (VISUAL, "Type"). Pure functions, any thread.

namespace selvedge {

// A metric in [0, 1] without its leading zero: ".2965", "1.0000". Not a number or below 0 (the
// metric's "nothing to measure") is a dash.
QString metricText(double value, int digits = 4);
// What `value` differs from `reference` by, sign always on, with U+2212: "+.0131", "−.0009",
// "±.0000". Empty when one of them is undefined.
QString deltaText(double value, double reference, int digits = 4);
// 5 250: thousands by narrow no-break space (U+202F), from four digits on.
QString countText(std::int64_t count);
// The same with its noun: "1 object", "5 250 objects".
QString countText(std::int64_t count, const char* noun);
// A difference of counts, sign always on: "+5 250", "−3", "±0".
QString signedCountText(std::int64_t by);
// A measured number of any size, at most `digits` significant ones: "0.871", "2.41", "0.00025".
QString valueText(double value, int digits = 3);
// A number on an axis whose ticks are `step` apart: ".05", "0", "1.5k", "30k", "2M".
QString axisText(double value, double step);
// "0.4 s", "12 s", "4 min", "2 h 10 min", "3 d 4 h".
QString durationText(double seconds);
// "4 min left"; empty when `seconds` is negative (not known).
QString timeLeftText(double seconds);

}  // namespace selvedge
