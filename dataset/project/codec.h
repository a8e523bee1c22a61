#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// How the store keeps runs and ids: varints, seven bits a byte, lowest first, high bit = more.
// Decoders take any bytes; nothing comes back when they are damaged.

// Per run the gap since the last one's end, then its length.
std::string encodeRuns(const RleMask& mask);
std::optional<RleMask> decodeRuns(std::string_view bytes, int width, int height);

// Ascending ids, not negative, no repeats: each as the difference to the one before.
std::string encodeIds(const std::vector<int>& ids);
std::optional<std::vector<int>> decodeIds(std::string_view bytes);

// FNV-1a, 64 bits (Fowler, Noll, Vo). Kept in files: it must stay as it is.
std::uint64_t hashOf(std::string_view bytes);

}  // namespace selvedge
