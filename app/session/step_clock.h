#pragma once

#include <atomic>
#include <cstdint>

namespace selvedge {

// Counts what people do, so that steps of several histories have one order. Any thread.
inline std::int64_t nextStepTime() {
    static std::atomic<std::int64_t> last{0};
    return ++last;
}

}  // namespace selvedge
