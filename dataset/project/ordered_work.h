#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace selvedge {

// A line of work: one thread makes pieces, others turn each into a result, and the caller's thread
// takes the results in the order of the pieces. What is under way at once is bounded.
template <typename Piece, typename Result>
class OrderedWork {
public:
    // `make` is called once, on a thread of its own, and gives each piece with its weight to
    // `push`, which waits while more than `mostWeight` is under way (a single heavier piece
    // passes) and returns false when no more are wanted. `work` runs on `threads` threads.
    OrderedWork(unsigned threads, std::size_t mostWeight,
                std::function<void(const std::function<bool(Piece, std::size_t)>&)> make,
                std::function<Result(Piece)> work)
        : m_mostWeight(mostWeight), m_work(std::move(work)) {
        m_threads.emplace_back([this, make = std::move(make)] { produce(make); });
        for (unsigned i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { transform(); });
    }
    ~OrderedWork() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopped = true;
        }
        m_changed.notify_all();
        m_threads.clear();
    }
    OrderedWork(const OrderedWork&) = delete;
    OrderedWork& operator=(const OrderedWork&) = delete;

    // Nothing at the end. Throws what `make` or `work` threw, in its place.
    std::optional<Result> next() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            return m_slots.empty() ? m_isMade : m_slots.front()->state == State::Done;
        });
        if (m_slots.empty()) {
            if (m_error)
                std::rethrow_exception(m_error);
            return std::nullopt;
        }
        const std::shared_ptr<Slot> slot = m_slots.front();
        m_slots.pop_front();
        m_weight -= slot->weight;
        lock.unlock();
        m_changed.notify_all();
        if (slot->error)
            std::rethrow_exception(slot->error);
        return std::move(slot->result);
    }

private:
    enum class State { Waiting, Working, Done };
    struct Slot {
        std::optional<Piece> piece;
        std::size_t weight = 0;
        State state = State::Waiting;
        std::optional<Result> result;
        std::exception_ptr error;
    };

    bool push(Piece piece, std::size_t weight) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            return m_stopped || m_slots.empty() || m_weight + weight <= m_mostWeight;
        });
        if (m_stopped)
            return false;
        auto slot = std::make_shared<Slot>();
        slot->piece.emplace(std::move(piece));
        slot->weight = weight;
        m_slots.push_back(slot);
        m_waiting.push_back(std::move(slot));
        m_weight += weight;
        lock.unlock();
        m_changed.notify_all();
        return true;
    }

    template <typename Make>
    void produce(const Make& make) {
        std::exception_ptr error;
        try {
            make(
                [this](Piece piece, std::size_t weight) { return push(std::move(piece), weight); });
        } catch (...) {
            error = std::current_exception();
        }
        {
            const std::lock_guard lock(m_mutex);
            m_isMade = true;
            m_error = error;
        }
        m_changed.notify_all();
    }

    void transform() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [&] { return m_stopped || !m_waiting.empty() || m_isMade; });
            if (m_stopped || m_waiting.empty())
                return;
            const std::shared_ptr<Slot> slot = m_waiting.front();
            m_waiting.pop_front();
            slot->state = State::Working;
            lock.unlock();
            try {
                slot->result.emplace(m_work(std::move(*slot->piece)));
            } catch (...) {
                slot->error = std::current_exception();
            }
            slot->piece.reset();
            lock.lock();
            slot->state = State::Done;
            m_changed.notify_all();
        }
    }

    const std::size_t m_mostWeight;
    const std::function<Result(Piece)> m_work;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::shared_ptr<Slot>> m_slots;    // in order, until taken
    std::deque<std::shared_ptr<Slot>> m_waiting;  // for a worker
    std::size_t m_weight = 0;
    bool m_stopped = false;
    bool m_isMade = false;
    std::exception_ptr m_error;
    std::vector<std::jthread> m_threads;
};

// `wanted`, or as many as the machine has.
inline unsigned threadCount(unsigned wanted) {
    return wanted > 0 ? wanted : std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace selvedge
