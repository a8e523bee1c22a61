#include "app/session/analyses.h"

#include <future>

#include "app/session/measured_runs.h"
#include "dataset/error.h"
#include "tests/app/session_fixture.h"

using namespace selvedge;

// Analyses and other runs with a real session on a drawn data set; one run is nearly the ground
// truth, the other lacks and shifts a part of it.
class AnalysesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_f.drawn(), 4); }
    void init();
    void onlyTheWantedIsWorkedOut();
    void anOldAnswerIsStaleUntilTheNewOneComes();
    void anotherProtocolLeavesNothing();
    void theLatestSubjectWins();
    void objectsBehindFollowThePoint();
    void aFaultOfAnOldQuestionEndsNoNewerOne();
    void anotherRunIsMeasuredBeside();
    void aRunThatBecomesCurrentIsNoOther();

private:
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 4;
        config.size = ImageSize{96, 128};
        return config;
    }
    bool import(const char* name, int every) {
        RleMask before;
        return m_f.importTruth(name, [&](Detection& detection, int count) {
            detection.score = 1.0 - 0.9 * (count % 10) / 10.0;
            const RleMask own = detection.mask;
            if (count % every == every - 1)
                detection.mask = before;
            before = own;
        });
    }
    void evaluateNow() {
        m_session->startEvaluation();
        QTRY_VERIFY(m_session->measurement() && !m_session->evaluating());
    }

    SessionFixture m_f{data()};
    Session* m_session = nullptr;
};

void AnalysesTest::init() {
    m_f.renew();
    m_session = &m_f.session();
    QVERIFY(m_f.open());
    QVERIFY(import("made", 4));
}

void AnalysesTest::onlyTheWantedIsWorkedOut() {
    Analyses analyses(*m_session);
    QVERIFY(!analyses.confusion());
    analyses.setWanted(Analyses::Kind::Confusion, true);
    evaluateNow();
    QTRY_VERIFY(analyses.confusion());
    const auto expected = confusionMatrix(*m_session->measuredTable()->table, m_session->protocol(),
                                          m_session->operatingPoint());
    QCOMPARE(analyses.confusion()->counts, expected->counts);
    QVERIFY(!analyses.reliability() && !analyses.mistakes());
    // Wanted later: now.
    analyses.setWanted(Analyses::Kind::Mistakes, true);
    QTRY_VERIFY(analyses.mistakes());
    QVERIFY(analyses.mistakes()->ap > 0);
}

void AnalysesTest::anOldAnswerIsStaleUntilTheNewOneComes() {
    Analyses analyses(*m_session);
    analyses.setWanted(Analyses::Kind::Categories, true);
    evaluateNow();
    QTRY_VERIFY(analyses.categories());
    QVERIFY(!analyses.isStale(Analyses::Kind::Categories));
    const auto old = analyses.categories();
    // Several at once: only the last one counts.
    for (const double score : {.6, .7, .8})
        m_session->setOperatingPoint({score, .5});
    QVERIFY(analyses.isStale(Analyses::Kind::Categories));
    QCOMPARE(analyses.categories(), old);
    QTRY_VERIFY(!analyses.isStale(Analyses::Kind::Categories));
    const auto expected = categoryCounts(*m_session->measuredTable()->table, m_session->criteria());
    std::uint64_t missed = 0, missedBefore = 0;
    for (std::size_t k = 0; k < expected->size(); ++k) {
        QVERIFY((*analyses.categories())[k].verdicts == (*expected)[k].verdicts);
        missed += (*expected)[k].verdicts.missed;
        missedBefore += (*old)[k].verdicts.missed;
    }
    QVERIFY(missed > missedBefore);
}

void AnalysesTest::anotherProtocolLeavesNothing() {
    Analyses analyses(*m_session);
    analyses.setWanted(Analyses::Kind::Reliability, true);
    evaluateNow();
    QTRY_VERIFY(analyses.reliability());
    analyses.findBehind("all", [](const AnalysisSource&, std::stop_token) {
        return std::vector<CellObject>{{0, 0u, {}}};
    });
    QTRY_VERIFY(analyses.behind());
    m_session->setProtocol(Protocol::coco());
    QVERIFY(!analyses.reliability());
    QVERIFY(!analyses.behind());
    QTRY_VERIFY(analyses.reliability());
}

void AnalysesTest::theLatestSubjectWins() {
    Analyses analyses(*m_session);
    analyses.setWanted(Analyses::Kind::Curves, true);
    evaluateNow();
    CurveSubject last;
    for (CategoryIndex category = 0; category < 10; ++category) {
        last.categories = {category};
        analyses.setCurveSubject(last);
    }
    QTRY_VERIFY(analyses.curves() && analyses.curves()->subject == last);
    const auto expected = scoreCurve(*m_session->measuredTable()->table, m_session->protocol(),
                                     m_session->operatingPoint(), last.categories);
    QCOMPARE(analyses.curves()->generous.points, expected->points);
    QVERIFY(!analyses.curves()->against);
}

void AnalysesTest::objectsBehindFollowThePoint() {
    Analyses analyses(*m_session);
    evaluateNow();
    const auto find = [](const AnalysisSource& source, std::stop_token stop) {
        return verdictObjects(*source.measured->table, source.criteria, Verdict::Kind::Missed, {},
                              stop);
    };
    analyses.findBehind("missed", find);
    QTRY_VERIFY(analyses.behind());
    QCOMPARE(analyses.behind()->title, QString("missed"));
    const std::size_t before = analyses.behind()->objects.size();
    QCOMPARE(before, std::size_t(m_session->measurement()->counts.missed));
    m_session->setOperatingPoint({.9, .5});
    QTRY_VERIFY(!m_session->evaluating() && !analyses.isBehindStale());
    QCOMPARE(analyses.behind()->objects.size(),
             std::size_t(m_session->measurement()->counts.missed));
    QVERIFY(analyses.behind()->objects.size() > before);
}

// The first question fails only once the second is asked: it says nothing of that one.
void AnalysesTest::aFaultOfAnOldQuestionEndsNoNewerOne() {
    Analyses analyses(*m_session);
    evaluateNow();
    QSignalSpy failed(&analyses, &Analyses::failed);
    const auto fails = [](const AnalysisSource&,
                          std::stop_token) -> std::optional<std::vector<CellObject>> {
        throw Error(ErrorKind::NotFound, "it is broken");
    };
    analyses.findBehind("broken", [fails](const AnalysisSource& source, std::stop_token stop) {
        std::promise<void> asked;
        const std::stop_callback whenAsked(stop, [&] { asked.set_value(); });
        asked.get_future().wait();
        return fails(source, stop);
    });
    analyses.findBehind("whole", [](const AnalysisSource&, std::stop_token) {
        return std::vector<CellObject>{{0, 0u, {}}};
    });
    QTRY_VERIFY(analyses.behind());
    QCOMPARE(analyses.behind()->title, QString("whole"));
    QVERIFY(failed.isEmpty());
    // One that is still asked is said, and what was there before is not shown as its answer.
    analyses.findBehind("broken", fails);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!analyses.behind() && !analyses.isBehindStale());
}

void AnalysesTest::anotherRunIsMeasuredBeside() {
    const QString first = m_session->currentRun();
    QVERIFY(import("other", 2));
    QVERIFY(m_session->currentRun() != first);
    MeasuredRuns runs(*m_session);
    QCOMPARE(runs.others(), QStringList{first});
    evaluateNow();
    const Report own = m_session->measurement()->report;
    runs.setWanted({first, "no such run"});
    QCOMPARE(runs.wanted(), QStringList{first});
    QTRY_VERIFY(runs.run(first) && runs.isCurrent(*runs.run(first)));
    const Report beside = runs.run(first)->measurement->report;
    QVERIFY(beside.value("f1AP") > own.value("f1AP"));
    // Follows the point; and equals what the session says of that run.
    m_session->setOperatingPoint({.7, .5});
    QTRY_VERIFY(!m_session->evaluating() && runs.isCurrent(*runs.run(first)) &&
                runs.run(first)->measurement->report.operatingPoint == m_session->operatingPoint());
    const Report followed = runs.run(first)->measurement->report;
    QVERIFY(followed.value("f1AP") != beside.value("f1AP"));
    m_session->setCurrentRun(first);
    QTRY_COMPARE(m_session->currentRun(), first);
    QVERIFY(m_f.idle());
    evaluateNow();
    QCOMPARE(m_session->measurement()->report.value("f1AP"), followed.value("f1AP"));
}

void AnalysesTest::aRunThatBecomesCurrentIsNoOther() {
    const QString first = m_session->currentRun();
    QVERIFY(import("other", 2));
    MeasuredRuns runs(*m_session);
    evaluateNow();
    runs.setWanted({first});
    QTRY_VERIFY(runs.isCurrent(*runs.run(first)));
    m_session->setCurrentRun(first);
    QTRY_COMPARE(m_session->currentRun(), first);
    QVERIFY(!runs.run(first));
    QVERIFY(m_f.idle());
}

QTEST_GUILESS_MAIN(AnalysesTest)
#include "tst_analyses.moc"
