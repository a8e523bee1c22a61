#pragma once

#include <cstdint>
#include <vector>

namespace selvedge {

// What is marked in the gallery, for the commands that take several: images or objects, as indices
// into the session's ObjectTable.
struct Selection {
    enum class Kind { Images, Objects };
    Kind kind = Kind::Images;
    std::vector<std::uint32_t> items;  // ascending, no repeats
    bool operator==(const Selection&) const = default;
};

}  // namespace selvedge
