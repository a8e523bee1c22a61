#include "app/session/tuning_job.h"

#include <QPointer>
#include <chrono>

namespace selvedge {

namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(50);

// As metrics are written: the job's list has no ui to ask.
QString figure(double value) {
    return value < 0 ? QStringLiteral("–") : QString::number(value, 'f', 4);
}

}  // namespace

// What is found is exact: a threshold that is dropped, since the global one is as good, goes too.
OperatingPoint tunedFrom(const OperatingPoint& point, const TuneResult& result,
                         const Catalog& catalog) {
    if (point == result.before || point == result.point)
        return result.point;
    OperatingPoint tuned = point;
    for (const TunedRow& row : result.rows)
        if (row.before != row.after)
            setThreshold(tuned, row.row, row.after, catalog);
    return tuned;
}

TuningJob::TuningJob(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::evaluationChanged, this, [this] {
        if (m_measured != m_session.measuredTable())
            forget();
    });
    connect(&session, &Session::operatingPointChanged, this, [this] {
        if (m_result)
            Q_EMIT changed();
    });
}

OperatingPoint TuningJob::applied() const {
    const OperatingPoint& now = m_session.operatingPoint();
    return m_result ? tunedFrom(now, *m_result, *m_session.catalog()) : now;
}

bool TuningJob::isOfOlder() const {
    const OperatingPoint& now = m_session.operatingPoint();
    return m_result && !(now == m_result->before) && !(now == applied());
}

void TuningJob::forget() {
    if (m_job)
        m_job->requestStop();
    m_job = nullptr;
    m_result.reset();
    m_measured.reset();
    m_fault.clear();
    Q_EMIT changed();
}

void TuningJob::stop() {
    if (m_job)
        m_job->requestStop();
}

Job* TuningJob::start(const TuneOptions& options) {
    if (m_job || !m_session.measuredTable())
        return nullptr;
    m_result.reset();
    m_fault.clear();
    m_progress = {};
    m_measured = m_session.measuredTable();
    // The job may outlive this.
    auto work = [self = QPointer(this), session = &m_session, options, measured = m_measured,
                 protocol = m_session.protocol(), point = m_session.operatingPoint()](
                    std::stop_token stop, const ProgressCallback& onProgress) {
        auto last = std::chrono::steady_clock::time_point();
        const auto tell = [&](const TuneProgress& progress) {
            onProgress(progress.progress);
            const auto now = std::chrono::steady_clock::now();
            if (now - last < kProgressInterval)
                return;
            last = now;
            QMetaObject::invokeMethod(
                session,
                [self, progress, measured] {
                    if (!self || !self->m_job || measured != self->m_measured)
                        return;
                    self->m_progress = progress;
                    Q_EMIT self->changed();
                },
                Qt::QueuedConnection);
        };
        TuneResult result = tune(*measured->table, protocol, point, options, tell, stop);
        Job::Outcome outcome;
        outcome.stopped = result.stoppedEarly;
        // The honest figure: of images that the thresholds were not found on.
        if (result.outOfFold)
            outcome.text =
                tr("%1 out of fold, %2 before")
                    .arg(figure(result.outOfFold->tuned), figure(result.outOfFold->before));
        outcome.open = [session] { session->showResult(Session::Result::Thresholds); };
        outcome.deliver = [self, result = std::move(result), measured] {
            if (self && measured == self->m_measured)
                self->m_result = result;
        };
        return outcome;
    };
    m_job = m_session.jobs().add(tr("Find thresholds"), QStringLiteral("cpu"), std::move(work));
    connect(m_job, &Job::ended, this, [this](Job* ended) {
        if (ended != m_job)
            return;
        m_job = nullptr;
        if (ended->state() == Job::State::Failed)
            m_fault = ended->text();
        Q_EMIT changed();
    });
    Q_EMIT changed();
    return m_job;
}

}  // namespace selvedge
