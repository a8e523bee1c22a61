#include "app/jobs/job.h"

#include <QMetaObject>
#include <chrono>
#include <utility>

#include "app/tasks/tasks.h"
#include "dataset/error.h"

namespace selvedge {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPostInterval = std::chrono::milliseconds(50);

}  // namespace

Job::Job(QString title, QString resource, Work work, QString kind, QObject* parent)
    : QObject(parent),
      m_title(std::move(title)),
      m_resource(std::move(resource)),
      m_kind(std::move(kind)),
      m_work(std::move(work)) {
    note(tr("Added"));
}

Job::~Job() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

bool Job::hasEnded() const {
    return m_state == State::Finished || m_state == State::Stopped || m_state == State::Failed;
}

double Job::fraction() const {
    if (m_state == State::Finished)
        return 1;
    if (m_progress.total == 0)
        return -1;
    return double(m_progress.done) / double(m_progress.total);
}

double Job::secondsLeft() const {
    if (m_state != State::Running || m_progress.total == 0 || m_progress.done <= m_firstDone)
        return -1;
    // From the first report on: what was done before (a resumed training) took no time of ours.
    const double rate =
        double(m_progress.done - m_firstDone) / (double(m_running.elapsed()) / 1000);
    return double(m_progress.total - m_progress.done) / rate;
}

double Job::secondsSinceHeartbeat() const {
    return m_heartbeat.isValid() ? double(m_heartbeat.elapsed()) / 1000 : -1;
}

double Job::seconds() const {
    if (m_seconds >= 0)
        return m_seconds;
    return m_running.isValid() ? double(m_running.elapsed()) / 1000 : 0;
}

void Job::note(const QString& text) {
    if (m_log.size() >= kMostLines)
        m_log.erase(m_log.begin() + kMostLines / 2);
    m_log.push_back({QDateTime::currentDateTime(), text});
}

void Job::open() const {
    if (canOpen())
        m_open();
}

void Job::start() {
    Q_ASSERT(m_state == State::Waiting && !m_thread.joinable());
    m_running.start();
    m_heartbeat.start();
    setState(State::Running);
    m_thread = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void Job::requestStop() {
    if (m_state == State::Waiting) {
        m_text = tr("Removed before it started");
        setState(State::Stopped);
    } else if (m_state == State::Running) {
        m_thread.request_stop();
        setState(State::Stopping);
    }
}

void Job::run(std::stop_token stop) {
    enterJobThread();
    Clock::time_point lastPost{};
    const ProgressCallback onProgress = [&](const Progress& progress) {
        const auto now = Clock::now();
        if (now - lastPost < kPostInterval && progress.done != progress.total)
            return;
        lastPost = now;
        post([this, progress] {
            m_heartbeat.restart();
            if (m_progress.total == 0)
                m_firstDone = progress.done;
            if (progress.what != m_progress.what && !progress.what.empty())
                note(QString::fromStdString(progress.what));
            m_progress = progress;
            Q_EMIT changed();
        });
    };
    try {
        Outcome outcome = m_work(stop, onProgress);
        post([this, outcome = std::move(outcome)] {
            m_text = outcome.text;
            m_open = outcome.open;
            try {
                if (outcome.deliver)
                    outcome.deliver();
            } catch (const std::exception& e) {
                m_text = QString::fromUtf8(e.what());
                setState(State::Failed);
                return;
            }
            setState(outcome.stopped ? State::Stopped : State::Finished);
        });
    } catch (const std::exception& e) {
        post([this, text = QString::fromUtf8(e.what())] {
            m_text = text;
            setState(State::Failed);
        });
    }
}

void Job::post(std::function<void()> f) {
    QMetaObject::invokeMethod(this, std::move(f), Qt::QueuedConnection);
}

QString Job::stateLine() const {
    const auto with = [this](const QString& word) {
        return m_text.isEmpty() ? word : tr("%1: %2").arg(word, m_text);
    };
    switch (m_state) {
        case State::Waiting:
            return tr("Waiting");
        case State::Running:
            return tr("Started");
        case State::Stopping:
            return tr("Asked to stop");
        case State::Finished:
            return with(tr("Done"));
        case State::Stopped:
            return with(tr("Stopped"));
        case State::Failed:
            return with(tr("Failed"));
    }
    return {};
}

void Job::setState(State state) {
    m_state = state;
    note(stateLine());
    if (hasEnded()) {
        m_seconds = seconds();
        m_work = nullptr;  // and what it holds: a project, with its lock
    }
    Q_EMIT changed();
    if (hasEnded())
        Q_EMIT ended(this);
}

}  // namespace selvedge
