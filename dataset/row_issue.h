#pragma once

#include <cstdint>
#include <string>

namespace selvedge {

// A part of an input that could not be used; the rest was. Lines and columns are 1-based, 0 = the
// whole file or line.
struct RowIssue {
    std::uint64_t line = 0;
    std::uint64_t column = 0;
    std::string text;  // "run 3 starts at 0; starts count from 1"
};

}  // namespace selvedge
