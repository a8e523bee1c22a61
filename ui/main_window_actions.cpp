// MainWindow: commands of the menus, and what they ask for.

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

#include "app/session/undo_order.h"
#include "ui/browse/browse_export.h"
#include "ui/browse/browse_page.h"
#include "ui/history_dock.h"
#include "ui/main_window.h"
#include "ui/measure_actions.h"
#include "ui/parts/command_palette.h"
#include "ui/parts/icons.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/theme.h"
#include "ui/plot/plot_view.h"
#include "ui/predict/predict_commands.h"
#include "ui/problems_dock.h"
#include "ui/shortcut_editor.h"
#include "ui/tune/tune_page.h"

namespace selvedge {

namespace {

constexpr int kLayoutVersion = 1;

QString askFile(QWidget* parent, const QString& title, const QString& folder,
                const QString& filter) {
    return QFileDialog::getOpenFileName(parent, title, folder, filter);
}

}  // namespace

void MainWindow::makeFileActions() {
    const QString file = tr("File");
    // Where the last file was, else where the data is, else at home.
    const auto lastFolder = [this] {
        const Settings& settings = m_session.settings();
        const QString last = settings.value(Settings::Key::LastFolder).toString();
        const QString recent =
            settings.value(Settings::Key::RecentProjects).toStringList().value(0);
        return !last.isEmpty()     ? last
               : !recent.isEmpty() ? QFileInfo(recent).absolutePath()
                                   : QDir::homePath();
    };
    m_choosers.openFile = [lastFolder](QWidget* parent, const QString& title,
                                       const QString& filter) {
        return askFile(parent, title, lastFolder(), filter);
    };
    m_choosers.openFolder = [lastFolder](QWidget* parent, const QString& title) {
        return QFileDialog::getExistingDirectory(parent, title, lastFolder());
    };
    m_choosers.saveFile = [lastFolder](QWidget* parent, const QString& title, const QString& name,
                                       const QString& filter) {
        return QFileDialog::getSaveFileName(parent, title, lastFolder() + u'/' + name, filter);
    };
    const auto add = [&](const char* id, const QString& text, const char* icon,
                         const QKeySequence& key, void (MainWindow::*run)()) {
        m_registry->add({QLatin1String(id), file, text, QLatin1String(icon), key},
                        [this, run] { (this->*run)(); });
    };
    add("file.open", tr("Open a dataset or project…"), "document-open",
        QKeySequence(Qt::CTRL | Qt::Key_O), &MainWindow::openFile);
    add("file.openFolder", tr("Open a folder…"), "folder-open",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), &MainWindow::openFolder);
    m_registry->add({QStringLiteral("file.openSample"), file, tr("Open the sample"),
                     QStringLiteral("draw-brush"), QKeySequence(Qt::CTRL | Qt::Key_E)},
                    [this] { m_session.openSample(); });
    m_registry->separate();
    add("file.locateImages", tr("Locate the image folder…"), "folder-pictures", {},
        &MainWindow::locateImages);
    add("file.importPredictions", tr("Import predictions…"), "document-import",
        QKeySequence(Qt::CTRL | Qt::Key_I), &MainWindow::importPredictions);
    m_registry->separate();
    add("file.export", tr("Export…"), "document-export",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), &MainWindow::exportChosen);
    m_registry->separate();
    m_registry->add({QStringLiteral("file.quit"), file, tr("Quit"),
                     QStringLiteral("application-exit"), QKeySequence(Qt::CTRL | Qt::Key_Q)},
                    [this] { close(); });
}

void MainWindow::makeEditActions() {
    const QString edit = tr("Edit");
    m_registry->add({QStringLiteral("edit.undo"), edit, tr("Undo"), QStringLiteral("edit-undo"),
                     QKeySequence(Qt::CTRL | Qt::Key_Z)},
                    [this] { m_undo->undo(); });
    m_registry->add({QStringLiteral("edit.redo"), edit, tr("Redo"), QStringLiteral("edit-redo"),
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
                    [this] { m_undo->redo(); });
    m_registry->add({QStringLiteral("view.history"), edit, tr("Show or hide the history"),
                     QStringLiteral("view-history"), QKeySequence(Qt::CTRL | Qt::Key_H)},
                    [this] {
                        const bool seen = !m_historyDock->visibleRegion().isEmpty();
                        m_historyDock->setVisible(!seen);
                        if (!seen)
                            m_historyDock->raise();
                    });
}

void MainWindow::refreshUndo() {
    const auto show = [this](const char* id, bool can, const QString& word, const QString& what) {
        QAction* action = m_registry->action(QLatin1String(id));
        action->setEnabled(can);
        action->setText(can && !what.isEmpty() ? tr("%1: %2").arg(word, what) : word);
    };
    show("edit.undo", m_undo->canUndo(), tr("Undo"), m_undo->undoWords());
    show("edit.redo", m_undo->canRedo(), tr("Redo"), m_undo->redoWords());
}

void MainWindow::makeViewActions() {
    const QString view = tr("View");
    m_registry->add(
        {QStringLiteral("view.theme"), view, tr("Switch between light and dark"),
         QStringLiteral("contrast"), QKeySequence(Qt::CTRL | Qt::Key_D)},
        [this] {
            setTheme(Theme::instance().isDark() ? QStringLiteral("light") : QStringLiteral("dark"));
        });
    m_registry->separate();
    m_registry->add({QStringLiteral("view.resetLayout"),
                     view,
                     tr("Put all docks back"),
                     QStringLiteral("view-refresh"),
                     {}},
                    [this] { resetLayout(); });
    m_registry->add({QStringLiteral("view.fullScreen"), view, tr("Full screen"),
                     QStringLiteral("view-fullscreen"), QKeySequence(Qt::Key_F11)},
                    [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    m_registry->add({QStringLiteral("view.jobs"), view, tr("Show or hide jobs"),
                     QStringLiteral("view-list-details"), QKeySequence(Qt::CTRL | Qt::Key_J)},
                    [this] { m_jobs->setWanted(m_jobs->visibleRegion().isEmpty()); });
    m_registry->add(
        {QStringLiteral("view.problems"), view, tr("Show or hide problems"),
         QStringLiteral("dialog-warning"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J)},
        [this] {
            if (m_problemsDock->visibleRegion().isEmpty())
                showProblems();
            else
                m_problemsDock->hide();
        });
}

void MainWindow::makeRunActions() {
    const QString run = tr("Run");
    const auto add = [&](const char* id, const QString& text, const char* icon,
                         const QKeySequence& key, std::function<void()> what) {
        m_registry->add({QLatin1String(id), run, text, QLatin1String(icon), key}, std::move(what));
    };
    m_predict = new PredictCommands(m_session, *m_registry, *m_export, this);
    m_predict->askWeights = [this] {
        return folderOf(
            m_choosers.openFile(this, tr("Weights of a network"),
                                tr("Weights (*.safetensors *.pth *.pt *.pkl);;All files (*)")));
    };
    m_predict->askPhotos = [this] {
        return folderOf(m_choosers.openFolder(this, tr("Folder with photos")));
    };
    add("run.evaluate", tr("Evaluate the current run"), "office-chart-bar",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] {
            m_session.startEvaluation();
            show(Workspace::Evaluate);
        });
    add("run.sweep", tr("Sweep the thresholds of the current run"), "games-config-options",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), [this] {
            m_session.startSweep();
            show(Workspace::Tune);
        });
    m_registry->separate();
    add("run.examine", tr("Look for problems in the data"), "tools-check-spelling",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), [this] { examine(); });
    add("run.repairAll", tr("Repair all problems that have a repair"), "tools-wizard", {},
        [this] { m_problems->repairAllSafe(); });
    add("run.undoRepair", tr("Undo the last repair"), "edit-undo", {},
        [this] { m_problems->undoRepair(); });
    m_registry->separate();
    add("run.stopAll", tr("Stop all jobs"), "media-playback-stop", {},
        [this] { m_session.jobs().stopAll(); });
    add("run.clearJobs", tr("Clear finished jobs"), "edit-clear-all", {},
        [this] { m_session.jobs().removeEnded(); });
}

void MainWindow::makeMeasureActions() {
    const QString kind = tr("Thresholds (*.json)");
    ThresholdFiles files;
    files.open = [this, kind] {
        return folderOf(m_choosers.openFile(this, tr("Load thresholds"), kind));
    };
    files.save = [this, kind](const QString& name) {
        return folderOf(m_choosers.saveFile(this, tr("Save the thresholds"), name, kind));
    };
    selvedge::makeMeasureActions(*m_registry, m_session, m_tune->history(), std::move(files));
}

void MainWindow::makeHelpActions() {
    const QString help = tr("Help");
    m_registry->add({QStringLiteral("view.palette"), help, tr("Find a command…"),
                     QStringLiteral("edit-find"), QKeySequence(Qt::CTRL | Qt::Key_K)},
                    [this] { m_palette->open(); });
    m_registry->add({QStringLiteral("view.shortcuts"), help, tr("Keyboard shortcuts…"),
                     QStringLiteral("input-keyboard"), QKeySequence(Qt::Key_F1)},
                    [this] { editShortcuts(); });
    m_registry->separate();
    m_registry->add(
        {QStringLiteral("help.about"),
         help,
         tr("About Selvedge"),
         QStringLiteral("help-about"),
         {}},
        [this] {
            m_session.post(
                {Message::Kind::Info,
                 tr("Selvedge %1, Apache License 2.0, with Qt %2. Licences of all it is "
                    "built with: LICENSES.md beside its source.")
                     .arg(QApplication::applicationVersion(), QString::fromLatin1(qVersion())),
                 {},
                 {}});
        });
}

void MainWindow::makePlotActions() {
    const QString view = tr("View");
    m_registry->separate();
    QList<QAction*> actions;
    const auto add = [&](const char* id, const QString& text, auto run) {
        QAction* action = m_registry->add({QLatin1String(id), view, text, {}, {}}, [this, run] {
            if (m_plot)
                run(*m_plot);
        });
        action->setEnabled(false);
        actions += action;
    };
    add("plot.copyPicture", tr("Copy the plot as a picture"),
        [](PlotView& plot) { plot.copyPicture(); });
    add("plot.savePicture", tr("Save the plot as a picture…"),
        [](PlotView& plot) { plot.savePicture(); });
    add("plot.showAll", tr("Show all of the plot"), [](PlotView& plot) { plot.setZoom({}); });
    for (PlotView* plot : m_stack->findChildren<PlotView*>())
        plot->addActions(actions);  // its context menu
    // The palette takes the focus, so the plot that had it last counts while it is seen.
    connect(qApp, &QApplication::focusChanged, this, [this, actions](QWidget*, QWidget* now) {
        if (auto* plot = qobject_cast<PlotView*>(now))
            m_plot = plot;
        for (QAction* action : actions)
            action->setEnabled(m_plot && m_plot->isVisible());
    });
}

void MainWindow::editShortcuts() {
    if (!m_shortcuts)
        m_shortcuts = new ShortcutEditor(*m_registry, this);
    m_shortcuts->show();
    m_shortcuts->raise();
    m_shortcuts->activateWindow();
}

// Of the open project's neighbours; the list is made when the menu opens.
void MainWindow::makeRecentMenu() {
    auto* menu = new QMenu(tr("Open a recent one"), this);
    menu->setIcon(themedIcon(QStringLiteral("document-open-recent")));
    QAction* after = m_registry->action(QStringLiteral("file.openFolder"));
    for (QAction* top : menuBar()->actions()) {
        if (top->menu()->actions().contains(after))
            top->menu()->insertMenu(after, menu);
    }
    const auto refill = [this, menu] {
        menu->clear();
        for (const QString& path :
             m_session.settings().value(Settings::Key::RecentProjects).toStringList()) {
            // An ampersand in a name is no mnemonic.
            const QString text = QString(QDir::toNativeSeparators(path))
                                     .replace(QStringLiteral("&"), QStringLiteral("&&"));
            menu->addAction(text, this, [this, path] { m_session.open(path); });
        }
        menu->setEnabled(!menu->isEmpty());
    };
    connect(&m_session.settings(), &Settings::changed, menu, [refill](Settings::Key key) {
        if (key == Settings::Key::RecentProjects)
            refill();
    });
    refill();
}

void MainWindow::keepLayout() {
    m_session.settings().setValue(Settings::Key::WindowGeometry, saveGeometry());
    m_session.settings().setValue(Settings::Key::WindowLayout, saveState(kLayoutVersion));
    m_browse->keepLayout();
}

void MainWindow::restoreLayout() {
    const Settings& settings = m_session.settings();
    restoreGeometry(settings.value(Settings::Key::WindowGeometry).toByteArray());
    m_ownLayout = saveState(kLayoutVersion);
    // What was kept by another version, or is no layout, changes nothing.
    restoreState(settings.value(Settings::Key::WindowLayout).toByteArray(), kLayoutVersion);
}

void MainWindow::resetLayout() {
    restoreState(m_ownLayout, kLayoutVersion);
    m_browse->resetLayout();
}

void MainWindow::showProblems() {
    m_problemsDock->show();
    m_problemsDock->raise();
}

void MainWindow::examine() {
    showProblems();
    m_problems->examine();
}

void MainWindow::setTheme(const QString& name) {
    Theme::instance().apply(Theme::fromSetting(name));
    m_session.settings().setValue(Settings::Key::Theme, name);
}

QString MainWindow::folderOf(const QString& chosen) {
    if (!chosen.isEmpty())
        m_session.settings().setValue(Settings::Key::LastFolder, QFileInfo(chosen).absolutePath());
    return chosen;
}

void MainWindow::openFile() {
    const QString path =
        folderOf(m_choosers.openFile(this, tr("Open a dataset, a project or weights"),
                                     tr("Datasets, projects and weights (*.csv *.json *.selvedge "
                                        "*.safetensors *.pth *.pt *.pkl);;All files (*)")));
    if (!path.isEmpty())
        take(path);
}

void MainWindow::openFolder() {
    const QString path = folderOf(m_choosers.openFolder(this, tr("Folder with a train.csv")));
    if (!path.isEmpty())
        m_session.open(path);
}

void MainWindow::locateImages() {
    const QString path = folderOf(m_choosers.openFolder(this, tr("Folder with the images")));
    if (!path.isEmpty())
        m_session.setImageFolder(path);
}

void MainWindow::importPredictions() {
    const QString path = folderOf(
        m_choosers.openFile(this, tr("Import predictions"),
                            tr("COCO results and submissions (*.json *.csv);;All files (*)")));
    if (!path.isEmpty())
        m_session.importPredictions(path);
}

void MainWindow::exportChosen() {
    m_export->open([this](const QString& title, const QString& name, const QString& filter) {
        return folderOf(m_choosers.saveFile(this, title, name, filter));
    });
}

}  // namespace selvedge
