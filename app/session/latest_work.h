#pragma once

#include <QObject>
#include <functional>
#include <stop_token>
#include <thread>

namespace selvedge {

// Background work of which only the latest matters: a new one stops the one before, and begins when
// that has ended; nothing of it is delivered any more. GUI thread.
class LatestWork : public QObject {
    Q_OBJECT

public:
    using Deliver = std::function<void(std::function<void()>)>;
    // On a thread of its own, one at a time; `deliver` runs a function on the GUI thread if the
    // work is still the latest by then. What it throws is
    // told by failed().
    using Work = std::function<void(std::stop_token, const Deliver&)>;

    using QObject::QObject;
    ~LatestWork() override;  // waits for the end

    void start(Work work);
    void stop();
    bool isBusy() const { return m_running || m_next; }

Q_SIGNALS:
    void busyChanged();
    void failed(const QString& fault);

private:
    void begin();

    std::uint64_t m_generation = 0;
    bool m_running = false;
    Work m_next;
    std::jthread m_thread;
};

}  // namespace selvedge
