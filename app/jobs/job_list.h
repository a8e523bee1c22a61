#pragma once

#include <QList>
#include <QObject>

#include "app/jobs/job.h"

namespace selvedge {

// All jobs of the program, newest first; starts the next one when its resource is free and none of
// its kind runs.
class JobList : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    ~JobList() override;
    Job* add(QString title, QString resource, Job::Work work, QString kind = {});
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
