#include "dataset/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace selvedge {

int threadCount(int threads) {
    if (threads > 0)
        return threads;
    return std::max(1, int(std::thread::hardware_concurrency()));
}

bool parallelFor(std::size_t count, int threads,
                 const std::function<void(std::size_t item, std::size_t worker)>& body,
                 std::stop_token stop) {
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::exception_ptr failure;
    std::mutex failureMutex;
    const auto work = [&](std::size_t worker) {
        try {
            while (!stop.stop_requested()) {
                const std::size_t item = next.fetch_add(1);
                if (item >= count)
                    return;
                body(item, worker);
                done.fetch_add(1);
            }
        } catch (...) {
            next.store(count);
            const std::scoped_lock lock(failureMutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        const std::size_t workers = std::min(count, std::size_t(threadCount(threads)));
        for (std::size_t worker = 1; worker < workers; ++worker)
            others.emplace_back(work, worker);
        work(0);
    }
    if (failure)
        std::rethrow_exception(failure);
    return done.load() == count;
}

}  // namespace selvedge
