#pragma once

#include <QAction>
#include <QList>
#include <QWidget>

class QHBoxLayout;

namespace selvedge {

class WorkspaceTab;

// The bar of 40 px under the menu: mark, a tab a workspace, and at the right what belongs to the
// page (run, thresholds).
class WorkspaceBar : public QWidget {
    Q_OBJECT

public:
    explicit WorkspaceBar(QWidget* parent = nullptr);
    // A checkable action becomes a tab: its icon and word; it is triggered by a click.
    void addTab(QAction* action);
    void addTool(QWidget* widget);
    // Between tabs and tools; takes the room that is left, and gives it up first.
    void setField(QWidget* widget);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QHBoxLayout* m_tabs;
    QList<WorkspaceTab*> m_workspaces;
    QHBoxLayout* m_field;
    QHBoxLayout* m_tools;
};

}  // namespace selvedge
