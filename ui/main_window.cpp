#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>
#include <cstdlib>

#include "app/session/edit_history.h"
#include "app/session/undo_order.h"
#include "dataset/error.h"
#include "dataset/guess_format.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_export.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/query_field.h"
#include "ui/command_needs.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/history_dock.h"
#include "ui/job_notices.h"
#include "ui/parts/command_palette.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/own_roles.h"
#include "ui/parts/reveal_file.h"
#include "ui/parts/theme.h"
#include "ui/parts/workspace_bar.h"
#include "ui/predict/predict_commands.h"
#include "ui/problems_dock.h"
#include "ui/run_bar.h"
#include "ui/status_line.h"
#include "ui/train/train_page.h"
#include "ui/tune/tune_page.h"
#include "ui/welcome_page.h"

namespace selvedge {

namespace {

constexpr int kStopPatience = 3000;  // ms until the window offers to leave at once

}  // namespace

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent),
      m_session(session),
      m_registry(new ActionRegistry(this)),
      m_workspaces(new QActionGroup(this)),
      m_bar(new WorkspaceBar),
      m_runBar(new RunBar(session)),
      m_messages(new MessageBar),
      m_stack(new QStackedWidget),
      m_jobs(new JobsDock(session.jobs(), session.settings())),
      m_problems(new Problems(session, this)),
      m_problemsDock(new ProblemsDock(session, *m_problems)),
      m_historyDock(new HistoryDock(session)),
      m_status(new StatusLine(session)) {
    installOwnRoles();
    setWindowTitle(tr("Selvedge"));
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(1024, 640);
    setAcceptDrops(true);
    makeFileActions();
    makeEditActions();
    m_welcome = new WelcomePage(session, *m_registry);
    m_stack->addWidget(m_welcome);
    makeViewActions();
    m_browse = new BrowsePage(session, *m_registry);
    m_stack->insertWidget(1, m_browse);
    m_export = new BrowseExport(session, *m_browse);
    makeRunActions();
    m_train = new TrainPage(session, *m_registry);
    m_evaluate = new EvaluatePage(session, *m_registry);
    m_tune = new TunePage(session, *m_registry);
    makeMeasureActions();
    addWorkspace(Workspace::Browse, "workspace.browse", tr("Browse"), "view-grid", m_browse);
    addWorkspace(Workspace::Train, "workspace.train", tr("Train"), "media-playback-start", m_train);
    addWorkspace(Workspace::Evaluate, "workspace.evaluate", tr("Evaluate"), "office-chart-bar",
                 m_evaluate);
    addWorkspace(Workspace::Tune, "workspace.tune", tr("Tune"), "games-config-options", m_tune);
    makePlotActions();
    makeHelpActions();
    sayNeeds(*m_registry);
    m_registry->fill(menuBar());
    makeRecentMenu();
    m_bar->setField(&m_browse->queryField());
    m_browse->queryField().hide();
    m_bar->addTool(m_runBar);

    auto* center = new QWidget;
    auto* layout = new QVBoxLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    setCentralWidget(center);
    // Over the page: one that comes or goes moves nothing under the pointer.
    m_messages->setParent(center);
    m_stack->installEventFilter(this);
    m_messages->installEventFilter(this);
    addDockWidget(Qt::BottomDockWidgetArea, m_jobs);
    addDockWidget(Qt::BottomDockWidgetArea, m_problemsDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_historyDock);
    tabifyDockWidget(m_jobs, m_problemsDock);
    tabifyDockWidget(m_problemsDock, m_historyDock);
    m_jobs->hide();
    m_problemsDock->hide();
    m_historyDock->hide();
    setStatusBar(m_status);
    m_palette = new CommandPalette(*m_registry, this);
    m_palette->setRecent(session.settings().value(Settings::Key::RecentCommands).toStringList());
    connect(m_palette, &CommandPalette::used, this, [this] {
        m_session.settings().setValue(Settings::Key::RecentCommands, m_palette->recent());
    });

    connect(m_browse, &BrowsePage::pageText, m_status, &StatusLine::setPageText);
    connect(m_train, &TrainPage::browseWanted, this, [this] { show(Workspace::Browse); });
    connect(m_evaluate, &EvaluatePage::trainWanted, this, [this] { show(Workspace::Train); });
    m_tune->history().isHeld = [] { return QGuiApplication::mouseButtons() != Qt::NoButton; };
    m_undo = new UndoOrder(session.edits(), m_tune->history(), this);
    connect(m_undo, &UndoOrder::changed, this, &MainWindow::refreshUndo);
    connect(m_evaluate, &EvaluatePage::importWanted, this, &MainWindow::importPredictions);
    connect(m_tune, &TunePage::importWanted, this, &MainWindow::importPredictions);
    connect(m_tune, &TunePage::trainWanted, this, [this] { show(Workspace::Train); });
    connect(&session, &Session::messagePosted, m_messages, &MessageBar::show);
    connect(&session.edits(), &EditHistory::outdated, m_messages, &MessageBar::withdraw);
    connect(&session, &Session::imageFolderWanted, this, &MainWindow::locateImages);
    connect(&session, &Session::problemsWanted, this, &MainWindow::examine);
    connect(m_problems, &Problems::changed, this, &MainWindow::refresh);
    const auto showPlace = [this] {
        show(Workspace::Browse);
        m_browse->openImage(*m_session.currentImage());
    };
    connect(m_problemsDock, &ProblemsDock::placeChosen, this, showPlace);
    connect(m_historyDock, &HistoryDock::placeChosen, this, showPlace);
    connect(&session, &Session::projectChanged, this, [this] {
        m_messages->clear();  // they were about the one before
        if (m_session.project() && welcomeShown())
            show(Workspace::Browse);
        refresh();
    });
    for (auto signal :
         {&Session::predictionsChanged, &Session::runsChanged, &Session::trainingChanged})
        connect(&session, signal, this, &MainWindow::refresh);
    connect(&session, &Session::objectsWanted, this, [this] { show(Workspace::Browse); });
    connect(&session, &Session::resultWanted, this, &MainWindow::showResult);
    new JobNotices(session.jobs(), *this);
    connect(&session.jobs(), &JobList::jobChanged, this, &MainWindow::leaveWhenDone);
    connect(&session.edits(), &EditHistory::changed, this, &MainWindow::leaveWhenDone);
    // A job that takes a moment shows itself; a quick one does not move the page, and the problems
    // tell themselves how far they are.
    connect(&session.jobs(), &JobList::jobAdded, this, [this](Job* job) {
        QTimer::singleShot(800, job, [this, job] {
            if (!job->hasEnded() && job != m_problems->job() && job != m_measuring &&
                !job->property(kQuietJob).toBool())
                m_jobs->offer();
        });
    });
    // Browse sorts and finds by verdict, and the other pages show what was measured: nobody has to
    // ask for it.
    connect(&session, &Session::predictionsChanged, this,
            [this] { m_measuring = m_session.startEvaluation(); });
    m_registry->applyShortcuts(session.settings().value(Settings::Key::Shortcuts).toMap());
    connect(m_registry, &ActionRegistry::shortcutsChanged, this, [this] {
        m_session.settings().setValue(Settings::Key::Shortcuts, m_registry->changedShortcuts());
    });
    restoreLayout();
    refresh();
}

MainWindow::~MainWindow() {
    qApp->disconnect(this);  // a dialog that is deleted with the window still moves the focus
}

void MainWindow::addWorkspace(Workspace workspace, const char* id, const QString& name,
                              const char* icon, QWidget* page) {
    if (m_stack->indexOf(page) < 0)
        m_stack->addWidget(page);
    const int key = Qt::Key_1 + int(workspace);
    QAction* action = m_registry->add({QLatin1String(id), tr("Window"), name, QLatin1String(icon),
                                       QKeySequence(Qt::CTRL | Qt::Key(key)), true},
                                      [this, workspace] { show(workspace); });
    m_workspaces->addAction(action);
    m_bar->addTab(action);
}

void MainWindow::show(Workspace workspace) {
    if (!m_session.project())
        return;
    QWidget* pages[] = {m_browse, m_train, m_evaluate, m_tune};
    QWidget* page = pages[int(workspace)];
    m_stack->setCurrentWidget(page);
    m_workspaces->actions()[int(workspace)]->setChecked(true);
    m_runBar->showThresholds(workspace == Workspace::Browse);
    m_runBar->showProtocol(workspace == Workspace::Tune);
    m_browse->queryField().setVisible(workspace == Workspace::Browse);
    if (workspace != Workspace::Browse)
        m_status->setPageText({});
    else
        m_browse->gallery().setFocus(Qt::OtherFocusReason);
}

void MainWindow::showResult(Session::Result result, const QString& file) {
    switch (result) {
        case Session::Result::Objects:
            return show(Workspace::Browse);
        case Session::Result::Training:
            return show(Workspace::Train);
        case Session::Result::Evaluation:
            return show(Workspace::Evaluate);
        case Session::Result::Thresholds:
            return show(Workspace::Tune);
        case Session::Result::Problems:
            return showProblems();
        case Session::Result::File:
            if (!openWithDesktop(file))
                m_session.post({Message::Kind::Info,
                                tr("Nothing on this desktop opens %1.").arg(file),
                                {},
                                {},
                                file});
    }
}

bool MainWindow::welcomeShown() const {
    return m_stack->currentWidget() == m_welcome;
}

void MainWindow::refresh() {
    refreshUndo();
    const bool open = m_session.project() != nullptr;
    const auto enable = [this](const char* id, bool on) {
        m_registry->action(QLatin1String(id))->setEnabled(on);
    };
    for (QAction* action : m_workspaces->actions())
        action->setEnabled(open);
    for (const char* id : {"file.export", "file.importPredictions", "file.locateImages"})
        enable(id, open);
    enable("run.examine", open && !m_problems->job());
    enable("run.repairAll", !m_problems->repairs().empty() && !m_problems->job());
    enable("run.undoRepair", m_problems->canUndo());
    // Of a run that is being made nothing is measured.
    const bool predicted = m_session.predictions() && !m_session.arriving();
    enable("run.evaluate", predicted);
    enable("run.sweep", predicted);
    if (open) {
        setWindowTitle(tr("%1 — Selvedge").arg(m_session.projectName()));
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    keepLayout();
    m_browse->edits().keepTyped();
    if (m_session.jobs().unfinished() == 0 && !m_session.edits().busy()) {
        event->accept();
        return;
    }
    event->ignore();
    if (m_closing)
        return;
    m_closing = true;
    if (m_session.jobs().unfinished() > 0) {
        m_session.jobs().stopAll();
        m_jobs->show();
        m_session.post(
            {Message::Kind::Info, tr("Stopping what runs; the window closes then."), {}, {}});
    }
    QTimer::singleShot(kStopPatience, this, [this] {
        // Checkpoints and projects are written whole or not at all, so leaving loses no more than
        // the steps since the last checkpoint.
        m_session.post({Message::Kind::Warning,
                        m_session.edits().busy()
                            ? tr("The last edits are not written yet: the disk is slow.")
                            : tr("A job has not stopped yet. Its last checkpoint is kept."),
                        tr("Leave at once"), [] { std::_Exit(0); }});
    });
}

void MainWindow::leaveWhenDone() {
    if (m_closing && m_session.jobs().unfinished() == 0 && !m_session.edits().busy())
        close();
}

// Qt makes tab bars of docks when it needs them, and keeps them empty: the keyboard would be lost
// there. Docks have their own keys.
void MainWindow::childEvent(QChildEvent* event) {
    QMainWindow::childEvent(event);
    auto* tabs = event->polished() ? qobject_cast<QTabBar*>(event->child()) : nullptr;
    if (tabs)
        tabs->setFocusPolicy(Qt::NoFocus);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    const bool placed = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    if ((watched == m_stack && placed) ||
        (watched == m_messages &&
         (event->type() == QEvent::Resize || event->type() == QEvent::ShowToParent)))
        placeMessages();
    return QMainWindow::eventFilter(watched, event);
}

// At the foot of the page, where the fewest controls are.
void MainWindow::placeMessages() {
    const QRect page = m_stack->geometry();
    m_messages->setGeometry(page.left(), page.bottom() + 1 - m_messages->height(), page.width(),
                            m_messages->height());
    m_messages->raise();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    // A tile that is dragged out and comes back is no data set.
    if (!event->source() && urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    take(path);
}

// Told by what is in it: a JSON may be a data set or predictions. A few kilobytes are read.
void MainWindow::take(const QString& path) {
    FileFormat format = FileFormat::Unknown;
    try {
        format = guessFormat(path.toStdString()).format;
    } catch (const Error& e) {
        m_session.post({Message::Kind::Error, QString::fromUtf8(e.what()), {}, {}});
        return;
    }
    const bool predictions =
        format == FileFormat::CocoResults || format == FileFormat::SubmissionCsv;
    const bool damaged = format == FileFormat::Unknown && PredictCommands::looksLikeWeights(path);
    if (format == FileFormat::Weights || damaged)
        m_predict->openWith(path.toStdString());
    else if (predictions && m_session.project())
        m_session.importPredictions(path);
    else
        m_session.open(path);
}

}  // namespace selvedge
