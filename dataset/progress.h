#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace selvedge {

// What a long task says of itself. `done` and `total` are in `unit`s ("rows", "images", "steps");
// total 0 means the end is not known. The receiver works out rate and time left.
struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    const char* unit = "";
    std::string what;  // what is being done now, e.g. "Reading train.csv"
};

// Called on the task's own thread, often: keep it quick.
using ProgressCallback = std::function<void(const Progress&)>;

}  // namespace selvedge
