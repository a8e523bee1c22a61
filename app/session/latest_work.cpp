#include "app/session/latest_work.h"

#include <utility>

#include "app/tasks/tasks.h"

namespace selvedge {

LatestWork::~LatestWork() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void LatestWork::start(Work work) {
    ++m_generation;
    m_next = std::move(work);
    if (m_running)
        m_thread.request_stop();
    else
        begin();
}

void LatestWork::stop() {
    ++m_generation;
    m_next = {};
    if (m_running)
        m_thread.request_stop();
}

void LatestWork::begin() {
    m_running = true;
    m_thread = std::jthread(
        [this, work = std::exchange(m_next, {}), generation = m_generation](std::stop_token stop) {
            enterJobThread();
            const Deliver deliver = [this, generation](std::function<void()> apply) {
                QMetaObject::invokeMethod(
                    this,
                    [this, generation, apply = std::move(apply)] {
                        if (generation == m_generation)
                            apply();
                    },
                    Qt::QueuedConnection);
            };
            try {
                work(stop, deliver);
            } catch (const std::exception& e) {
                deliver([this, fault = QString::fromUtf8(e.what())] { Q_EMIT failed(fault); });
            }
            QMetaObject::invokeMethod(
                this,
                [this] {
                    m_running = false;
                    if (m_next)
                        begin();
                    else
                        Q_EMIT busyChanged();
                },
                Qt::QueuedConnection);
        });
    Q_EMIT busyChanged();
}

}  // namespace selvedge
