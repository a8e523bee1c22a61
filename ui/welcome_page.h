#pragma once

#include <QWidget>

#include "app/session/session.h"

class QVBoxLayout;

namespace selvedge {

class ActionRegistry;

// What the window shows before a project is open: three ways to start, recent projects, a place to
// drop files on.
class WelcomePage : public QWidget {
    Q_OBJECT

public:
    WelcomePage(Session& session, const ActionRegistry& actions, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void fillRecent();

    Session& m_session;
    QVBoxLayout* m_recent;
    QWidget* m_drop;
};

}  // namespace selvedge
