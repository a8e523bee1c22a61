// The Problems tab: what the doctor found, its places in Browse, repairs and their undo.
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QtTest>

#include "small_project.h"
#include "ui/browse/browse_page.h"
#include "ui/main_window.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/problems_models.h"
#include "ui/parts/theme.h"
#include "ui/problems_dock.h"

using namespace selvedge;

namespace {

struct Fixture {
    QTemporaryDir folder;
    QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    Settings settings{store};
    Session session{settings};
    MainWindow window{session};
    ProblemsDock& dock = window.problemsDock();
    Problems& problems = window.problems();

    Fixture() {
        window.resize(1280, 800);
        window.show();
    }
    bool idle() {
        return QTest::qWaitFor([this] { return session.jobs().unfinished() == 0; }, 60'000);
    }
    bool open(const QString& csv) {
        session.open(csv);
        return idle() && session.project();
    }
    QAction* action(const char* id) { return window.actions().action(QLatin1String(id)); }
    int rowOf(doctor::FindingKind kind) {
        const auto& findings = problems.report()->findings;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            if (findings[i].kind == kind)
                return int(i);
        }
        return -1;
    }
};

// The small project's CSV with a row that runs past the end, one that repeats another and one that
// nobody can read.
QString sickCsv(const SmallProject& small) {
    QFile in(small.csv());
    if (!in.open(QIODevice::ReadOnly))
        qFatal("no CSV");
    QByteArray text = in.readAll();
    const QByteArray last = text.trimmed().split('\n').last();
    text += last + "\n";
    text += SmallProject::imageId(2).toLatin1() + ",2390 5 2398 9,60,40,5,\n";
    text += "nobody,1 2\n";
    const QString path = small.path(QStringLiteral("sick.csv"));
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
        qFatal("cannot write");
    return path;
}

}  // namespace

class ProblemsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void emptyStatesSayWhatToDo();
    void findingsShowTheirPlaces();
    void aPlaceIsOneClickAway();
    void repairsAreUndone();
    void aStopLeavesNothingHalfDone();
    void theImportOffersToShowThem();
    void anotherProjectStartsAfresh();
};

void ProblemsTest::emptyStatesSayWhatToDo() {
    Fixture f;
    QVERIFY(!f.action("run.examine")->isEnabled());
    f.action("view.problems")->trigger();
    QVERIFY(f.dock.isVisible());
    QVERIFY(f.dock.empty()->sentence().contains(QStringLiteral("Open a dataset")));
    QVERIFY(!f.dock.empty()->button()->isVisible());
    const SmallProject small;
    QVERIFY(f.open(small.csv()));
    QVERIFY(f.dock.empty()->button()->isVisible());
    f.dock.empty()->button()->click();
    QVERIFY(f.problems.job() && !f.action("run.examine")->isEnabled());
    QVERIFY(f.idle() && f.problems.report());
    QVERIFY(!f.problems.job() && f.action("run.examine")->isEnabled());
    f.action("view.problems")->trigger();
    QVERIFY(!f.dock.isVisible());
}

void ProblemsTest::findingsShowTheirPlaces() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(sickCsv(small)));
    QAbstractItemModelTester findingTester(f.dock.findings()->model());
    QAbstractItemModelTester exampleTester(f.dock.examples()->model());
    f.action("run.examine")->trigger();
    QVERIFY(f.idle());
    QVERIFY(f.dock.isVisible());
    const auto report = f.problems.report();
    QAbstractItemModel* model = f.dock.findings()->model();
    QCOMPARE(model->rowCount(), int(report->findings.size()));
    for (int row = 0; row < model->rowCount(); ++row) {
        const doctor::Finding& finding = report->findings[std::size_t(row)];
        QCOMPARE(model->index(row, FindingModel::Severity).data().toString(),
                 severityWord(doctor::infoOf(finding.kind).severity));
        f.dock.findings()->selectRow(row);
        QCOMPARE(f.dock.examples()->model()->rowCount(), int(finding.examples.size()));
        QCOMPARE(f.dock.repairButton()->isVisible(), finding.canRepair());
    }
    QVERIFY(f.dock.summary().startsWith(QStringLiteral("2 errors")));
}

void ProblemsTest::aPlaceIsOneClickAway() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(sickCsv(small)));
    f.window.show(MainWindow::Workspace::Train);
    f.action("run.examine")->trigger();
    QVERIFY(f.idle());
    f.dock.findings()->selectRow(f.rowOf(doctor::FindingKind::DuplicateObject));
    QTableView* places = f.dock.examples();
    QTest::mouseClick(places->viewport(), Qt::LeftButton, {},
                      places->visualRect(places->model()->index(0, 2)).center());
    QVERIFY(f.window.browse().viewerShown() && f.window.browse().isVisible());
    const doctor::Example& example =
        f.problems.report()
            ->findings[std::size_t(f.rowOf(doctor::FindingKind::DuplicateObject))]
            .examples.front();
    QCOMPARE(f.session.currentImage(), std::optional(example.imageIndex));
    QCOMPARE(f.session.objects()->rowId[f.session.currentObject()->index], example.rowId);
    // A row that is no object shows its image.
    f.dock.findings()->selectRow(f.rowOf(doctor::FindingKind::RunPastEnd));
    places->setCurrentIndex(places->model()->index(0, 0));
    QTest::keyClick(places, Qt::Key_Return);
    QCOMPARE(f.session.currentImage(), std::optional(ImageIndex(2)));
    QVERIFY(!f.session.currentObject());
}

void ProblemsTest::repairsAreUndone() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(sickCsv(small)));
    const std::size_t before = f.session.objects()->size();
    QSignalSpy objects(&f.session, &Session::objectsChanged);
    f.action("run.examine")->trigger();
    QVERIFY(f.idle());
    QVERIFY(!f.dock.undoButton()->isVisible());
    f.dock.findings()->selectRow(f.rowOf(doctor::FindingKind::RunPastEnd));
    f.dock.repairButton()->click();
    QVERIFY(!f.dock.repairButton()->isEnabled());
    QVERIFY(f.idle());
    QCOMPARE(f.session.objects()->size(), before + 1);
    QCOMPARE(objects.count(), 1);
    QVERIFY(f.rowOf(doctor::FindingKind::RunPastEnd) < 0);
    QVERIFY(f.dock.undoButton()->isVisible() && f.action("run.undoRepair")->isEnabled());
    f.dock.undoButton()->click();
    QVERIFY(f.idle());
    QCOMPARE(f.session.objects()->size(), before);
    QVERIFY(f.rowOf(doctor::FindingKind::RunPastEnd) >= 0 && !f.dock.undoButton()->isVisible());

    f.action("run.repairAll")->trigger();
    QVERIFY(f.idle());
    QVERIFY(f.problems.repairs().empty() && !f.action("run.repairAll")->isEnabled());
    QCOMPARE(f.session.objects()->size(), before);  // one more, and one copy less
}

void ProblemsTest::aStopLeavesNothingHalfDone() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(sickCsv(small)));
    // Another job holds the processor, so that this one waits to be stopped.
    std::atomic<bool> release{false};
    f.session.jobs().add("Hold", "cpu", [&](std::stop_token, const ProgressCallback&) {
        while (!release)
            std::this_thread::yield();
        return Job::Outcome{};
    });
    f.action("run.examine")->trigger();
    QCOMPARE(f.dock.examineButton()->text(), QStringLiteral("Stop"));
    f.dock.examineButton()->click();
    QVERIFY(!f.problems.job() && !f.problems.report());
    QVERIFY(f.dock.empty()->isVisible());
    release = true;
    QVERIFY(f.idle());
}

void ProblemsTest::theImportOffersToShowThem() {
    Fixture f;
    const SmallProject small;
    QVERIFY(f.open(sickCsv(small)));
    QTRY_VERIFY(f.window.messages().count() > 0);
    for (auto* button : f.window.messages().findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String("Show problems"))
            button->click();
    }
    QVERIFY(f.dock.isVisible());
    QVERIFY(f.idle() && f.problems.report());
}

void ProblemsTest::anotherProjectStartsAfresh() {
    Fixture f;
    const SmallProject small, other;
    QVERIFY(f.open(sickCsv(small)));
    f.action("run.examine")->trigger();
    QVERIFY(f.idle() && f.problems.report());
    QVERIFY(f.open(other.csv()));
    QVERIFY(!f.problems.report());
    QCOMPARE(f.dock.examples()->model()->rowCount(), 0);
}

QTEST_MAIN(ProblemsTest)
#include "tst_problems.moc"
