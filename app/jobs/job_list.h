#pragma once

#include <QList>
#include <QObject>

#include "app/jobs/job.h"

namespace selvedge {

// All jobs of the program, newest first; starts the next one of a resource when it is free.
class JobList : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    ~JobList() override;
    Job* add(QString title, QString resource, Job::Work work);
    const QList<Job*>& jobs() const { return m_jobs; }
    int unfinished() const;  // waiting or running
    void stopAll();
    void removeEnded();

Q_SIGNALS:
    void jobAdded(Job* job);
    void jobChanged(Job* job);
    void jobRemoved(Job* job);

private:
    void startNext();
    QList<Job*> m_jobs;
};

}  // namespace selvedge
