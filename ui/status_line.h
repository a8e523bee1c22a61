#pragma once

#include <QLabel>
#include <QStatusBar>

#include "app/session/session.h"

namespace selvedge {

// Left: what is loaded and looked at. Right: what runs.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(Session& session, QWidget* parent = nullptr);
    // What the page says of itself ("image 4 of 207 in this filter").
    void setPageText(const QString& text) { m_page->setText(text); }

private:
    void refresh();

    Session& m_session;
    QLabel* m_data;
    QLabel* m_page;
    QLabel* m_saved;
    QLabel* m_jobs;
};

}  // namespace selvedge
