#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/network/weights/safetensors.h"

namespace selvedge {

// A tensor as the header tells it; offsets are from the begin of the data.
struct SafetensorsEntry {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0;
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries;
    std::map<std::string, std::string> metadata;
};

// Reads the header's JSON as it streams by, without a tree: memory stays in proportion to the text,
// and nothing but the format's own structure is accepted (at most 16 dimensions). Throws Error
// (BadFormat, Unsupported for a dtype), the sentence without the path.
SafetensorsHeader parseSafetensorsHeader(std::string_view text);

}  // namespace selvedge
