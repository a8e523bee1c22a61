#pragma once

#include <QDockWidget>
#include <QHash>
#include <QTimer>

#include "app/jobs/job_list.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace selvedge {

class JobRow;

// "running", "waiting", "stopping…", "done", "stopped", "failed".
QString jobStateText(Job::State state);
// One line for the status bar: "Training tiny-1  62 %, 4 min left"; empty when nothing runs.
QString runningText(const JobList& jobs);

// All jobs, newest first: state, progress, rate, time left, heartbeat, stop.
class JobsDock : public QDockWidget {
    Q_OBJECT

public:
    explicit JobsDock(JobList& jobs, QWidget* parent = nullptr);
    JobRow* row(Job* job) const { return m_rows.value(job); }
    // What the person says.
    void setWanted(bool wanted);
    // A job takes a while: shown, unless the person has put it away.
    void offer();

private:
    void add(Job* job);
    void remove(Job* job);
    void refresh();

    JobList& m_jobs;
    QHash<Job*, JobRow*> m_rows;
    QVBoxLayout* m_layout;
    QLabel* m_title;
    QLabel* m_empty;
    QToolButton* m_clear;
    bool m_unwanted = false;
    QTimer m_tick;  // heartbeats, while something runs
};

}  // namespace selvedge
