#include "ui/status_line.h"

#include "app/session/edit_history.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

StatusLine::StatusLine(Session& session, QWidget* parent)
    : QStatusBar(parent),
      m_session(session),
      m_data(new QLabel),
      m_page(new QLabel),
      m_saved(new QLabel),
      m_jobs(new QLabel) {
    setSizeGripEnabled(false);
    setFixedHeight(24);
    setAccessibleName(tr("Status"));
    for (QLabel* label : {m_data, m_page, m_saved, m_jobs}) {
        label->setFont(typeFont(-1));
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setContentsMargins(6, 0, 10, 0);
    }
    m_data->setAccessibleName(tr("What is loaded"));
    m_page->setAccessibleName(tr("What is looked at"));
    m_saved->setAccessibleName(tr("When the last edit was saved"));
    m_jobs->setAccessibleName(tr("What runs"));
    addWidget(m_data);
    addWidget(m_page, 1);
    addPermanentWidget(m_saved);
    addPermanentWidget(m_jobs);
    connect(&session, &Session::projectChanged, this, &StatusLine::refresh);
    connect(&session, &Session::objectsChanged, this, &StatusLine::refresh);
    connect(&session.edits(), &EditHistory::changed, this, &StatusLine::refresh);
    connect(&session.jobs(), &JobList::jobAdded, this, &StatusLine::refresh);
    connect(&session.jobs(), &JobList::jobChanged, this, &StatusLine::refresh);
    refresh();
}

void StatusLine::refresh() {
    const auto table = m_session.objects();
    m_data->setText(table ? tr("%1, %2").arg(countText(std::int64_t(table->images.size()), "image"),
                                             countText(std::int64_t(table->size()), "object"))
                          : tr("no dataset open"));
    const QTime saved = m_session.edits().savedAt();
    m_saved->setText(saved.isValid()
                         ? tr("saved %1").arg(saved.toString(QStringLiteral("HH:mm:ss")))
                         : QString());
    const QString running = runningText(m_session.jobs());
    m_jobs->setText(running.isEmpty() ? tr("nothing running") : QStringLiteral("▶ ") + running);
}

}  // namespace selvedge
