#pragma once

#include <QDockWidget>
#include <QHash>
#include <QTimer>

#include "app/jobs/job_list.h"
#include "app/session/settings.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace selvedge {

class DockBar;
class JobRow;

// A property of jobs that nobody asked for: they do not open the dock, and end in silence.
inline constexpr char kQuietJob[] = "selvedgeQuiet";

// "running", "waiting", "stopping…", "done", "stopped", "failed".
QString jobStateText(Job::State state);
// One line for the status bar: "Training tiny-1  62 %, 4 min left"; empty when nothing runs.
QString runningText(const JobList& jobs);

// All jobs, newest first: state, progress, rate, time left, heartbeat, stop, log, and what came of
// it.
class JobsDock : public QDockWidget {
    Q_OBJECT

public:
    JobsDock(JobList& jobs, Settings& settings, QWidget* parent = nullptr);
    JobRow* row(Job* job) const { return m_rows.value(job); }
    // What the person says, and stays so.
    void setWanted(bool wanted);
    // A job takes a while: shown until all have ended, unless the person has put it away.
    void offer();

private:
    void add(Job* job);
    void remove(Job* job);
    void refresh();
    void withdraw();

    JobList& m_jobs;
    Settings& m_settings;
    QHash<Job*, JobRow*> m_rows;
    QVBoxLayout* m_layout;
    DockBar* m_bar;
    QLabel* m_empty;
    QPushButton* m_clear;
    bool m_offered = false;  // it came by itself
    QTimer m_tick;           // heartbeats, while something runs
};

}  // namespace selvedge
