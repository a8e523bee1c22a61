#include <QPushButton>

#include "tests/app/session_fixture.h"
#include "ui/browse/browse_page.h"
#include "ui/main_window.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "ui/plot/plot_view.h"
#include "ui/train/runs_panel.h"
#include "ui/train/train_form.h"
#include "ui/train/train_page.h"
#include "ui/train/train_plots.h"

using namespace selvedge;

// The window's main job with an engine that computes nothing (tests/app/quick_engine.cpp): train,
// watch, stop, predict, look at it.
class TrainPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void stepsAreSeenWhileTheyCome();
    void aStoppedTrainingStandsInTheList();
    void aFreshRunPredictsAndIsSeenInBrowse();
    void curvesOfEarlierRunsAreRead();

private:
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 3;
        return config;
    }
    // Puts a short training in the form and starts it.
    void start(const char* run, int steps);
    QAction* action(const char* id) { return m_window->actions().action(QLatin1String(id)); }
    std::size_t points() const { return m_page->plots()->losses()->series()[0].points.size(); }

    SessionFixture m_f{data()};
    std::unique_ptr<MainWindow> m_window;
    TrainPage* m_page = nullptr;
};

namespace {

constexpr int kEndless = 1'000'000;  // of the engine

}  // namespace

void TrainPageTest::initTestCase() {
    QCOMPARE(m_f.drawn(), 3);
    qputenv("SELVEDGE_ENGINE", QUICK_ENGINE);
    Theme::instance().apply(Theme::Name::Dark);
}

void TrainPageTest::init() {
    m_f.renew();
    m_window = std::make_unique<MainWindow>(m_f.session());
    m_window->resize(1280, 800);
    m_window->show();
    m_page = m_window->findChild<TrainPage*>();
    QVERIFY(m_page && m_f.open());
    action("workspace.train")->trigger();
}

void TrainPageTest::start(const char* run, int steps) {
    TrainSetup setup = m_page->form()->setup();
    setup.runName = QLatin1String(run);
    setup.config.steps = steps;
    setup.config.warmupSteps = 1;
    setup.config.dropAt.clear();
    setup.config.device = "cpu";
    m_page->form()->setSetup(setup);
    QVERIFY(action("run.startTraining")->isEnabled());
    m_page->startButton()->click();
    QVERIFY2(m_f.session().training(), qPrintable(m_window->messages().text()));
}

void TrainPageTest::stepsAreSeenWhileTheyCome() {
    start("first", kEndless);
    QTRY_VERIFY(points() > 3);
    QVERIFY(m_f.session().training());
    QCOMPARE(m_page->startButton()->text(), QString("Stop"));
    QVERIFY(!action("run.startTraining")->isEnabled());
    QVERIFY(action("run.stopTraining")->isEnabled());
    QCOMPARE(m_page->runs()->current(), QString("first"));
    action("run.stopTraining")->trigger();
    QVERIFY(m_f.idle());
    QVERIFY(action("run.startTraining")->isEnabled());
    QCOMPARE(m_page->startButton()->text(), QString("Start"));
}

void TrainPageTest::aStoppedTrainingStandsInTheList() {
    start("first", kEndless);
    QTRY_VERIFY(points() > 3);
    m_page->startButton()->click();
    QVERIFY(m_f.idle());
    const RunListModel& model = *m_page->runs()->model();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.row(0).state, QString("stopped"));
    QVERIFY(model.row(0).step > 3 && model.row(0).hasCheckpoint);
    QTRY_COMPARE(points(), std::size_t(model.row(0).step));
    QVERIFY(m_page->form()->setup().runName != "first");  // the next one needs another name
}

void TrainPageTest::aFreshRunPredictsAndIsSeenInBrowse() {
    start("first", 5);
    QVERIFY(m_f.idle());
    m_page->runs()->predictButton()->click();
    QVERIFY(m_f.idle());
    QCOMPARE(m_f.session().currentRun(), QString("first"));
    QVERIFY(m_page->runs()->model()->row(0).hasPredictions);
    m_page->runs()->useButton()->click();
    QVERIFY(action("workspace.browse")->isChecked());
    m_window->browse().gallery().setFocus();
    QTRY_VERIFY(m_window->browse().gallery().loader().get(0));
    const auto thumbnail = m_window->browse().gallery().loader().get(0);
    QVERIFY(std::any_of(thumbnail->objects.begin(), thumbnail->objects.end(),
                        [](const Thumbnail::Object& object) {
                            return object.ref.source == ObjectRef::Source::Prediction;
                        }));
}

void TrainPageTest::curvesOfEarlierRunsAreRead() {
    start("first", 7);
    QVERIFY(m_f.idle());
    start("second", 9);
    QVERIFY(m_f.idle());
    // The program starts anew.
    m_window = std::make_unique<MainWindow>(m_f.session());
    m_page = m_window->findChild<TrainPage*>();
    m_page->runs()->setCurrent("second");
    QTRY_COMPARE(points(), std::size_t(9));
    m_page->runs()->setCurrent("first");
    QTRY_COMPARE(points(), std::size_t(7));
}

QTEST_MAIN(TrainPageTest)
#include "tst_train_page.moc"
