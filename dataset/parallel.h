#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace selvedge {

// The number of threads that `threads` asks for: itself, or with 0 one for each processor.
int threadCount(int threads);

// Calls body(item, worker) once for each item in [0, count), on at most threadCount(threads)
// threads, the caller among them; items are handed out in ascending order. `worker` is in
// [0, threadCount(threads)) and no two calls with the same worker overlap: it may index scratch
// memory. The first exception ends the loop and is thrown here. When stopped, no further item is
// begun and false is returned; true means that every item was done.
bool parallelFor(std::size_t count, int threads,
                 const std::function<void(std::size_t item, std::size_t worker)>& body,
                 std::stop_token stop = {});

}  // namespace selvedge
