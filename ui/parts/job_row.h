#pragma once

#include <QWidget>

#include "app/jobs/job.h"

class QPlainTextEdit;
class QPushButton;

namespace selvedge {

// One job in a line of 30 px: icon, name, state, bar, what is done, time left and heartbeat, its
// log, which opens below, and Stop; once it is done, Open shows what came of it.
class JobRow : public QWidget {
    Q_OBJECT

public:
    explicit JobRow(Job* job, QWidget* parent = nullptr);
    void refresh();
    QString stateText() const { return m_state; }
    QString whatText() const { return m_what; }
    QPushButton* stopButton() const { return m_stop; }
    QPushButton* openButton() const { return m_open; }
    QPushButton* logButton() const { return m_logButton; }
    QPlainTextEdit* log() const { return m_log; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshLog();

    Job* m_job;
    QPushButton* m_stop;
    QPushButton* m_open;
    QPushButton* m_logButton;
    QPlainTextEdit* m_log;
    std::size_t m_logged = 0;  // lines of the job's log that are shown
    QString m_state, m_what, m_time;
};

}  // namespace selvedge
