#include "ui/parts/jobs_dock.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/dock_bar.h"
#include "ui/parts/job_row.h"
#include "ui/plot/number_text.h"

namespace selvedge {

QString jobStateText(Job::State state) {
    switch (state) {
        case Job::State::Waiting:
            return JobsDock::tr("waiting");
        case Job::State::Running:
            return JobsDock::tr("running");
        case Job::State::Stopping:
            return JobsDock::tr("stopping…");
        case Job::State::Finished:
            return JobsDock::tr("done");
        case Job::State::Stopped:
            return JobsDock::tr("stopped");
        case Job::State::Failed:
            return JobsDock::tr("failed");
    }
    return {};
}

QString runningText(const JobList& jobs) {
    for (const Job* job : jobs.jobs()) {
        if (job->state() != Job::State::Running && job->state() != Job::State::Stopping)
            continue;
        QString text = job->title();
        if (job->state() == Job::State::Stopping)
            return text + QStringLiteral("  ") + jobStateText(job->state());
        if (job->fraction() >= 0)
            text += QStringLiteral("  %1 %").arg(qRound(job->fraction() * 100));
        const QString left = timeLeftText(job->secondsLeft());
        if (!left.isEmpty())
            text += QStringLiteral(" · ") + left;
        return text;
    }
    return {};
}

JobsDock::JobsDock(JobList& jobs, Settings& settings, QWidget* parent)
    : QDockWidget(parent),
      m_jobs(jobs),
      m_settings(settings),
      m_bar(new DockBar(this, tr("Jobs"), tr("Hide jobs"))),
      m_empty(new QLabel(tr("Nothing has run yet. Opening, training, prediction, evaluation and "
                            "sweeps appear here."))),
      m_clear(m_bar->addButton(tr("Clear finished"), tr("Take what has ended off the list"))) {
    setObjectName(QStringLiteral("jobsDock"));
    connect(m_bar, &DockBar::putAway, this, [this] { setWanted(false); });
    connect(m_clear, &QPushButton::clicked, &m_jobs, &JobList::removeEnded);

    auto* content = new QWidget;
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_empty->setContentsMargins(12, 8, 12, 8);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_layout->addWidget(m_empty);
    m_layout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumHeight(62);
    scroll->setAccessibleName(tr("List of jobs"));
    setWidget(scroll);

    for (qsizetype i = jobs.jobs().size() - 1; i >= 0; --i)
        add(jobs.jobs()[i]);
    connect(&jobs, &JobList::jobAdded, this, &JobsDock::add);
    connect(&jobs, &JobList::jobRemoved, this, &JobsDock::remove);
    connect(&jobs, &JobList::jobChanged, this, &JobsDock::refresh);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        for (JobRow* row : std::as_const(m_rows))
            row->refresh();
    });
    refresh();
}

void JobsDock::setWanted(bool wanted) {
    m_offered = false;
    m_settings.setValue(Settings::Key::OfferJobs, wanted);
    setVisible(wanted);
    if (wanted)
        raise();
}

void JobsDock::offer() {
    if (!isHidden() || !m_settings.value(Settings::Key::OfferJobs).toBool())
        return;
    m_offered = true;
    show();
}

// What came by itself goes by itself, but for what went wrong.
void JobsDock::withdraw() {
    const QList<Job*>& jobs = m_jobs.jobs();
    const bool failed = std::any_of(jobs.begin(), jobs.end(), [](const Job* job) {
        return job->state() == Job::State::Failed;
    });
    if (m_offered && m_jobs.unfinished() == 0 && !failed) {
        m_offered = false;
        hide();
    }
}

void JobsDock::add(Job* job) {
    auto* row = new JobRow(job);
    m_rows.insert(job, row);
    m_layout->insertWidget(0, row);
    refresh();
}

void JobsDock::remove(Job* job) {
    delete m_rows.take(job);
    refresh();
}

void JobsDock::refresh() {
    int running = 0, waiting = 0, ended = 0;
    for (const Job* job : m_jobs.jobs()) {
        waiting += job->state() == Job::State::Waiting;
        ended += job->hasEnded();
    }
    running = int(m_jobs.jobs().size()) - waiting - ended;
    m_bar->setSummary(running + waiting == 0 ? tr("nothing running")
                      : waiting == 0         ? tr("%1 running").arg(running)
                                     : tr("%1 running, %2 waiting").arg(running).arg(waiting));
    m_empty->setVisible(m_jobs.jobs().isEmpty());
    m_clear->setEnabled(ended > 0);
    if (running > 0 && !m_tick.isActive())
        m_tick.start();
    else if (running == 0)
        m_tick.stop();
    withdraw();
}

}  // namespace selvedge
