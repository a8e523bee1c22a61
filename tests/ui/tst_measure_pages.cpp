#include <QPushButton>

#include "tests/app/session_fixture.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/metric_strip.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/theme.h"
#include "ui/train/runs_panel.h"
#include "ui/train/train_form.h"
#include "ui/train/train_page.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/sweep_panel.h"
#include "ui/tune/tune_page.h"

using namespace selvedge;

// Train, Evaluate and Tune with a real session on a drawn data set; the predictions are the ground
// truth with falling scores, a shifted mask here and there and attributes of mixed certainty.
class MeasurePagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void emptyPagesSayWhatToDo();
    void startWaitsForADataset();
    void aRunCanBeUsedInBrowse();

private:
    void openData();

    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 4;
        config.size = ImageSize{96, 128};
        return config;
    }

    SessionFixture m_f{data()};
    Session* m_session = nullptr;
    QWidget m_window;  // of the actions
    std::unique_ptr<ActionRegistry> m_actions;
};

void MeasurePagesTest::initTestCase() {
    QCOMPARE(m_f.drawn(), 4);
    Theme::instance().apply(Theme::Name::Dark);
}

void MeasurePagesTest::init() {
    m_f.renew();
    m_session = &m_f.session();
    m_actions = std::make_unique<ActionRegistry>(&m_window);
}

void MeasurePagesTest::openData() {
    QVERIFY(m_f.open());
    RleMask before;
    QVERIFY(m_f.importTruth("made", [&before](Detection& detection, int count) {
        detection.score = 1.0 - 0.9 * (count % 10) / 10.0;
        for (AttributeScore& attribute : detection.attributes)
            attribute.probability = 0.3f + 0.1f * float(count % 7);
        const RleMask own = detection.mask;
        if (count % 4 == 3) {  // another object's region
            detection.mask = before;
            const IntBox box = before.box();
            detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                             double(box.y + box.height)};
        }
        before = own;
    }));
}

void MeasurePagesTest::emptyPagesSayWhatToDo() {
    EvaluatePage evaluate(*m_session, *m_actions);
    TunePage tune(*m_session, *m_actions);
    QVERIFY(evaluate.empty()->sentence().contains("No dataset"));
    m_session->open(m_f.csv());
    QTRY_VERIFY(m_session->project());
    QVERIFY(evaluate.empty()->sentence().contains("No predictions"));
    QSignalSpy wanted(&evaluate, &EvaluatePage::trainWanted),
        tuneWanted(&tune, &TunePage::trainWanted);
    evaluate.empty()->button()->click();
    tune.empty()->button()->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(tuneWanted.size(), 1);
}

void MeasurePagesTest::startWaitsForADataset() {
    TrainPage page(*m_session, *m_actions);
    QVERIFY(!page.startButton()->isEnabled());
    openData();
    QVERIFY(page.startButton()->isEnabled());
    QCOMPARE(page.startButton()->text(), QString("Start"));
    TrainSetup setup = page.form()->setup();
    setup.imageLimit = 5;  // there are 4
    page.form()->setSetup(setup);
    QVERIFY(!page.startButton()->isEnabled());
}

void MeasurePagesTest::aRunCanBeUsedInBrowse() {
    openData();
    TrainPage page(*m_session, *m_actions);
    QCOMPARE(page.runs()->current(), m_session->currentRun());
    QVERIFY(!page.runs()->predictButton()->isEnabled());  // imported: no checkpoint
    QSignalSpy wanted(&page, &TrainPage::browseWanted);
    page.runs()->useButton()->click();
    QCOMPARE(wanted.size(), 1);
}

QTEST_MAIN(MeasurePagesTest)
#include "tst_measure_pages.moc"
