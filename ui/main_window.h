#pragma once

#include <QMainWindow>
#include <QPointer>
#include <functional>

#include "app/session/session.h"
#include "ui/parts/action_registry.h"

class QActionGroup;
class QStackedWidget;

namespace selvedge {

class BrowseExport;
class BrowsePage;
class CommandPalette;
class EvaluatePage;
class HistoryDock;
class JobsDock;
class MessageBar;
class PlotView;
class PredictCommands;
class Problems;
class ProblemsDock;
class RunBar;
class ShortcutEditor;
class StatusLine;
class TrainPage;
class TunePage;
class UndoOrder;
class WelcomePage;
class WorkspaceBar;

// Composes the pages; knows what is on top, no more. GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    enum class Workspace { Browse, Train, Evaluate, Tune };
    // Asks for a path; empty: the person changed their mind. Behind functions, so that tests
    // answer.
    struct Choosers {
        std::function<QString(QWidget*, const QString& title, const QString& filter)> openFile;
        std::function<QString(QWidget*, const QString& title)> openFolder;
        std::function<QString(QWidget*, const QString& title, const QString& name,
                              const QString& filter)>
            saveFile;
    };
    explicit MainWindow(Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    void setChoosers(Choosers choosers) { m_choosers = std::move(choosers); }
    const ActionRegistry& actions() const { return *m_registry; }
    void show(Workspace workspace);
    using QMainWindow::show;
    bool welcomeShown() const;
    BrowsePage& browse() { return *m_browse; }
    TunePage& tune() { return *m_tune; }
    BrowseExport& exporter() { return *m_export; }
    PredictCommands& predictions() { return *m_predict; }
    // Whatever a person gives it: a data set, predictions for the open one, weights.
    void take(const QString& path);
    MessageBar& messages() { return *m_messages; }
    JobsDock& jobsDock() { return *m_jobs; }
    Problems& problems() { return *m_problems; }
    ProblemsDock& problemsDock() { return *m_problemsDock; }
    HistoryDock& historyDock() { return *m_historyDock; }
    CommandPalette& commandPalette() { return *m_palette; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void childEvent(QChildEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeFileActions();
    void makeEditActions();
    void makeViewActions();
    void makeRunActions();
    void makeHelpActions();
    void makePlotActions();  // of the plot that has or had the focus
    void makeRecentMenu();
    void editShortcuts();
    void placeMessages();
    void makeMeasureActions();
    void keepLayout();   // in the settings
    void resetLayout();  // to the program's own
    void restoreLayout();
    void addWorkspace(Workspace workspace, const char* id, const QString& name, const char* icon,
                      QWidget* page);
    void refresh();
    void refreshUndo();
    void leaveWhenDone();
    void openFile();
    void openFolder();
    void locateImages();
    void importPredictions();
    void exportChosen();
    void showProblems();
    void showResult(Session::Result result, const QString& file);
    void examine();
    void setTheme(const QString& name);
    QString folderOf(const QString& chosen);

    Session& m_session;
    Choosers m_choosers;
    ActionRegistry* m_registry;
    QActionGroup* m_workspaces;
    WorkspaceBar* m_bar;
    RunBar* m_runBar;
    MessageBar* m_messages;
    QStackedWidget* m_stack;
    WelcomePage* m_welcome;
    BrowsePage* m_browse;
    BrowseExport* m_export;
    PredictCommands* m_predict;
    TrainPage* m_train;
    EvaluatePage* m_evaluate;
    TunePage* m_tune;
    UndoOrder* m_undo;
    JobsDock* m_jobs;
    Problems* m_problems;
    ProblemsDock* m_problemsDock;
    HistoryDock* m_historyDock;
    StatusLine* m_status;
    CommandPalette* m_palette;
    ShortcutEditor* m_shortcuts = nullptr;  // once it was wanted
    QByteArray m_ownLayout;
    QPointer<PlotView> m_plot;
    QPointer<Job> m_measuring;  // the evaluation that began by itself
    bool m_closing = false;
};

}  // namespace selvedge
