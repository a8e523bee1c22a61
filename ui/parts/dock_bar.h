#pragma once

#include <QWidget>

class QDockWidget;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace selvedge {

// The title bar of a dock below the pages: its name, a summary, buttons, and a cross that hides it.
// Opened for the first time, the dock has room for some rows. Gives it its name too: for its tab
// beside other docks, and for who cannot see it.
class DockBar : public QWidget {
    Q_OBJECT

public:
    DockBar(QDockWidget* dock, const QString& name, const QString& hideTip);
    QString summary() const;
    void setSummary(const QString& text);
    QPushButton* addButton(const QString& text, const QString& tip);

Q_SIGNALS:
    void putAway();  // by the person, with the cross

private:
    void growToRows(QDockWidget* dock);

    QHBoxLayout* m_layout;
    QLabel* m_summary;
    bool m_wasShown = false;
};

}  // namespace selvedge
