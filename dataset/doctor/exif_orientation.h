#pragma once

#include <string_view>

namespace selvedge::doctor {

// EXIF's orientation (CIPA DC-008, tag 0x0112) from the first bytes of a JPEG file: 1 upright, 2..4
// mirrored or upside down, 5..8 lying. 1 where it says nothing or nonsense.
int exifOrientation(std::string_view jpeg);

}  // namespace selvedge::doctor
