#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include "dataset/progress.h"

namespace selvedge {

// A task on a thread of its own. Lives on the GUI thread; every signal is emitted there.
class Job : public QObject {
    Q_OBJECT

public:
    enum class State { Waiting, Running, Stopping, Finished, Stopped, Failed };
    // Work runs on the job's thread and returns what is to be done on the GUI thread when it ended
    // (may be empty). Both may throw: the job has failed then, with the sentence as its text.
    struct Outcome {
        std::function<void()> deliver;
        QString text;  // "904 images, 5 250 objects"
        bool stopped = false;
        std::function<void()> open = {};  // shows what came of it, on the GUI thread; may be empty
    };
    using Work = std::function<Outcome(std::stop_token, const ProgressCallback&)>;

    // `resource`: jobs of one resource ("cpu", "cuda:0") run one after another; "" runs at once.
    // `kind`: those of one kind do too, whatever they occupy; "" is none.
    Job(QString title, QString resource, Work work, QString kind = {}, QObject* parent = nullptr);
    ~Job() override;

    QString title() const { return m_title; }
    QString resource() const { return m_resource; }
    QString kind() const { return m_kind; }
    State state() const { return m_state; }
    bool hasEnded() const;
    Progress progress() const { return m_progress; }
    double fraction() const;                 // -1 when the end is not known
    double secondsLeft() const;              // -1 when not known
    double secondsSinceHeartbeat() const;    // since the last progress
    QString text() const { return m_text; }  // the outcome, or the error's sentence

    double seconds() const;  // that it runs or ran; 0 before
    // What became of it, in order; the first lines and the latest of very many.
    struct LogLine {
        QDateTime at;
        QString text;
    };
    const std::vector<LogLine>& log() const { return m_log; }
    static constexpr std::size_t kMostLines = 500;
    // It finished with something to look at.
    bool canOpen() const { return m_state == State::Finished && m_open; }
    void open() const;

    void start();
    void requestStop();

Q_SIGNALS:
    void changed();  // state or progress, at most every 50 ms
    void ended(Job* job);

protected:
    // From the worker: run `f` on the GUI thread.
    void post(std::function<void()> f);

private:
    void run(std::stop_token stop);
    void setState(State state);
    void note(const QString& text);
    QString stateLine() const;

    QString m_title, m_resource, m_kind, m_text;
    Work m_work;
    std::function<void()> m_open;
    std::vector<LogLine> m_log;
    double m_seconds = -1;  // once it has ended
    State m_state = State::Waiting;
    Progress m_progress;
    QElapsedTimer m_running, m_heartbeat;
    std::uint64_t m_firstDone = 0;  // `done` of the first report
    std::jthread m_thread;          // last: joined before the rest goes
};

}  // namespace selvedge
