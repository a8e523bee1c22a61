#pragma once

#include <QWidget>

#include "app/jobs/job.h"

class QPushButton;

namespace selvedge {

// One job in a line of 30 px: icon, name, state, bar, what is done, time left and heartbeat, Stop.
class JobRow : public QWidget {
    Q_OBJECT

public:
    explicit JobRow(Job* job, QWidget* parent = nullptr);
    void refresh();
    QString stateText() const { return m_state; }
    QString whatText() const { return m_what; }
    QPushButton* stopButton() const { return m_stop; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    Job* m_job;
    QPushButton* m_stop;
    QString m_state, m_what, m_time;
};

}  // namespace selvedge
