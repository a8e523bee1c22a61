#pragma once

#include <QObject>
#include <functional>

#include "app/jobs/job_list.h"

class QSystemTrayIcon;

namespace selvedge {

// Tells of jobs that end while the window is in the background: the window asks for attention, and
// the desktop shows a notification where it can. Quick ones and those that nobody asked for end in
// silence. GUI thread.
class JobNotices : public QObject {
    Q_OBJECT

public:
    JobNotices(JobList& jobs, QWidget& window);
    // Tests put their own in.
    std::function<bool()> inBackground;
    std::function<void(const QString& title, const QString& text)> notify;
    double leastSeconds = 3;  // that a job takes to be told of; a failed one is always

private:
    void tell(const Job& job);
    void showOnDesktop(const QString& title, const QString& text);

    QWidget& m_window;
    QSystemTrayIcon* m_tray = nullptr;  // only while it has something to say
};

}  // namespace selvedge
