#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace selvedge {

// Makes items 0 .. count - 1 on threads of its own, ahead of who takes them in order, so that
// decoding pictures and running a network overlap. What waits to be taken has at most about `bytes`
// (each thread may be one item above it; at least one item is always made). An exception of `make`
// comes out of next() in the place of its item.
template <typename Item>
class Ahead {
public:
    using Make = std::function<Item(std::size_t index)>;
    using SizeOf = std::function<std::size_t(const Item&)>;

    Ahead(std::size_t count, int threads, std::size_t bytes, Make make, SizeOf sizeOf)
        : m_count(count),
          m_bytes(bytes),
          m_make(std::move(make)),
          m_sizeOf(std::move(sizeOf)),
          m_slots(count) {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this](std::stop_token stop) { run(stop); });
    }
    ~Ahead() {
        for (std::jthread& thread : m_threads)
            thread.request_stop();
    }
    Ahead(const Ahead&) = delete;
    Ahead& operator=(const Ahead&) = delete;

    // The next item; nothing after the last one, or when `stop` is requested first.
    std::optional<Item> next(std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        if (m_taken == m_count)
            return std::nullopt;
        Slot& slot = m_slots[m_taken];
        m_changed.wait(lock, stop, [&] { return slot.item || slot.fault; });
        if (!slot.item && !slot.fault)
            return std::nullopt;
        ++m_taken;
        std::optional<Item> item = std::exchange(slot.item, std::nullopt);
        m_waiting -= slot.bytes;
        m_changed.notify_all();
        if (slot.fault)
            std::rethrow_exception(std::exchange(slot.fault, nullptr));
        return item;
    }

private:
    struct Slot {
        std::optional<Item> item;
        std::exception_ptr fault;
        std::size_t bytes = 0;
    };

    void run(std::stop_token stop) {
        while (true) {
            std::size_t index = 0;
            {
                std::unique_lock lock(m_mutex);
                // The one that is asked for next is made in any case.
                m_changed.wait(lock, stop, [&] {
                    return m_begun == m_count || m_waiting < m_bytes || m_begun == m_taken;
                });
                if (stop.stop_requested() || m_begun == m_count)
                    return;
                index = m_begun++;
            }
            Slot made;
            try {
                made.item = m_make(index);
                made.bytes = m_sizeOf(*made.item);
            } catch (...) {
                made.fault = std::current_exception();
            }
            const std::scoped_lock lock(m_mutex);
            m_waiting += made.bytes;
            m_slots[index] = std::move(made);
            m_changed.notify_all();
        }
    }

    const std::size_t m_count, m_bytes;
    const Make m_make;
    const SizeOf m_sizeOf;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<Slot> m_slots;
    std::size_t m_begun = 0, m_taken = 0, m_waiting = 0;  // items, items, bytes
    std::vector<std::jthread> m_threads;                  // last: they use the rest
};

}  // namespace selvedge
