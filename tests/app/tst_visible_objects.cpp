#include "app/session/visible_objects.h"

#include "session_fixture.h"

using namespace selvedge;

// Eyes and solo on a session without a window.
class VisibleObjectsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allEyesAreOpenAtFirst();
    void soloFollowsTheSelection();
    void anotherImageBeginsWithOpenEyes();
    void otherPredictionsKeepTheTruthsEyes();

private:
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 2;
        return config;
    }
    SessionFixture m_f{data()};
    const ObjectRef m_one{ObjectRef::Source::Truth, 0}, m_two{ObjectRef::Source::Truth, 1};
};

void VisibleObjectsTest::init() {
    m_f.renew();
    QVERIFY(m_f.open());
    m_f.session().setCurrentImage(0);
}

void VisibleObjectsTest::allEyesAreOpenAtFirst() {
    VisibleObjects& visible = m_f.session().visibleObjects();
    QSignalSpy changed(&visible, &VisibleObjects::changed);
    QVERIFY(visible.shows(m_one) && visible.shows(m_two));
    visible.setHidden(m_one, true);
    visible.setHidden(m_one, true);
    QCOMPARE(changed.count(), 1);
    QVERIFY(!visible.shows(m_one) && visible.shows(m_two));
    visible.showAll();
    QVERIFY(visible.shows(m_one));
}

void VisibleObjectsTest::soloFollowsTheSelection() {
    Session& session = m_f.session();
    VisibleObjects& visible = session.visibleObjects();
    visible.setSolo(true);
    QVERIFY(visible.shows(m_one) && visible.shows(m_two));
    visible.setHidden(m_one, true);
    QSignalSpy changed(&visible, &VisibleObjects::changed);
    session.setCurrentObject(m_one);
    QCOMPARE(changed.count(), 1);
    QVERIFY(visible.shows(m_one));  // although its eye is closed
    QVERIFY(!visible.shows(m_two));
    visible.setSolo(false);
    QVERIFY(!visible.shows(m_one) && visible.shows(m_two));
}

void VisibleObjectsTest::anotherImageBeginsWithOpenEyes() {
    Session& session = m_f.session();
    session.visibleObjects().setHidden(m_one, true);
    session.setCurrentImage(1);
    QVERIFY(session.visibleObjects().hidden().empty());
}

void VisibleObjectsTest::otherPredictionsKeepTheTruthsEyes() {
    VisibleObjects& visible = m_f.session().visibleObjects();
    const ObjectRef predicted{ObjectRef::Source::Prediction, 0};
    visible.setHidden({m_one, predicted});
    QVERIFY(m_f.importTruth("some", [](Detection& detection, int) { detection.score = 0.9; }));
    QVERIFY(visible.isHidden(m_one));
    QVERIFY(!visible.isHidden(predicted));
}

QTEST_GUILESS_MAIN(VisibleObjectsTest)
#include "tst_visible_objects.moc"
