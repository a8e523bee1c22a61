#include <fstream>

#include "app/session/edit_history.h"
#include "app/session/edit_steps.h"
#include "session_fixture.h"

using namespace selvedge;
namespace fs = std::filesystem;

// The session with real jobs on a drawn data set; predictions are the ground truth itself, so that
// the right numbers are known.
class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_f.drawn(), 3); }
    void init();
    void aCsvIsImportedAndOpened();
    void aWrongFileIsSaidAndTheOpenProjectStays();
    void rowsThatCannotBeUsedAreSaidWithTheFile();
    void anotherProjectIsSaidBeforeAnythingElse();
    void selectingAnotherImageForgetsTheObject();
    void importedPredictionsBecomeTheCurrentRun();
    void predictionsOfOtherImagesAreRefused();
    void imagesMayBeNumberedAsExported();
    void theRunChosenLastIsShown();
    void badEntriesOfARunAreCounted();
    void perfectPredictionsScoreOne();
    void aThresholdFiltersAndTheMetricFollows();
    void theSweepFindsThePerfectCell();
    void theProtocolIsKeptAndMeasuredAnew();
    void onlyTheSplitIsMeasured();
    void theRunKeepsItsMatchTable();
    void oneEvaluationAndOneSweepAtATime();
    void otherPredictionsEndWhatIsBeingMeasured();
    void anEditKeepsTheRunAndForgetsWhatWasMeasured();
    void correctedObjectsKeepAChangedCsvFromBeingReadAgain();
    void trainingWithoutAnEngineFailsInASentence();

private:
    QString path(const char* name) const { return m_f.path(name); }
    void openSample() { QVERIFY(m_f.open()); }
    // Ground truth as predictions with score .9, and attribute probability .8.
    void importPerfect();
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 3;
        return config;
    }

    SessionFixture m_f{data()};
    Session* m_session = nullptr;
};

void SessionTest::init() {
    m_f.renew();
    m_session = &m_f.session();
}

void SessionTest::importPerfect() {
    QVERIFY(m_f.importTruth("perfect", [](Detection& detection, int) {
        detection.score = 0.9;
        for (AttributeScore& attribute : detection.attributes)
            attribute.probability = 0.8f;
    }));
}

void SessionTest::aCsvIsImportedAndOpened() {
    openSample();
    QCOMPARE(m_session->objects()->images.size(), 3u);
    QVERIFY(m_session->objects()->size() > 10);
    QCOMPARE(m_f.settings().value(Settings::Key::RecentProjects).toStringList(),
             QStringList{path("train.csv")});
    QVERIFY(!m_session->project()->imagePath(m_session->objects()->images[0].id).empty());
}

void SessionTest::aWrongFileIsSaidAndTheOpenProjectStays() {
    openSample();
    const auto project = m_session->project();
    std::ofstream(path("other.csv").toStdString()) << "a,b\n1,2\n";
    QSignalSpy said(m_session, &Session::messagePosted);
    m_session->open(path("other.csv"));
    QTRY_COMPARE(said.size(), 1);
    const auto message = said[0][0].value<Message>();
    QCOMPARE(message.kind, Message::Kind::Error);
    QVERIFY2(message.text.contains("other.csv"), qPrintable(message.text));
    QCOMPARE(m_session->project(), project);
}

void SessionTest::rowsThatCannotBeUsedAreSaidWithTheFile() {
    std::ofstream(path("train.csv").toStdString(), std::ios::app)
        << "img,1 2,100,100,5,999\nimg,1 2 3,100,100,5,\nimg,1 2,100,100,777,\n";
    QSignalSpy said(m_session, &Session::messagePosted);
    m_session->open(m_f.path("."));
    QTRY_COMPARE(said.size(), 1);
    const auto message = said[0][0].value<Message>();
    QCOMPARE(message.kind, Message::Kind::Warning);
    QVERIFY2(message.text.contains("2 rows of train.csv"), qPrintable(message.text));
}

void SessionTest::anotherProjectIsSaidBeforeAnythingElse() {
    openSample();
    importPerfect();
    m_session->setCurrentImage(ImageIndex{2});
    const auto before = m_session->objects();
    QStringList said;
    const auto listen = [&](auto signal, const char* name) {
        connect(m_session, signal, this, [&said, name] { said += name; });
    };
    listen(&Session::projectChanged, "project");
    listen(&Session::runsChanged, "runs");
    listen(&Session::predictionsChanged, "predictions");
    listen(&Session::evaluationChanged, "evaluation");
    listen(&Session::currentImageChanged, "image");
    const QString other = path("other");
    fs::create_directory(other.toStdString());
    fs::copy(path("train.csv").toStdString(), other.toStdString());
    m_session->open(other + "/train.csv");
    QTRY_VERIFY(m_session->objects() != before);
    QVERIFY(said.size() > 1);
    QCOMPARE(said.first(), "project");
    QVERIFY(!m_session->currentImage() && !m_session->predictions());
    m_session->disconnect(this);
}

void SessionTest::selectingAnotherImageForgetsTheObject() {
    openSample();
    m_session->setCurrentImage(ImageIndex{0});
    m_session->setCurrentObject(ObjectRef{ObjectRef::Source::Truth, 1});
    QSignalSpy image(m_session, &Session::currentImageChanged);
    QSignalSpy object(m_session, &Session::currentObjectChanged);
    m_session->setCurrentImage(ImageIndex{1});
    QCOMPARE(image.size(), 1);
    QCOMPARE(object.size(), 1);
    QVERIFY(!m_session->currentObject());
    m_session->setCurrentImage(ImageIndex{1});
    QCOMPARE(image.size(), 1);
}

void SessionTest::importedPredictionsBecomeTheCurrentRun() {
    openSample();
    importPerfect();
    QCOMPARE(m_session->currentRun(), "perfect");
    QCOMPARE(m_session->runs().size(), 1u);
    // They are still there when the project is opened again.
    openSample();
    QTRY_VERIFY(m_session->predictions());
    QCOMPARE(m_session->currentRun(), "perfect");
}

void SessionTest::predictionsOfOtherImagesAreRefused() {
    openSample();
    std::ofstream(path("foreign.json").toStdString())
        << R"([{"image_id":"elsewhere","category_id":0,"score":0.5,"bbox":[0,0,4,4]}])";
    QSignalSpy said(m_session, &Session::messagePosted);
    m_session->importPredictions(path("foreign.json"));
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(said[0][0].value<Message>().text.contains("foreign.json"));
    QVERIFY(m_session->runs().empty());
}

void SessionTest::imagesMayBeNumberedAsExported() {
    openSample();
    std::ofstream(path("numbered.json").toStdString())
        << R"([{"image_id":2,"category_id":0,"score":0.5,"bbox":[0,0,4,4]},)"
           R"({"image_id":9,"category_id":0,"score":0.5,"bbox":[0,0,4,4]}])";
    m_session->importPredictions(path("numbered.json"));
    QTRY_VERIFY(m_session->predictions());
    const auto& images = m_session->predictions()->images;
    QCOMPARE(images.size(), 1u);
    QCOMPARE(images.begin()->first, m_session->objects()->images[1].id);
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    QVERIFY2(m_session->jobs().jobs().front()->text().contains("1 unknown image"),
             qPrintable(m_session->jobs().jobs().front()->text()));
}

void SessionTest::theRunChosenLastIsShown() {
    openSample();
    importPerfect();
    importPerfect();
    QTRY_COMPARE(m_session->currentRun(), "perfect-2");
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    QSignalSpy changed(m_session, &Session::predictionsChanged);
    m_session->setCurrentRun("perfect-2");
    m_session->setCurrentRun("perfect");
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    QCOMPARE(m_session->currentRun(), "perfect");
    QCOMPARE(changed.size(), 1);  // the earlier answer was not shown, not even for a moment
    // None is an answer too.
    m_session->setCurrentRun("perfect-2");
    m_session->setCurrentRun({});
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    QVERIFY(m_session->currentRun().isEmpty() && !m_session->predictions());
}

void SessionTest::badEntriesOfARunAreCounted() {
    openSample();
    importPerfect();
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    std::ofstream(m_session->runs()[0].predictions.value())
        << R"([{"image_id":")" << m_session->objects()->images[0].id
        << R"(","category_id":0,"score":0.5,"bbox":[0,0,4,4]},)"
        << R"({"image_id":"x","category_id":777,"score":0.5,"bbox":[0,0,4,4]}])";
    m_session->setCurrentRun("perfect");
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    const QString text = m_session->jobs().jobs().front()->text();
    QVERIFY2(text.contains("1 bad entry") && text.contains("777"), qPrintable(text));
    QCOMPARE(m_session->predictions()->images.size(), 1u);
}

void SessionTest::perfectPredictionsScoreOne() {
    openSample();
    importPerfect();
    m_session->startEvaluation();
    QTRY_VERIFY(m_session->measurement() && !m_session->evaluating());
    QVERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.value("AP"), 1.0);
    QCOMPARE(m_session->measurement()->report.value("f1AP"), 1.0);
    QCOMPARE(m_session->measurement()->counts.missed, 0u);
    QCOMPARE(m_session->measurement()->counts.right, m_session->measurement()->report.objects);
    m_session->setProtocol(Protocol::paper(IouType::Box, true));
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.protocol.iouType, IouType::Box);
    QCOMPARE(m_session->measurement()->report.value("AP"), 1.0);
}

void SessionTest::aThresholdFiltersAndTheMetricFollows() {
    openSample();
    importPerfect();
    m_session->startEvaluation();
    QTRY_VERIFY(m_session->measurement());
    OperatingPoint strict = m_session->operatingPoint();
    strict.attributeThreshold = 0.85;  // no attribute passes
    m_session->setOperatingPoint(strict);
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.value("AP"), 1.0);
    QVERIFY(m_session->measurement()->report.value("f1AP") < 1.0);
    // Many changes in a row: the last one's answer is the one shown.
    for (double score : {0.1, 0.5, 0.95})
        m_session->setOperatingPoint({score, 0.5, 100});
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.operatingPoint.scoreThreshold, 0.95);
    QCOMPARE(m_session->measurement()->report.value("AP"), 0.0);
}

void SessionTest::theSweepFindsThePerfectCell() {
    openSample();
    importPerfect();
    m_session->startSweep();
    QVERIFY(m_f.idle());
    QVERIFY(m_session->sweepResult());
    const Sweep& sweep = *m_session->sweepResult();
    QVERIFY(!sweep.stoppedEarly);
    QVERIFY(sweep.best());
    QCOMPARE(sweep.best()->headline, 1.0);
    QTRY_VERIFY(m_session->matchTable());
}

void SessionTest::theProtocolIsKeptAndMeasuredAnew() {
    openSample();
    importPerfect();
    m_session->startSweep();
    QVERIFY(m_f.idle());
    QTRY_VERIFY(m_session->measurement() && !m_session->evaluating());
    QSignalSpy changed(m_session, &Session::protocolChanged);
    m_session->setProtocol(Protocol::fashionpedia());
    QCOMPARE(changed.size(), 1);
    QVERIFY(!m_session->sweepResult());  // of another metric
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.protocol.name, std::string("fashionpedia"));
    QCOMPARE(m_session->measurement()->report.blocks.size(), std::size_t(3));
    QCOMPARE(m_session->criteria().protocol, m_session->protocol());
    QVERIFY(keptProtocol(m_session->settings()) == m_session->protocol());
    // Overlaps along the boundary are made by matching anew.
    QVERIFY(!m_session->matchTable()->options.boundary);
    Protocol boundary = Protocol::paper();
    boundary.iouType = IouType::Boundary;
    m_session->setProtocol(boundary);
    QTRY_VERIFY(m_session->matchTable() && !m_session->evaluating());
    QVERIFY(m_session->matchTable()->options.boundary);
    QCOMPARE(m_session->measurement()->report.value("AP"), 1.0);
    QVERIFY(keptProtocol(m_session->settings()) == boundary);
}

void SessionTest::onlyTheSplitIsMeasured() {
    openSample();
    importPerfect();
    m_session->startEvaluation();
    QTRY_VERIFY(m_session->measurement() && !m_session->evaluating());
    const auto objects = m_session->objects();
    QCOMPARE(m_session->measurement()->report.images, objects->images.size());
    // Nobody is in it yet.
    m_session->setMeasuredSplit(Split::Validation);
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.images, 0u);
    m_session->edits().apply(splitStep({{0, 2}, {}}, Split::Validation));
    QTRY_COMPARE(m_session->measuredTable()->images, (std::vector<ImageIndex>{0, 2}));
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.images, 2u);
    QCOMPARE(m_session->measurement()->report.objects,
             objects->objectsOf(0).size() + objects->objectsOf(2).size());
    QCOMPARE(m_session->matchTable()->cells.size(), objects->images.size());
    m_session->setMeasuredSplit({});
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_session->measurement()->report.images, objects->images.size());
}

void SessionTest::theRunKeepsItsMatchTable() {
    openSample();
    importPerfect();
    m_session->startEvaluation();
    QTRY_VERIFY(m_session->measurement());
    const std::filesystem::path run = m_session->runs().front().folder;
    QVERIFY(std::filesystem::exists(run / "match-table.bin"));
    const MatchTask task{m_session->project(), m_session->predictions(), run, {}};
    // Read, it says nothing of progress; a damaged one is made again, and replaced.
    const auto read = runMatching(task, [](const Progress&) { QFAIL("it was made"); }, {});
    QCOMPARE(read->cells.size(), m_session->objects()->images.size());
    QCOMPARE(evaluate(*read, Protocol::paper(), {})->value("f1AP"), 1.0);
    std::filesystem::resize_file(run / "match-table.bin", 100);
    int steps = 0;
    QVERIFY(runMatching(task, [&](const Progress&) { ++steps; }, {}));
    QVERIFY(steps > 0);
    QVERIFY(std::filesystem::file_size(run / "match-table.bin") > 100);
    // After an edit it is of another ground truth.
    ObjectEdit edit;
    edit.rowId = m_session->objects()->rowId[0];
    edit.deleted = true;
    m_session->project()->apply({edit});
    steps = 0;
    const auto made = runMatching(task, [&](const Progress&) { ++steps; }, {});
    QVERIFY(steps > 0);
    QVERIFY(evaluate(*made, Protocol::paper(), {})->value("f1AP") < 1.0);
}

void SessionTest::oneEvaluationAndOneSweepAtATime() {
    openSample();
    importPerfect();
    Job* evaluation = m_session->startEvaluation();
    Job* sweep = m_session->startSweep();
    QVERIFY(evaluation && sweep);
    QCOMPARE(m_session->startEvaluation(), evaluation);
    QCOMPARE(m_session->startSweep(), sweep);
    QCOMPARE(m_session->sweepJob(), sweep);
    // Both compute on the processors: one after the other.
    QCOMPARE(evaluation->resource(), "cpu");
    QCOMPARE(sweep->resource(), "cpu");
    QCOMPARE(sweep->state(), Job::State::Waiting);
    QVERIFY(m_f.idle());
    QVERIFY(m_session->sweepResult() && !m_session->sweepJob());
    QTRY_VERIFY(m_session->measurement() && !m_session->evaluating());
    QVERIFY(m_session->startEvaluation() != evaluation);
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
}

void SessionTest::otherPredictionsEndWhatIsBeingMeasured() {
    openSample();
    importPerfect();
    QTRY_COMPARE(m_session->jobs().unfinished(), 0);
    Job* evaluation = m_session->startEvaluation();
    Job* sweep = m_session->startSweep();
    m_session->setCurrentRun({});
    QCOMPARE(sweep->state(), Job::State::Stopped);  // it had not started
    QVERIFY(!m_session->sweepJob() && !m_session->evaluating());
    QTRY_VERIFY(evaluation->hasEnded());
    QVERIFY(!m_session->matchTable() && !m_session->evaluating());
}

void SessionTest::anEditKeepsTheRunAndForgetsWhatWasMeasured() {
    openSample();
    importPerfect();
    m_session->startEvaluation();
    QTRY_VERIFY(m_session->measurement());
    QVERIFY(m_f.idle());
    ObjectEdit edit;
    edit.rowId = m_session->objects()->rowId[0];
    edit.deleted = true;
    m_session->project()->apply({edit});
    const std::size_t before = m_session->objects()->size();
    m_session->reloadObjects();
    QCOMPARE(m_session->objects()->size(), before - 1);
    QVERIFY(!m_session->measurement() && !m_session->matchTable());
    QCOMPARE(m_session->currentRun(), "perfect");
    QVERIFY(m_session->predictions());
    m_session->startEvaluation();
    QTRY_VERIFY(m_session->measurement());
    QVERIFY(m_session->measurement()->report.value("AP") <
            1.0);  // a prediction has lost its partner
}

void SessionTest::correctedObjectsKeepAChangedCsvFromBeingReadAgain() {
    openSample();
    ObjectEdit edit;
    edit.rowId = m_session->objects()->rowId[0];
    edit.deleted = true;
    m_session->project()->apply({edit});
    const std::size_t left = m_session->project()->objects()->size();
    const fs::path csv = path("train.csv").toStdString();
    fs::last_write_time(csv, fs::file_time_type::clock::now() + std::chrono::hours(1));
    QSignalSpy said(m_session, &Session::messagePosted);
    openSample();
    QCOMPARE(said.size(), 1);
    QCOMPARE(said[0][0].value<Message>().kind, Message::Kind::Warning);
    QCOMPARE(m_session->objects()->size(), left);
}

void SessionTest::trainingWithoutAnEngineFailsInASentence() {
    qputenv("SELVEDGE_ENGINE", "/absent/libselvedge-engine.so");
    openSample();
    QSignalSpy said(m_session, &Session::messagePosted);
    Job* job = m_session->startTraining(TrainConfig{}, "none");
    QVERIFY(job);
    QTRY_COMPARE(job->state(), Job::State::Failed);
    QVERIFY2(job->text().contains("libselvedge-engine.so"), qPrintable(job->text()));
    QCOMPARE(said.size(), 1);
    QVERIFY(!m_session->training());
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
