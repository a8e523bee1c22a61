#pragma once

namespace selvedge {

// [x, y, width, height] as COCO files hold it: pixels, double, not rounded, no +1.
struct BoxXywh {
    double x = 0, y = 0, width = 0, height = 0;
    bool operator==(const BoxXywh&) const = default;
};

}  // namespace selvedge
