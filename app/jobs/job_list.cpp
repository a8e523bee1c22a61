#include "app/jobs/job_list.h"

#include <algorithm>

namespace selvedge {

JobList::~JobList() {
    stopAll();
    qDeleteAll(m_jobs);  // joins the threads
}

Job* JobList::add(QString title, QString resource, Job::Work work, QString kind) {
    auto* job = new Job(std::move(title), std::move(resource), std::move(work), std::move(kind));
    m_jobs.prepend(job);
    connect(job, &Job::changed, this, [this, job] { Q_EMIT jobChanged(job); });
    connect(job, &Job::ended, this, &JobList::startNext);
    Q_EMIT jobAdded(job);
    startNext();
    return job;
}

int JobList::unfinished() const {
    return int(
        std::count_if(m_jobs.begin(), m_jobs.end(), [](Job* job) { return !job->hasEnded(); }));
}

void JobList::stopAll() {
    for (Job* job : m_jobs)
        job->requestStop();
}

void JobList::removeEnded() {
    for (qsizetype i = m_jobs.size() - 1; i >= 0; --i) {
        Job* job = m_jobs[i];
        if (!job->hasEnded())
            continue;
        m_jobs.removeAt(i);
        Q_EMIT jobRemoved(job);
        job->deleteLater();
    }
}

void JobList::startNext() {
    // Oldest first: the list has the newest in front.
    for (qsizetype i = m_jobs.size() - 1; i >= 0; --i) {
        Job* job = m_jobs[i];
        if (job->state() != Job::State::Waiting)
            continue;
        const auto isSame = [](const QString& one, const QString& other) {
            return !one.isEmpty() && one == other;
        };
        const bool taken = std::any_of(m_jobs.begin(), m_jobs.end(), [&](Job* other) {
            return (isSame(other->resource(), job->resource()) ||
                    isSame(other->kind(), job->kind())) &&
                   (other->state() == Job::State::Running ||
                    other->state() == Job::State::Stopping);
        });
        if (!taken)
            job->start();
    }
}

}  // namespace selvedge
