#include "ui/job_notices.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QTimer>

#include "ui/parts/jobs_dock.h"

namespace selvedge {

namespace {

constexpr int kShownMs = 10'000;

}  // namespace

JobNotices::JobNotices(JobList& jobs, QWidget& window) : QObject(&window), m_window(window) {
    inBackground = [this] { return !m_window.isActiveWindow() && !QApplication::activeWindow(); };
    notify = [this](const QString& title, const QString& text) { showOnDesktop(title, text); };
    connect(&jobs, &JobList::jobAdded, this, [this](Job* job) {
        connect(job, &Job::ended, this, [this](Job* ended) { tell(*ended); });
    });
}

void JobNotices::tell(const Job& job) {
    const bool failed = job.state() == Job::State::Failed;
    const bool quick = job.seconds() < leastSeconds && !failed;
    if (quick || job.property(kQuietJob).toBool() || !inBackground())
        return;
    QApplication::alert(&m_window);
    const QString state = jobStateText(job.state());
    notify(job.title(), job.text().isEmpty() ? state : tr("%1: %2").arg(state, job.text()));
}

// A tray's icon is what Qt shows notifications by; it goes with them.
void JobNotices::showOnDesktop(const QString& title, const QString& text) {
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(QApplication::windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, &m_window, [this] {
            m_window.raise();
            m_window.activateWindow();
        });
    }
    m_tray->show();
    m_tray->showMessage(title, text, QSystemTrayIcon::Information, kShownMs);
    QTimer::singleShot(kShownMs, m_tray, &QSystemTrayIcon::hide);
}

}  // namespace selvedge
