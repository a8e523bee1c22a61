#include <fstream>
#include <numeric>

#include "session_fixture.h"

using namespace selvedge;

// Training and prediction through the session, with an engine that computes nothing
// (quick_engine.cpp): what is started, told, kept and stopped.
class SessionRunsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_f.renew(); }
    void aTrainingTellsItsStepsAndBecomesARun();
    void aStoppedTrainingKeepsItsCheckpoint();
    void oneTrainingAtATime();
    void aFailedTrainingIsSaidAndAnotherCanStart();
    void aTrainedRunPredictsAndIsMeasured();
    void aRunWithoutACheckpointPredictsNothing();
    void theNetworkRunsOneJobAfterAnother();

private:
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 3;
        return config;
    }
    static TrainConfig config(int steps) {
        TrainConfig config;
        config.steps = steps;
        config.device = "cpu";
        return config;
    }
    // Trains a run that can predict.
    bool train(const char* run) {
        return m_f.session().startTraining(config(3), run) && m_f.idle();
    }

    SessionFixture m_f{data()};
};

namespace {

constexpr int kEndless = 1'000'000;
constexpr std::uint64_t kFailing = 13;

const RunInfo* runOf(const Session& session, const std::string& name) {
    for (const RunInfo& run : session.runs()) {
        if (run.name == name)
            return &run;
    }
    return nullptr;
}

}  // namespace

void SessionRunsTest::initTestCase() {
    QCOMPARE(m_f.drawn(), 3);
    qputenv("SELVEDGE_ENGINE", QUICK_ENGINE);
}

void SessionRunsTest::aTrainingTellsItsStepsAndBecomesARun() {
    QVERIFY(m_f.open());
    Session& session = m_f.session();
    std::vector<int> steps;
    connect(&session, &Session::trainingMetricsAdded, this,
            [&](const QString& run, const std::vector<StepMetrics>& batch) {
                QCOMPARE(run, "first");
                for (const StepMetrics& metrics : batch)
                    steps.push_back(metrics.step);
            });
    QSignalSpy changed(&session, &Session::trainingChanged);
    Job* job = session.startTraining(config(40), "first", 2);
    QCOMPARE(session.training(), job);
    QCOMPARE(session.trainingRun(), "first");
    QTRY_COMPARE(job->state(), Job::State::Finished);
    QVERIFY(!session.training());
    QCOMPARE(changed.size(), 2);
    QCOMPARE(job->progress().done, 40u);
    QVERIFY2(job->text().contains("40 steps"), qPrintable(job->text()));
    std::vector<int> all(40);
    std::iota(all.begin(), all.end(), 1);
    QCOMPARE(steps, all);
    const RunInfo* run = runOf(session, "first");
    QVERIFY(run && run->checkpoint);
    QCOMPARE(run->state, "done");
    QCOMPARE(run->steps, 40);
    QCOMPARE(readMetrics(run->folder).size(), 40u);
    session.disconnect(this);
}

void SessionRunsTest::aStoppedTrainingKeepsItsCheckpoint() {
    QVERIFY(m_f.open());
    Session& session = m_f.session();
    Job* job = session.startTraining(config(kEndless), "long");
    QVERIFY(job);
    QTRY_VERIFY(session.trainingMetrics().size() > 2);  // they come while it runs
    job->requestStop();
    QCOMPARE(job->state(), Job::State::Stopping);
    QTRY_COMPARE(job->state(), Job::State::Stopped);
    QVERIFY2(job->text().contains("checkpoint saved"), qPrintable(job->text()));
    const RunInfo* run = runOf(session, "long");
    QVERIFY(run && run->checkpoint);
    QCOMPARE(run->state, "stopped");
    QVERIFY(run->steps > 2 && run->steps < kEndless);
}

void SessionRunsTest::oneTrainingAtATime() {
    QVERIFY(m_f.open());
    Session& session = m_f.session();
    Job* job = session.startTraining(config(kEndless), "one");
    QVERIFY(job);
    QVERIFY(!session.startTraining(config(1), "two"));
    job->requestStop();
    QVERIFY(m_f.idle());
    QVERIFY(!runOf(session, "two"));
}

void SessionRunsTest::aFailedTrainingIsSaidAndAnotherCanStart() {
    QVERIFY(m_f.open());
    Session& session = m_f.session();
    TrainConfig failing = config(10);
    failing.seed = kFailing;
    QSignalSpy said(&session, &Session::messagePosted);
    Job* job = session.startTraining(failing, "bad");
    QTRY_COMPARE(job->state(), Job::State::Failed);
    QCOMPARE(said.size(), 1);
    QCOMPARE(said[0][0].value<Message>().text, "the loss is not finite at step 4");
    QCOMPARE(runOf(session, "bad")->state, "failed");
    QCOMPARE(readMetrics(runOf(session, "bad")->folder).size(), 3u);
    QVERIFY(train("good"));
    QCOMPARE(runOf(session, "good")->state, "done");
}

void SessionRunsTest::aTrainedRunPredictsAndIsMeasured() {
    QVERIFY(m_f.open());
    Session& session = m_f.session();
    QVERIFY(train("first"));
    Job* job = session.startPrediction("first");
    QVERIFY(job);
    QTRY_COMPARE(job->state(), Job::State::Finished);
    QCOMPARE(session.currentRun(), "first");
    QVERIFY(session.predictions());
    QCOMPARE(session.predictions()->images.size(), 3u);
    QVERIFY2(job->text().contains("3 detections in 3 images"), qPrintable(job->text()));
    QVERIFY(runOf(session, "first")->predictions);
    session.startEvaluation();
    QTRY_VERIFY(session.measurement() && !session.evaluating());
    QCOMPARE(session.measurement()->report.detections, 3u);
    QCOMPARE(session.measurement()->report.images, 3u);
    // They are on the disk as they are here.
    session.setCurrentRun({});
    session.setCurrentRun("first");
    QVERIFY(m_f.idle());
    QCOMPARE(session.predictions()->images.size(), 3u);
}

void SessionRunsTest::aRunWithoutACheckpointPredictsNothing() {
    QVERIFY(m_f.open());
    QSignalSpy said(&m_f.session(), &Session::messagePosted);
    QVERIFY(!m_f.session().startPrediction("absent"));
    QCOMPARE(said.size(), 1);
}

void SessionRunsTest::theNetworkRunsOneJobAfterAnother() {
    QVERIFY(m_f.open());
    Session& session = m_f.session();
    QVERIFY(train("first"));
    TrainConfig endless = config(kEndless);
    endless.device = "auto";
    Job* training = session.startTraining(endless, "second");
    Job* prediction = session.startPrediction("first");  // "auto", too
    QCOMPARE(training->resource(), prediction->resource());
    QCOMPARE(prediction->state(), Job::State::Waiting);
    training->requestStop();
    QVERIFY(m_f.idle());
    QCOMPARE(prediction->state(), Job::State::Finished);
}

QTEST_GUILESS_MAIN(SessionRunsTest)
#include "tst_session_runs.moc"
