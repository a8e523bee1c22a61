#pragma once

#include <cstdint>

#include "dataset/synthetic/synthetic.h"

namespace selvedge::synthetic {

// How many objects a picture shows where nothing else is asked for.
int usualCount(std::uint64_t seed, int index);

}  // namespace selvedge::synthetic
