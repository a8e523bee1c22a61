#pragma once

#include <QObject>
#include <optional>

#include "app/session/session.h"
#include "model/evaluation/tuner.h"

namespace selvedge {

// The point with the thresholds that the tuning moved, all others as they are in it.
OperatingPoint tunedFrom(const OperatingPoint& point, const TuneResult& result,
                         const Catalog& catalog);

// Thresholds found for the session by a job of its list: what it has now, and the result when it
// ended. Nothing is applied: who shows the result does (TuningHistory). GUI thread.
class TuningJob : public QObject {
    Q_OBJECT

public:
    explicit TuningJob(Session& session, QObject* parent = nullptr);

    // From the session's point, of what is measured. One at a time: null where one runs or nothing
    // is measured.
    Job* start(const TuneOptions& options);
    void stop();
    Job* job() const { return m_job; }  // running or waiting, or null
    // While it runs.
    const TuneProgress& progress() const { return m_progress; }
    // The last one, until other predictions or another protocol.
    const std::optional<TuneResult>& result() const { return m_result; }
    // What applying the result would make of the session's point; without a result its point.
    OperatingPoint applied() const;
    const OperatingPoint& now() const { return m_session.operatingPoint(); }
    // The result was found from other thresholds than those of now, and they are not its own.
    bool isOfOlder() const;
    QString fault() const { return m_fault; }
    void forget();

Q_SIGNALS:
    void changed();

private:
    Session& m_session;
    Job* m_job = nullptr;
    TuneProgress m_progress;
    std::optional<TuneResult> m_result;
    QString m_fault;
    std::shared_ptr<const MeasuredTable> m_measured;  // that the result is of
};

}  // namespace selvedge
