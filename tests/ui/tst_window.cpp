#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QtTest>

#include "small_project.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/inspector.h"
#include "ui/browse/viewer.h"
#include "ui/main_window.h"
#include "ui/parts/command_palette.h"
#include "ui/parts/job_row.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "ui/plot/plot_view.h"
#include "ui/tour.h"
#include "ui/train/train_page.h"
#include "ui/train/train_plots.h"

using namespace selvedge;

namespace {

// A whole window over settings and a cache of its own.
struct Fixture {
    QTemporaryDir folder;
    QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    Settings settings{store};
    Session session{settings};
    MainWindow window{session};

    Fixture() {
        window.resize(1280, 800);
        window.show();
    }
    bool open(const SmallProject& small) {
        session.open(small.csv());
        return QTest::qWaitFor(
            [this] { return session.project() && session.jobs().unfinished() == 0; });
    }
    QAction* action(const char* id) { return window.actions().action(QLatin1String(id)); }
};

QString results(const SmallProject& small) {
    const auto mask = RleMask::fromBox(SmallProject::kWidth, SmallProject::kHeight, {6, 5, 20, 30});
    const QString text =
        QStringLiteral(R"([{"image_id":"%1","category_id":9,"score":0.9,"bbox":[6,5,20,30],)"
                       R"("segmentation":{"size":[60,40],"counts":"%2"},)"
                       R"("attribute_ids":[3,5],"attribute_scores":[0.8,0.2]},)"
                       R"({"image_id":"%1","category_id":23,"score":0.3,"bbox":[6,5,20,30],)"
                       R"("segmentation":{"size":[60,40],"counts":"%2"}}])")
            .arg(SmallProject::imageId(0),
                 QString::fromStdString(toCocoRle(mask)).replace(u'\\', QStringLiteral("\\\\")));
    const QString path = small.path(QStringLiteral("results.json"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text.toUtf8());
    return path;
}

}  // namespace

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
    void filteringByKeyboardNarrowsTheGallery();
    void anEmptyFilterOffersToBeCleared();
    void selectionIsTheSameInListAndCanvas();
    void theScoreThresholdFiltersWhatIsShown();
    void aSmallerProjectCanFollowALargerOne();
    void openedAgainAPictureIsSharpAgain();
    void aMissingPictureIsNamedInTheViewer();
    void missingImagesAskForTheirFolder();
    void thePlotWithTheFocusIsCopied();
    void theTourTellsOfAFailedJob();
    void everyControlHasAName();
};

void WindowTest::idsAndShortcutsAreUniqueAndInThePalette() {
    Fixture f;
    QSet<QString> ids, keys;
    CommandListModel model;
    QAbstractItemModelTester tester(&model);
    model.setCommands(f.window.actions().actions());
    QCOMPARE(model.rowCount(), int(f.window.actions().actions().size()));
    for (const QAction* action : f.window.actions().actions()) {
        QVERIFY2(!ids.contains(action->objectName()), qPrintable(action->objectName()));
        ids += action->objectName();
        QVERIFY(!action->text().isEmpty() && !ActionRegistry::menuOf(action).isEmpty());
        if (action->shortcut().isEmpty())
            continue;
        QVERIFY2(!keys.contains(action->shortcut().toString()), qPrintable(action->text()));
        keys += action->shortcut().toString();
    }
    QVERIFY(keys.contains(QStringLiteral("Ctrl+K")));
    QVERIFY(ids.size() > 30);
}

void WindowTest::thePaletteFindsAndRuns() {
    Fixture f;
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
    Fixture f;
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
    Fixture f;
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
    JobsDock dock(jobs);
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
    QTest::mouseClick(row->stopButton(), Qt::LeftButton);
    QTRY_COMPARE(row->stateText(), QStringLiteral("stopped"));
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

void WindowTest::filteringByKeyboardNarrowsTheGallery() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kFindFacet)->trigger();
    QTest::keyClicks(browse.filters().field(), QStringLiteral("dress"));
    QTreeView* tree = browse.filters().tree();
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Home);
    QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("dress"));
    QTest::keyClick(tree, Qt::Key_Space);
    QCOMPARE(browse.gallery().images(), (std::vector<ImageIndex>{2, 5}));
    QTest::keyClick(tree, Qt::Key_Space, Qt::AltModifier);
    QCOMPARE(browse.gallery().images(), (std::vector<ImageIndex>{0, 1, 3, 4}));
    f.action(browse::kClearFilters)->trigger();
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
    QVERIFY(!f.action(browse::kClearFilters)->isEnabled());
}

void WindowTest::anEmptyFilterOffersToBeCleared() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    FacetModel& model = browse.filters().model();
    const QModelIndex categories = model.index(0, 0);
    model.setState(model.index(model.rowCount(categories) - 1, 0, categories), FacetState::Include);
    QVERIFY(browse.gallery().images().empty());
    QVERIFY(!browse.gallery().isVisible());
    QPushButton* clear = nullptr;
    for (auto* button : browse.findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String("Clear filters") && button->isVisible())
            clear = button;
    }
    QVERIFY(clear);
    clear->click();
    QVERIFY(browse.gallery().isVisible());
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
}

void WindowTest::selectionIsTheSameInListAndCanvas() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    QAbstractItemModelTester tester(&browse.inspector().model());
    browse.openImage(0);
    QVERIFY(browse.viewerShown());
    QTRY_VERIFY(browse.settled() && browse.viewer().first().scene());
    ObjectListModel& model = browse.inspector().model();
    QCOMPARE(model.rowCount(), 1);  // no predictions: one section
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    f.action(browse::kNextObject)->trigger();
    QVERIFY(f.session.currentObject().has_value());
    const CanvasObject* coat = model.object(browse.inspector().list()->currentIndex());
    QVERIFY(coat);
    QCOMPARE(coat->ref, *f.session.currentObject());
    QCOMPARE(coat->name, QStringLiteral("coat"));
    QCOMPARE(browse.inspector().chips().groups().size() > 0, true);
    browse.inspector().list()->setCurrentIndex(model.index(1, 0, model.index(0, 0)));
    QVERIFY(*f.session.currentObject() != coat->ref);
    f.action(browse::kNextImage)->trigger();
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(1));
    f.action(browse::kGallery)->trigger();
    QVERIFY(!browse.viewerShown());
    QCOMPARE(browse.gallery().current(), std::optional<ImageIndex>(1));
}

void WindowTest::theScoreThresholdFiltersWhatIsShown() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.session.importPredictions(results(small));
    QTRY_VERIFY2(f.session.predictions(), qPrintable(f.window.messages().text()));
    BrowsePage& browse = f.window.browse();
    browse.openImage(0);
    f.action(browse::kSideBySide)->trigger();
    QTRY_VERIFY(browse.settled() && browse.inspector().model().rowCount() == 2);
    QVERIFY(browse.viewer().sideBySide());
    ObjectListModel& model = browse.inspector().model();
    OperatingPoint point = f.session.operatingPoint();
    point.scoreThreshold = 0.05;
    f.session.setOperatingPoint(point);
    QCOMPARE(model.rowCount(model.index(1, 0)), 2);
    point.scoreThreshold = 0.5;
    f.session.setOperatingPoint(point);
    QCOMPARE(model.rowCount(model.index(1, 0)), 1);
    QVERIFY(!browse.viewer().first().styleOfObjects().predictions);
    QVERIFY(!browse.viewer().second().styleOfObjects().truth);
    QCOMPARE(browse.viewer().second().styleOfObjects().scoreThreshold, 0.5);
    // The likely attribute is on, the other one faint.
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Prediction, 0});
    int on = 0, faint = 0;
    for (const ChipGroup& group : browse.inspector().chips().groups()) {
        for (const Chip& chip : group.chips)
            (chip.on ? on : faint) += 1;
    }
    QCOMPARE(on, 1);
    QCOMPARE(faint, 1);
}

void WindowTest::aSmallerProjectCanFollowALargerOne() {
    Fixture f;
    const SmallProject large(300), small(3);
    QVERIFY(f.open(large));
    Gallery& gallery = f.window.browse().gallery();
    f.session.importPredictions(results(large));
    QTRY_VERIFY(f.session.predictions());
    gallery.setFocus();
    QTest::keyClick(&gallery, Qt::Key_End);
    QTRY_VERIFY(gallery.loader().get(299) && gallery.loader().idle());
    // Whoever hears of the change finds tiles of the project that is open.
    int wrong = 0;
    for (auto signal : {&Session::predictionsChanged, &Session::runsChanged,
                        &Session::evaluationChanged, &Session::currentImageChanged})
        connect(&f.session, signal, &gallery, [&] {
            for (const ImageIndex image : gallery.images())
                wrong += image >= f.session.objects()->images.size();
        });
    f.session.open(small.csv());
    QTRY_COMPARE(f.session.objects()->images.size(), std::size_t(3));
    QCOMPARE(gallery.images().size(), std::size_t(3));
    QCOMPARE(wrong, 0);
    QTRY_VERIFY(gallery.loader().get(2) && gallery.loader().idle());
    QVERIFY(!gallery.current());
    // And back, with more images than before.
    f.session.open(large.csv());
    QTRY_COMPARE(gallery.images().size(), std::size_t(300));
    QTRY_VERIFY(gallery.loader().get(0) && f.window.browse().settled());
}

void WindowTest::openedAgainAPictureIsSharpAgain() {
    Fixture f;
    const SmallProject small;
    // Larger than any tile.
    constexpr int kWide = 800, kTall = 1200;
    writeJpeg(small.path("images/img0000.jpg").toStdString(),
              {kWide, kTall, std::vector<std::uint8_t>(3 * kWide * kTall, 90)});
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    QTRY_VERIFY(browse.gallery().loader().get(0));
    const auto sharp = [&] {
        const ImageMips* mips = browse.viewer().first().mips();
        return mips && mips->levels().front().size() == QSize(kWide, kTall);
    };
    browse.openImage(0);
    QTRY_VERIFY(browse.settled() && sharp());
    f.action(browse::kGallery)->trigger();
    QVERIFY(!browse.viewerShown());
    browse.openImage(0);
    QTRY_VERIFY(browse.settled());
    QVERIFY(sharp());
    // Also when it was left before its pixels were there.
    f.action(browse::kGallery)->trigger();
    browse.openImage(0);
    f.action(browse::kGallery)->trigger();
    browse.openImage(0);
    QTRY_VERIFY(browse.settled());
    QVERIFY(sharp());
}

void WindowTest::aMissingPictureIsNamedInTheViewer() {
    Fixture f;
    const SmallProject small;
    const QString gone = small.path("images/img0001.jpg");
    QVERIFY(QFile::remove(gone));
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    const Canvas& canvas = browse.viewer().first();
    browse.openImage(1);
    QTRY_VERIFY(browse.settled() && canvas.scene());
    QVERIFY2(canvas.fault().contains(gone), qPrintable(canvas.fault()));
    // New predictions bring a new scene, not a picture.
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions() && browse.settled());
    QVERIFY2(canvas.fault().contains(gone), qPrintable(canvas.fault()));
    f.action(browse::kNextImage)->trigger();
    QTRY_VERIFY(browse.settled());
    QVERIFY(canvas.fault().isEmpty() && canvas.mips());
}

void WindowTest::missingImagesAskForTheirFolder() {
    Fixture f;
    const SmallProject small(3, false), full(3);
    QVERIFY(f.open(small));
    QTRY_VERIFY(f.window.messages().count() > 0);
    f.window.setChoosers({{}, [&](QWidget*, const QString&) { return full.path("images"); }, {}});
    for (auto* button : f.window.messages().findChildren<QPushButton*>()) {
        if (button->isVisible())
            button->click();
    }
    QTRY_VERIFY(f.window.browse().gallery().loader().get(0) != nullptr);
    QVERIFY(!f.window.browse().gallery().loader().get(0)->image.isNull());
}

void WindowTest::thePlotWithTheFocusIsCopied() {
    Fixture f;
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
        Fixture f;
        QCOMPARE(runTour(f.window, f.session, small.csv(), pictures), QString());
        f.session.importPredictions(results(small));
        QTRY_VERIFY(f.session.predictions() && f.session.jobs().unfinished() == 0);
        QCOMPARE(runTour(f.window, f.session, small.csv(), pictures), QString());
        QVERIFY(f.session.maskReport() && f.session.sweepResult());
    }
    QVERIFY(QFile::exists(pictures + QStringLiteral("/compare-light.png")));
    // The run's predictions are damaged: the pictures come, the answer is no.
    QDirIterator found(small.path(QStringLiteral(".")), {QStringLiteral("predictions.json")},
                       QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(found.hasNext());
    QFile file(found.next());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[{") > 0);
    file.close();
    Fixture f;
    const QString fault = runTour(f.window, f.session, small.csv(), pictures);
    QVERIFY2(fault.contains(QStringLiteral("predictions.json")), qPrintable(fault));
    Theme::instance().apply(Theme::Name::Dark);  // it ends in the other one
}

void WindowTest::everyControlHasAName() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions());
    f.session.startEvaluation();
    f.session.startSweep();
    QTRY_VERIFY_WITH_TIMEOUT(f.session.sweepResult() && f.session.maskReport(), 60000);
    QTRY_VERIFY(!f.session.evaluating());
    f.window.browse().openImage(0);
    QTRY_VERIFY(f.window.browse().settled());
    int controls = 0;
    for (const char* id :
         {"workspace.browse", "workspace.train", "workspace.evaluate", "workspace.tune"}) {
        f.action(id)->trigger();
        for (QWidget* widget : f.window.findChildren<QWidget*>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() ||
                !widget->isVisible())
                continue;
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
