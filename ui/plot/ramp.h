#pragma once

#include <QColor>

namespace selvedge {

// The one indigo ramp of all sequential maps (VISUAL, "Colour tokens"). `share` in [0, 1] is
// clamped. Lightness (CIE L*) is strictly monotone: on the dark theme more is lighter, on the light
// theme more is darker, so that little always fades into the page.
QColor rampColor(double share, bool dark);
// Black or white, whichever has the higher contrast (WCAG 2) on `ground`.
QColor textOn(const QColor& ground);
// CIE L* of an opaque sRGB colour, [0, 100].
double lightness(const QColor& color);

}  // namespace selvedge
