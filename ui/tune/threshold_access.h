#pragma once

namespace selvedge {

// Lets screen readers read and set the value of a HistogramSlider. Once a process; further calls
// do nothing.
void installThresholdAccess();

}  // namespace selvedge
