#include <algorithm>
#include <fstream>

#include "app/session/predict_request.h"
#include "app/tasks/run_predictions.h"
#include "dataset/error.h"
#include "session_fixture.h"

using namespace selvedge;

// Predictions of some images, one at a time, stopped and gone on with, with an engine that finds
// one garment in every picture (quick_engine.cpp).
class SessionPredictTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() {
        setGate(false);
        qunsetenv("QUICK_ENGINE_GATE");
    }
    void imagesArriveOneByOneAndTheRunIsCurrent();
    void someImagesAreMeasuredAndOthersAreNotMissed();
    void theSameAgainAddsWhatIsNotThere();
    void anotherWayIsARunOfItsOwn();
    void aStoppedOneKeepsWhatItHasAndGoesOn();
    void aFaultLosesNothingThatWasFound();
    void theNetworkStaysLoaded();
    void besideATrainingOneImageAloneIsLookedAt();
    void theImageInViewIsPredictedByTheCurrentRun();
    void wrongWeightsLeaveEverythingAsItWas();
    void ownPhotosBecomeTheProject();

private:
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 4;
        return config;
    }
    std::filesystem::path weights(const char* name = "w.safetensors") const {
        const std::string path = m_f.path(name).toStdString();
        if (!std::filesystem::exists(path))
            std::ofstream(path) << "weights";
        return path;
    }
    PredictRequest request(std::vector<ImageIndex> images) const {
        PredictRequest request = requestWith(weights());
        request.device = QStringLiteral("cpu");
        if (!images.empty())
            request.images = std::move(images);
        return request;
    }
    bool predict(const PredictRequest& request) {
        return m_f.session().predict(request) && m_f.idle();
    }
    const std::string& id(ImageIndex image) { return m_f.session().objects()->images[image].id; }
    // The engine waits in every picture while it is closed.
    void setGate(bool closed) {
        const std::string gate = m_f.path("gate").toStdString();
        qputenv("QUICK_ENGINE_GATE", gate.c_str());
        if (closed)
            std::ofstream(gate) << "closed";
        else
            std::filesystem::remove(gate);
    }
    // So many pictures pass a closed gate.
    void letPass(int pictures) { std::ofstream(m_f.path("gate").toStdString()) << pictures; }

    mutable SessionFixture m_f{data()};
};

void SessionPredictTest::initTestCase() {
    QCOMPARE(m_f.drawn(), 4);
    qputenv("SELVEDGE_ENGINE", QUICK_ENGINE);
}

void SessionPredictTest::init() {
    m_f.renew();
    QVERIFY(m_f.open());
}

void SessionPredictTest::imagesArriveOneByOneAndTheRunIsCurrent() {
    Session& session = m_f.session();
    setGate(true);
    std::vector<ImageIndex> arrived;
    connect(&session, &Session::predictionsArrived, this,
            [&](const std::vector<ImageIndex>& images) {
                arrived.insert(arrived.end(), images.begin(), images.end());
            });
    QSignalSpy changed(&session, &Session::predictionsChanged);
    Job* job = session.predict(request({}));
    QVERIFY(job);
    QVERIFY(!session.arriving());
    letPass(1);
    QTRY_COMPARE(arrived, (std::vector<ImageIndex>{0}));
    QCOMPARE(session.currentRun(), "w-1");
    QCOMPARE(changed.size(), 1);
    QVERIFY(session.arriving());
    QCOMPARE(session.arriving()->done, 1u);
    QCOMPARE(session.arriving()->total, 4u);
    // What is there is shown, the rest is known to be unknown.
    QCOMPARE(session.predictionsOf(0)->images.at(id(0)).size(), 1u);
    QVERIFY(session.predictionsOf(0)->covers(id(0)));
    QVERIFY(!session.predictionsOf(2)->covers(id(2)));
    // Nothing is measured of a part that grows.
    QVERIFY(!session.startEvaluation());
    QVERIFY(!session.startSweep());
    // Another run may be looked at meanwhile, and this one again.
    session.setCurrentRun({});
    QVERIFY(!session.arriving() && !session.predictionsOf(0));
    session.setCurrentRun("w-1");
    QCOMPARE(session.arriving()->done, 1u);
    bool grew = false;
    connect(&session, &Session::predictionsChanged, this,
            [&] { grew = session.predictionsGrew(); });
    setGate(false);
    QTRY_COMPARE(job->state(), Job::State::Finished);
    QCOMPARE(arrived, (std::vector<ImageIndex>{0, 1, 2, 3}));
    QVERIFY(grew && !session.predictionsGrew() && !session.arriving());
    QVERIFY(!session.predictions()->isPartial);
    QCOMPARE(session.predictions()->images.size(), 4u);
    session.disconnect(this);
}

void SessionPredictTest::someImagesAreMeasuredAndOthersAreNotMissed() {
    Session& session = m_f.session();
    QVERIFY(predict(request({1, 3})));
    QVERIFY(session.predictions()->isPartial);
    session.startEvaluation();
    QTRY_VERIFY(session.measurement() && !session.evaluating());
    const auto table = session.objects();
    QCOMPARE(session.measurement()->report.images, 2u);
    QCOMPARE(session.measurement()->report.objects,
             table->objectsOf(1).size() + table->objectsOf(3).size());
    // The same after it was left and opened again.
    m_f.reopen();
    QVERIFY(m_f.open());
    QCOMPARE(m_f.session().currentRun(), "w-1");
    QVERIFY(m_f.session().predictions()->isPartial);
    QVERIFY(m_f.session().predictions()->covers(id(3)));
    QVERIFY(!m_f.session().predictions()->covers(id(0)));
    QCOMPARE(m_f.session().runs().front().predictedImages, std::optional<std::size_t>(2));
}

void SessionPredictTest::theSameAgainAddsWhatIsNotThere() {
    Session& session = m_f.session();
    QVERIFY(predict(request({1})));
    Job* job = session.predict(request({}));
    QVERIFY(m_f.idle());
    QVERIFY2(job->text().contains("3 detections in 3 images, 1 there already"),
             qPrintable(job->text()));
    QCOMPARE(session.runs().size(), 1u);
    QCOMPARE(session.predictions()->images.size(), 4u);
    for (const auto& [image, detections] : session.predictions()->images)
        QCOMPARE(detections.size(), 1u);
    // And on the disk, once each.
    session.setCurrentRun({});
    session.setCurrentRun("w-1");
    QVERIFY(m_f.idle());
    QCOMPARE(session.predictions()->images.size(), 4u);
    QVERIFY(!session.predictions()->isPartial);
    for (const auto& [image, detections] : session.predictions()->images)
        QCOMPARE(detections.size(), 1u);
    // Then nothing changes but the words.
    session.startEvaluation();
    QTRY_VERIFY(session.measurement() && !session.evaluating());
    QSignalSpy said(&session, &Session::messagePosted);
    QSignalSpy changed(&session, &Session::predictionsChanged);
    QSignalSpy runs(&session, &Session::runsChanged);
    const auto before = session.predictions();
    job = session.predict(request({}));
    QVERIFY(m_f.idle());
    QVERIFY2(job->text().contains("already"), qPrintable(job->text()));
    QCOMPARE(said.size(), 1);
    QVERIFY(changed.isEmpty() && runs.isEmpty());
    QCOMPARE(session.predictions(), before);
    QVERIFY(session.measurement());
    // Of another run than the one in view: it comes into view.
    session.setCurrentRun({});
    QVERIFY(predict(request({1})));
    QCOMPARE(session.currentRun(), "w-1");
}

void SessionPredictTest::anotherWayIsARunOfItsOwn() {
    Session& session = m_f.session();
    QVERIFY(predict(request({})));
    PredictRequest other = request({2});
    other.options.tile = 100;
    QVERIFY(predict(other));
    QCOMPARE(session.currentRun(), "w-2");
    QCOMPARE(session.predictions()->images.size(), 1u);
    session.setCurrentRun("w-1");
    QVERIFY(m_f.idle());
    QCOMPARE(session.predictions()->images.size(), 4u);
    // Behind its back, as the command line may: some images cannot replace all.
    PredictTask task;
    task.project = session.project();
    task.images = {0};
    task.checkpoint = weights();
    task.options.nmsThreshold = 0.5;
    task.target = session.project()->runsFolder() / "w-1" / "predictions.json";
    QVERIFY_EXCEPTION_THROWN(runPrediction(task, {}, {}), Error);
    task.images = {};
    QCOMPARE(runPrediction(task, {}, {}).images, 4u);
}

void SessionPredictTest::aStoppedOneKeepsWhatItHasAndGoesOn() {
    Session& session = m_f.session();
    setGate(true);
    Job* job = session.predict(request({}));
    letPass(2);
    QTRY_VERIFY(session.arriving() && session.arriving()->done == 2);
    job->requestStop();
    setGate(false);
    QTRY_COMPARE(job->state(), Job::State::Stopped);
    const std::size_t done = session.predictions()->images.size();
    QVERIFY(done >= 2 && done < 4);
    QVERIFY(session.predictions()->isPartial && !session.arriving());
    QVERIFY(predict(request({})));
    QCOMPARE(session.currentRun(), "w-1");
    QCOMPARE(session.predictions()->images.size(), 4u);
    QVERIFY(!session.predictions()->isPartial);
}

void SessionPredictTest::aFaultLosesNothingThatWasFound() {
    Session& session = m_f.session();
    PredictRequest other = requestWith(weights("other.safetensors"));
    QVERIFY(predict(other));
    QCOMPARE(session.currentRun(), "other-1");
    setGate(true);
    Job* job = session.predict(request({}));
    letPass(2);
    QTRY_VERIFY(session.arriving() && session.arriving()->done == 2);
    std::ofstream(m_f.path("gate").toStdString()) << "fail";
    QTRY_COMPARE(job->state(), Job::State::Failed);
    QCOMPARE(job->text(), "memory is short");
    QVERIFY(m_f.idle());
    QCOMPARE(session.currentRun(), "other-1");
    QVERIFY(!session.arriving() && session.predictions());
    setGate(false);
    std::vector<ImageIndex> arrived;
    connect(&session, &Session::predictionsArrived, this,
            [&](const std::vector<ImageIndex>& images) {
                arrived.insert(arrived.end(), images.begin(), images.end());
            });
    QVERIFY(predict(request({})));
    QCOMPARE(arrived, (std::vector<ImageIndex>{2, 3}));
    QCOMPARE(session.currentRun(), "w-1");
    QCOMPARE(session.predictions()->images.size(), 4u);
    for (const auto& [image, detections] : session.predictions()->images)
        QCOMPARE(detections.size(), 1u);
    session.disconnect(this);
}

void SessionPredictTest::theNetworkStaysLoaded() {
    const QString loads = m_f.path("loads");
    qputenv("QUICK_ENGINE_LOADS", loads.toUtf8());
    const auto count = [&] {
        QFile file(loads);
        return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
    };
    QVERIFY(predict(request({0})));
    QVERIFY(predict(request({1})));
    QCOMPARE(count(), 1);
    // Other weights take its place; another project frees it.
    PredictRequest other = requestWith(weights("other.safetensors"));
    other.device = QStringLiteral("cpu");
    QVERIFY(predict(other));
    QCOMPARE(count(), 2);
    QVERIFY(m_f.open());
    QVERIFY(predict(request({2})));
    QCOMPARE(count(), 3);
    qunsetenv("QUICK_ENGINE_LOADS");
}

void SessionPredictTest::besideATrainingOneImageAloneIsLookedAt() {
    Session& session = m_f.session();
    const QString loads = m_f.path("loads");
    qputenv("QUICK_ENGINE_LOADS", loads.toUtf8());
    TrainConfig config;
    config.steps = 1'000'000;  // kEndless of quick_engine.cpp
    config.device = "cpu";
    Job* training = session.startTraining(config, QStringLiteral("endless"));
    QTRY_COMPARE(training->state(), Job::State::Running);
    Job* all = session.predict(request({}));
    QCOMPARE(all->state(), Job::State::Waiting);
    QCOMPARE(all->title(), "Predict with w");
    // What waits for the training does not hold up one image,
    setGate(true);
    Job* look = session.predict(request({2}));
    QCOMPARE(look->state(), Job::State::Running);
    QCOMPARE(look->title(), QString("Predict %1 with w").arg(id(2).c_str()));
    // and what comes beside that is on the device that it was asked for, in its turn.
    PredictRequest elsewhere = request({});
    elsewhere.device = QStringLiteral("cuda:0");
    Job* next = session.predict(elsewhere);
    QCOMPARE(next->resource(), "cuda:0");
    QCOMPARE(next->state(), Job::State::Waiting);
    Job* two = session.predict(request({0, 1}));
    QCOMPARE(two->resource(), "cpu");
    const auto shown = session.predictions();
    setGate(false);
    QTRY_COMPARE(next->state(), Job::State::Finished);
    QCOMPARE(look->state(), Job::State::Finished);
    QVERIFY(session.predictions() != shown);
    QVERIFY2(next->text().contains("1 there already"), qPrintable(next->text()));
    QCOMPARE(all->state(), Job::State::Waiting);
    training->requestStop();
    QVERIFY(m_f.idle());
    QVERIFY2(two->text().contains("already"), qPrintable(two->text()));
    QFile file(loads);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList devices = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(devices.size(), 2);
    QVERIFY(devices[0].endsWith(" cpu") && devices[1].endsWith(" cuda:0"));
    QCOMPARE(session.runs().size(), 2u);  // the training's and one of predictions
    qunsetenv("QUICK_ENGINE_LOADS");
}

void SessionPredictTest::theImageInViewIsPredictedByTheCurrentRun() {
    Session& session = m_f.session();
    session.setCurrentImage(2);
    QVERIFY(!session.hereRequest());  // by what?
    PredictRequest tiled = request({0});
    tiled.options.tile = 100;
    QVERIFY(predict(tiled));
    auto here = session.hereRequest();
    QVERIFY(here);
    QCOMPARE(here->weights, weights());
    QCOMPARE(here->options.tile, 100);
    QCOMPARE(*here->images, (std::vector<ImageIndex>{2}));
    QVERIFY(predict(*here));
    QCOMPARE(session.currentRun(), "w-1");
    QVERIFY(session.predictions()->covers(id(2)) && !session.predictions()->covers(id(1)));
}

void SessionPredictTest::wrongWeightsLeaveEverythingAsItWas() {
    Session& session = m_f.session();
    QVERIFY(predict(request({0})));
    const auto before = session.predictions();
    QSignalSpy said(&session, &Session::messagePosted);
    Job* job = session.predict(requestWith(m_f.path("absent.pth").toStdString()));
    QVERIFY(m_f.idle());
    QCOMPARE(job->state(), Job::State::Failed);
    QVERIFY2(job->text().contains("absent.pth"), qPrintable(job->text()));
    QCOMPARE(said.size(), 1);
    QCOMPARE(session.currentRun(), "w-1");
    QCOMPARE(session.predictions(), before);
    QVERIFY(!std::filesystem::exists(session.project()->runsFolder() / "absent-1"));
}

void SessionPredictTest::ownPhotosBecomeTheProject() {
    Session& session = m_f.session();
    const QString photos = m_f.path("photos");
    std::filesystem::create_directory(photos.toStdString());
    std::filesystem::copy(session.project()->imagePath(id(0)),
                          (photos + "/mine.jpg").toStdString());
    session.predictPhotos(photos, request({}));
    QTRY_COMPARE(session.projectName(), "photos");
    QVERIFY(m_f.idle());
    QCOMPARE(session.objects()->images.size(), 1u);
    QCOMPARE(session.currentRun(), "w-1");
    QCOMPARE(session.predictions()->images.at("mine").size(), 1u);
}

QTEST_GUILESS_MAIN(SessionPredictTest)
#include "tst_session_predict.moc"
