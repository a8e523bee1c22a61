#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QTemporaryDir>
#include <future>

#include "ui/browse/browse_page.h"
#include "ui/job_notices.h"
#include "ui/parts/command_palette.h"
#include "ui/parts/job_row.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "ui/plot/plot_view.h"
#include "ui/tour.h"
#include "ui/train/train_page.h"
#include "ui/train/train_plots.h"
#include "window_fixture.h"

using namespace selvedge;

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void idsAndShortcutsAreUniqueAndInThePalette();
    void thePaletteFindsAndRuns();
    void welcomeGivesWayToTheProject();
    void aWrongFileIsSaidInTheBarAndNothingIsLost();
    void theBarShowsTheLatestAndKeepsTheEarlier();
    void theDockFollowsARealJob();
    void aRowHasALogAndOpensItsResult();
    void endsInTheBackgroundAreTold();
    void thePlotWithTheFocusIsCopied();
    void theTourTellsOfAFailedJob();
    void everyControlHasAName();
};

void WindowTest::idsAndShortcutsAreUniqueAndInThePalette() {
    WindowFixture f;
    QSet<QString> ids, keys;
    CommandListModel model;
    QAbstractItemModelTester tester(&model);
    model.setCommands(f.window.actions().actions());
    QCOMPARE(model.rowCount(), int(f.window.actions().actions().size()));
    for (const QAction* action : f.window.actions().actions()) {
        QVERIFY2(!ids.contains(action->objectName()), qPrintable(action->objectName()));
        ids += action->objectName();
        QVERIFY(!action->text().isEmpty() && !ActionRegistry::menuOf(action).isEmpty());
        // What cannot be run says why.
        QVERIFY2(action->isEnabled() || !ActionRegistry::needOf(action).isEmpty(),
                 qPrintable(action->objectName()));
        if (action->shortcut().isEmpty())
            continue;
        QVERIFY2(!f.window.actions().holderOf(action->shortcut(), action),
                 qPrintable(action->text()));
        keys += action->shortcut().toString();
    }
    QVERIFY(keys.contains(QStringLiteral("Ctrl+K")));
    QVERIFY(ids.size() > 30);
}

void WindowTest::thePaletteFindsAndRuns() {
    WindowFixture f;
    CommandPalette& palette = f.window.commandPalette();
    f.action("view.palette")->trigger();
    QVERIFY(palette.isVisible());
    QTest::keyClicks(palette.field(), QStringLiteral("light dark"));
    QCOMPARE(palette.model().rowCount(), 1);
    QCOMPARE(palette.model().actionAt(0), f.action("view.theme"));
    QVERIFY(Theme::instance().isDark());
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QVERIFY(!palette.isVisible());
    QVERIFY(!Theme::instance().isDark());
    QCOMPARE(f.settings.value(Settings::Key::Theme).toString(), QStringLiteral("light"));
    f.action("view.theme")->trigger();
    palette.open();
    QTest::keyClick(palette.field(), Qt::Key_Escape);
    QVERIFY(!palette.isVisible());
}

void WindowTest::welcomeGivesWayToTheProject() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.window.welcomeShown());
    QVERIFY(!f.action("workspace.train")->isEnabled());
    f.window.setChoosers(
        {[&](QWidget*, const QString&, const QString&) { return small.csv(); }, {}, {}});
    f.action("file.open")->trigger();
    QTRY_VERIFY(!f.window.welcomeShown());
    QCOMPARE(f.window.browse().gallery().images().size(), std::size_t(6));
    QVERIFY(f.action("workspace.train")->isEnabled());
    QCOMPARE(f.settings.value(Settings::Key::RecentProjects).toStringList(),
             QStringList{small.csv()});
    for (const char* id :
         {"workspace.train", "workspace.evaluate", "workspace.tune", "workspace.browse"}) {
        f.action(id)->trigger();
        QVERIFY(f.action(id)->isChecked());
    }
}

void WindowTest::aWrongFileIsSaidInTheBarAndNothingIsLost() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    const QString wrong = small.path(QStringLiteral("wrong.csv"));
    QFile file(wrong);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("a,b\n1,2\n");
    file.close();
    f.session.open(wrong);
    QTRY_VERIFY(f.window.messages().count() > 0);
    QVERIFY2(f.window.messages().text().contains(QStringLiteral("wrong.csv")),
             qPrintable(f.window.messages().text()));
    QVERIFY(f.window.messages().isVisible());
    QCOMPARE(f.window.browse().gallery().images().size(), std::size_t(6));
}

void WindowTest::theBarShowsTheLatestAndKeepsTheEarlier() {
    MessageBar bar;
    int acted = 0;
    bar.show({Message::Kind::Info, "first", {}, {}});
    bar.show({Message::Kind::Warning, "second", "Locate", [&] { ++acted; }});
    bar.show({Message::Kind::Warning, "second", "Locate", [&] { ++acted; }});
    QCOMPARE(bar.count(), 2);
    QCOMPARE(bar.text(), QStringLiteral("second"));
    for (auto* button : bar.findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String("Locate"))
            button->click();
    }
    QCOMPARE(acted, 1);
    QCOMPARE(bar.text(), QStringLiteral("first"));
    bar.clear();
    QVERIFY(bar.isHidden());
}

void WindowTest::theDockFollowsARealJob() {
    JobList jobs;
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    Settings settings(store);
    JobsDock dock(jobs, settings);
    Job* job = jobs.add("Count", {}, [](std::stop_token stop, const ProgressCallback& progress) {
        progress({3, 10, "sheep", "Counting"});
        while (!stop.stop_requested())
            std::this_thread::yield();
        return Job::Outcome{{}, "three sheep", true};
    });
    JobRow* row = dock.row(job);
    QVERIFY(row);
    QCOMPARE(row->stateText(), QStringLiteral("running"));
    QTRY_VERIFY(row->whatText().contains(QStringLiteral("3 of 10 sheep")));
    QVERIFY(runningText(jobs).contains(QStringLiteral("30 %")));
    dock.hide();
    dock.offer();
    QVERIFY(!dock.isHidden());
    QTest::mouseClick(row->stopButton(), Qt::LeftButton);
    QTRY_COMPARE(row->stateText(), QStringLiteral("stopped"));
    QVERIFY(dock.isHidden());  // as it came
    dock.setWanted(false);
    dock.offer();
    QVERIFY(dock.isHidden());
    QCOMPARE(row->whatText(), QStringLiteral("three sheep"));
    QVERIFY(runningText(jobs).isEmpty());
    jobs.removeEnded();
    QVERIFY(!dock.row(job));

    Job* failing =
        jobs.add("Fail", {}, [](std::stop_token, const ProgressCallback&) -> Job::Outcome {
            throw std::runtime_error("x.csv: line 3 has no end");
        });
    QTRY_COMPARE(dock.row(failing)->stateText(), QStringLiteral("failed"));
    QVERIFY(dock.row(failing)->accessibleName().contains(QStringLiteral("line 3")));
}

void WindowTest::aRowHasALogAndOpensItsResult() {
    JobList jobs;
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    Settings settings(store);
    JobsDock dock(jobs, settings);
    dock.resize(900, 200);
    dock.show();
    int opened = 0;
    std::promise<void> go;
    Job* job = jobs.add("Count", {}, [&](std::stop_token, const ProgressCallback& progress) {
        progress({1, 3, "sheep", "Looking for sheep"});
        go.get_future().wait();
        progress({3, 3, "sheep", "Counting them"});
        return Job::Outcome{{}, "three sheep", false, [&] { ++opened; }};
    });
    JobRow* row = dock.row(job);
    QTRY_VERIFY(row->isVisible());  // the dock has laid it out
    row->logButton()->click();
    QVERIFY(row->log()->isVisible() && !row->openButton()->isVisible());
    QTRY_VERIFY(row->log()->toPlainText().contains("Looking for sheep"));
    QVERIFY(!row->log()->toPlainText().contains("three sheep"));
    go.set_value();
    QTRY_VERIFY(row->openButton()->isVisible() && !row->stopButton()->isVisible());
    const QStringList lines = row->log()->toPlainText().split(u'\n');
    QVERIFY(lines.back().contains("three sheep"));
    QVERIFY(lines[lines.size() - 2].contains("Counting them"));
    QTest::mouseClick(row->openButton(), Qt::LeftButton);
    QCOMPARE(opened, 1);
    const int tall = row->height();
    row->logButton()->click();
    QVERIFY(row->log()->isHidden() && row->height() < tall);
    // What failed has nothing to open, and its log says why.
    Job* failing =
        jobs.add("Fail", {}, [](std::stop_token, const ProgressCallback&) -> Job::Outcome {
            throw std::runtime_error("x.csv: line 3 has no end");
        });
    QTRY_COMPARE(failing->state(), Job::State::Failed);
    QTRY_VERIFY(dock.row(failing)->isVisible());
    QVERIFY(!dock.row(failing)->openButton()->isVisible());
    dock.row(failing)->logButton()->click();
    QVERIFY(dock.row(failing)->log()->toPlainText().contains("line 3"));
}

void WindowTest::endsInTheBackgroundAreTold() {
    JobList jobs;
    QWidget window;
    JobNotices notices(jobs, window);
    QStringList told;
    bool background = true;
    notices.inBackground = [&] { return background; };
    notices.notify = [&](const QString& title, const QString& text) {
        told += title + u'|' + text;
    };
    const auto run = [&](const char* name, bool quiet = false) {
        Job* job = jobs.add(name, {}, [](std::stop_token, const ProgressCallback&) {
            return Job::Outcome{{}, "three sheep", false};
        });
        job->setProperty(kQuietJob, quiet);
        return QTest::qWaitFor([&] { return job->hasEnded(); });
    };
    QVERIFY(run("quick"));
    QCOMPARE(told, QStringList());
    notices.leastSeconds = 0;
    QVERIFY(run("unasked", true));
    QVERIFY(run("Count"));
    QCOMPARE(told, QStringList{"Count|done: three sheep"});
    background = false;
    QVERIFY(run("Count again"));
    QCOMPARE(told.size(), 1);
    background = true;
    notices.leastSeconds = 3;
    Job* failing =
        jobs.add("Fail", {}, [](std::stop_token, const ProgressCallback&) -> Job::Outcome {
            throw std::runtime_error("no disk");
        });
    QTRY_VERIFY(failing->hasEnded());
    QCOMPARE(told.back(), QString("Fail|failed: no disk"));
}

void WindowTest::thePlotWithTheFocusIsCopied() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.action("workspace.train")->trigger();
    QVERIFY(!f.action("plot.copyPicture")->isEnabled());
    PlotView* plot = f.window.findChild<TrainPage*>()->plots()->losses();
    QVERIFY(plot->actions().contains(f.action("plot.copyPicture")));
    f.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&f.window));
    plot->setFocus();
    QTRY_VERIFY(f.action("plot.copyPicture")->isEnabled());
    f.action("plot.copyPicture")->trigger();
    QCOMPARE(QApplication::clipboard()->image().size(), plot->picture().size());
    f.action("workspace.browse")->trigger();
    QTRY_VERIFY(!f.action("plot.copyPicture")->isEnabled());
}

void WindowTest::theTourTellsOfAFailedJob() {
    const SmallProject small;
    const QString pictures = small.path(QStringLiteral("tour"));
    {
        WindowFixture f;
        QCOMPARE(runTour(f.window, f.session, small.csv(), pictures), QString());
        f.session.importPredictions(results(small));
        QTRY_VERIFY(f.session.predictions() && f.session.jobs().unfinished() == 0);
        QCOMPARE(runTour(f.window, f.session, small.csv(), pictures), QString());
        QVERIFY(f.session.measurement() && f.session.sweepResult());
    }
    QVERIFY(QFile::exists(pictures + QStringLiteral("/compare-light.png")));
    // The run's predictions are damaged: the pictures come, the answer is no.
    QDirIterator found(small.path(QStringLiteral(".")), {QStringLiteral("predictions.json")},
                       QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(found.hasNext());
    QFile file(found.next());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[{") > 0);
    file.close();
    WindowFixture f;
    const QString fault = runTour(f.window, f.session, small.csv(), pictures);
    QVERIFY2(fault.contains(QStringLiteral("predictions.json")), qPrintable(fault));
    Theme::instance().apply(Theme::Name::Dark);  // it ends in the other one
}

void WindowTest::everyControlHasAName() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions());
    f.session.startEvaluation();
    f.session.startSweep();
    QTRY_VERIFY_WITH_TIMEOUT(f.session.sweepResult() && f.session.measurement(), 60000);
    QTRY_VERIFY(!f.session.evaluating());
    f.window.browse().openImage(0);
    QTRY_VERIFY(f.window.browse().settled());
    int controls = 0;
    for (const char* id :
         {"workspace.browse", "workspace.train", "workspace.evaluate", "workspace.tune"}) {
        f.action(id)->trigger();
        for (QWidget* widget : f.window.findChildren<QWidget*>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() ||
                !widget->isVisible() || widget->visibleRegion().isEmpty())
                continue;  // an empty bar for docks waits outside the window
            ++controls;
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString(widget->metaObject()->className()) + u' ' +
                                widget->parentWidget()->metaObject()->className()));
        }
    }
    QVERIFY2(controls > 60, qPrintable(QString::number(controls)));
}

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
