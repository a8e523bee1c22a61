// Edits of the project and thresholds are undone in the order in which they were done.
#include "app/session/edit_history.h"
#include "app/session/edit_steps.h"
#include "app/session/pins.h"
#include "app/session/tuning_history.h"
#include "app/session/undo_order.h"
#include "session_fixture.h"

using namespace selvedge;

namespace {

SyntheticConfig config() {
    SyntheticConfig small;
    small.images = 3;
    small.seed = 5;
    return small;
}

}  // namespace

class UndoOrderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_f.renew();
        m_thresholds = std::make_unique<TuningHistory>(m_f.session());
        m_order = std::make_unique<UndoOrder>(m_f.session().edits(), *m_thresholds);
        QVERIFY(m_f.open());
        QVERIFY(settled());
    }
    void cleanup() {
        m_order.reset();
        m_thresholds.reset();
    }
    void theNewestIsUndone();
    void somethingNewForgetsWhatWasUndone();
    void quickCommandsKeepTheirOrder();
    void whatMovedAloneIsNamed();
    void aDragByTheMouseIsOneStep();
    void theLastThresholdsComeBack();

private:
    Session& session() { return m_f.session(); }
    bool settled() {
        return QTest::qWaitFor([this] { return !session().edits().busy(); }, 60'000);
    }
    void score(double value) {
        OperatingPoint point = session().operatingPoint();
        point.scoreThreshold = value;
        m_thresholds->apply(point, QStringLiteral("score"));
    }
    double score() { return session().operatingPoint().scoreThreshold; }
    bool star(ImageIndex image) {
        session().edits().apply(starsStep({{image}, {}}, 4));
        return settled();
    }
    bool undo() {
        m_order->undo();
        return settled();
    }
    bool redo() {
        m_order->redo();
        return settled();
    }
    int stars(ImageIndex image) {
        const auto marks = session().marks();
        return marks->ofImage(image).stars;
    }

    SessionFixture m_f{config()};
    std::unique_ptr<TuningHistory> m_thresholds;
    std::unique_ptr<UndoOrder> m_order;
};

void UndoOrderTest::theNewestIsUndone() {
    score(.3);
    QVERIFY(star(0));
    score(.6);
    QVERIFY(star(1));
    QCOMPARE(m_order->undoWords(), QString("stars of 1 image"));
    QVERIFY(undo());
    QCOMPARE(stars(1), 0);
    QCOMPARE(score(), .6);
    QCOMPARE(m_order->undoWords(), QString("score"));
    QVERIFY(undo());
    QCOMPARE(score(), .3);
    QVERIFY(undo());
    QCOMPARE(stars(0), 0);
    QVERIFY(undo());
    QCOMPARE(score(), kWindowOperatingPoint.scoreThreshold);
    QVERIFY(!m_order->canUndo());
    // And done again, the last undone first.
    for (int i = 0; i < 4; ++i)
        QVERIFY(redo());
    QCOMPARE(score(), .6);
    QCOMPARE(stars(0), 4);
    QCOMPARE(stars(1), 4);
    QVERIFY(!m_order->canRedo());
}

void UndoOrderTest::somethingNewForgetsWhatWasUndone() {
    score(.3);
    QVERIFY(undo());
    QVERIFY(m_order->canRedo());
    QVERIFY(star(0));  // of the other kind
    QVERIFY(!m_order->canRedo());
    QVERIFY(undo());
    score(.4);
    QVERIFY(!m_order->canRedo());
    QVERIFY(redo());
    QCOMPARE(stars(0), 0);
}

void UndoOrderTest::quickCommandsKeepTheirOrder() {
    score(.3);
    session().edits().apply(starsStep({{0}, {}}, 4));
    // Neither waits for the disk: first the star goes, then the threshold.
    m_order->undo();
    m_order->undo();
    QTRY_COMPARE(score(), kWindowOperatingPoint.scoreThreshold);
    QVERIFY(settled());
    QCOMPARE(stars(0), 0);
    QVERIFY(!m_order->canUndo());
}

void UndoOrderTest::whatMovedAloneIsNamed() {
    OperatingPoint point = session().operatingPoint();
    point.scoreOf[2] = .4;
    session().setOperatingPoint(point);
    QCOMPARE(m_order->undoWords(),
             QString("threshold of %1")
                 .arg(QString::fromStdString(session().catalog()->categories()[2].name)));
    point.attributeThreshold = .1;
    session().setOperatingPoint(point);
    QCOMPARE(m_order->undoWords(), QString("attribute threshold"));
    point.scoreOf[3] = .4;
    point.attributeOf[3] = .4;
    session().setOperatingPoint(point);
    QCOMPARE(m_order->undoWords(), QString("thresholds"));
}

void UndoOrderTest::aDragByTheMouseIsOneStep() {
    bool held = false;
    m_thresholds->isHeld = [&held] { return held; };
    const auto move = [this](double to) {
        OperatingPoint point = session().operatingPoint();
        point.attributeThreshold = to;
        session().setOperatingPoint(point);
    };
    held = true;
    move(.1);
    QTest::qWait(TuningHistory::kMomentMs + 100);  // a hand that rests while it holds
    move(.2);
    held = false;
    QTest::qWait(2 * TuningHistory::kReleaseMs);
    held = true;
    move(.3);
    QVERIFY(undo());
    QCOMPARE(session().operatingPoint().attributeThreshold, .2);
    QVERIFY(undo());
    QCOMPARE(session().operatingPoint(), kWindowOperatingPoint);
}

void UndoOrderTest::theLastThresholdsComeBack() {
    OperatingPoint point{.31, .62};
    point.scoreOf[3] = .4;
    {
        const Pins pins(session());
        session().setOperatingPoint(point);
    }  // left before the moment was over in which it is written
    m_order.reset();
    m_thresholds.reset();
    m_f.reopen();
    QCOMPARE(session().operatingPoint(), kWindowOperatingPoint);
    const TuningHistory steps(session());
    QVERIFY(m_f.open());
    QCOMPARE(session().operatingPoint(), point);
    QVERIFY(!steps.canUndo());
    const Pins pins(session());
    QCOMPARE(pins.pins().size(), std::size_t(1));  // it is no pin
}

QTEST_GUILESS_MAIN(UndoOrderTest)
#include "tst_undo_order.moc"
