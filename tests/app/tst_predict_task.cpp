#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <future>

#include "app/tasks/run_predictions.h"
#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "dataset/synthetic/synthetic.h"

using namespace selvedge;
namespace fs = std::filesystem;

// Predictions into a run of a project of four pictures, with an engine that finds one garment in
// each (quick_engine.cpp).
class PredictTaskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void twoAtATimeAreRefusedBeforeTheyLookWhatIsThere();
    void anUnreadablePictureIsTriedAgain();
    void nothingUsableLeavesNothing();
    void anEndBeforeTheNoteLosesNothing();
    void detectionsAreOfThisGo();
    void aRunSaysHowItEnded();
    void weightsWithADotInFrontNameARun();

private:
    fs::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    RunToPredict target() const {
        const fs::path runs = m_project->runsFolder();
        return runToPredictInto(runs, listRuns(runs), {m_task.checkpoint, m_task.options, {}}, "w",
                                true);
    }
    PredictTask into(const RunToPredict& run, std::vector<ImageIndex> images = {}) const {
        PredictTask task = m_task;
        task.target = run.run.folder / "predictions.json";
        task.images = std::move(images);
        return task;
    }
    const std::string& idOf(ImageIndex image) const {
        return m_project->objects()->images[image].id;
    }
    void damage(ImageIndex image) const {
        const fs::path picture = m_project->imagePath(idOf(image));
        fs::rename(picture, picture.string() + ".whole");
        std::ofstream(picture) << "none";
    }
    void mend(ImageIndex image) const {
        const fs::path picture = m_project->imagePath(idOf(image));
        fs::rename(picture.string() + ".whole", picture);
    }
    RunInfo onlyRun() const { return listRuns(m_project->runsFolder()).at(0); }
    LoadedPredictions predictions() const { return readRunPredictions(m_project, onlyRun()); }
    std::string textOf(const fs::path& file) const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Project> m_project;
    PredictTask m_task;
};

void PredictTaskTest::init() {
    qputenv("SELVEDGE_ENGINE", QUICK_ENGINE);
    m_folder = std::make_unique<QTemporaryDir>();
    SyntheticConfig drawn;
    drawn.images = 4;
    writeSynthetic(drawn, path("sample"));
    m_project =
        openOrImport(path("sample"), {path("cache"), true, {}, Access::Write}, {}, {}).project;
    QVERIFY(m_project);
    m_task = {};
    m_task.project = m_project;
    m_task.device = "cpu";
    m_task.checkpoint = path("w.safetensors");
    std::ofstream(m_task.checkpoint) << "weights";
}

void PredictTaskTest::cleanup() {
    qunsetenv("QUICK_ENGINE_GATE");
    qunsetenv("QUICK_ENGINE_LOADS");
}

void PredictTaskTest::twoAtATimeAreRefusedBeforeTheyLookWhatIsThere() {
    const fs::path gate = path("gate"), loads = path("loads");
    std::ofstream(gate) << "closed";
    qputenv("QUICK_ENGINE_GATE", gate.c_str());
    qputenv("QUICK_ENGINE_LOADS", loads.c_str());
    const RunToPredict run = target();
    auto first = std::async(std::launch::async,
                            [&] { return runPrediction(into(run), {}, std::stop_token()); });
    const bool loaded = QTest::qWaitFor([&] { return fs::exists(loads); });
    std::string refused;
    try {
        runPrediction(into(run), {}, {});
    } catch (const Error& e) {
        refused = e.what();
    }
    fs::remove(gate);
    QVERIFY(loaded);
    QVERIFY2(refused.find("is being made already") != std::string::npos, refused.c_str());
    QCOMPARE(first.get().images, 4u);
    // The second did not come as far as its network, behind a look at what is there.
    const std::string lines = textOf(loads);
    QCOMPARE(std::count(lines.begin(), lines.end(), '\n'), 1);
    for (const auto& [image, found] : predictions().predictions.images)
        QCOMPARE(found.size(), 1u);
    for (const auto& entry : fs::directory_iterator(run.run.folder))
        QVERIFY2(entry.path().extension() != ".lock", entry.path().c_str());
}

void PredictTaskTest::anUnreadablePictureIsTriedAgain() {
    const RunToPredict run = target();
    damage(1);
    // Into the part, which a stop before the end keeps: a fault, since a stop would end it.
    const fs::path gate = path("gate");
    qputenv("QUICK_ENGINE_GATE", gate.c_str());
    PredictTask task = into(run);
    QVERIFY_EXCEPTION_THROWN(runPrediction(task, {}, {},
                                           [&](const std::string& id, const auto&) {
                                               if (id == idOf(2))
                                                   std::ofstream(gate) << "fail";
                                           }),
                             Error);
    fs::remove(gate);
    const PredictResult second = runPrediction(task, {}, {});
    QCOMPARE(second.resumedAt, 2u);
    QCOMPARE(second.images, 3u);
    QVERIFY(second.issues.empty());
    QVERIFY(predictions().predictions.isPartial);
    QVERIFY(!predictions().predictions.covers(idOf(1)));
    // Still damaged: said, and all stays.
    const PredictResult third = runPrediction(task, {}, {});
    QCOMPARE(third.issues.size(), 1u);
    QCOMPARE(third.images, 3u);
    mend(1);
    QCOMPARE(runPrediction(task, {}, {}).images, 4u);
    QVERIFY(!predictions().predictions.isPartial);
    QCOMPARE(predictions().predictions.images.at(idOf(1)).size(), 1u);
}

void PredictTaskTest::nothingUsableLeavesNothing() {
    const RunToPredict run = target();
    damage(0);
    for (int go = 0; go < 2; ++go) {
        QVERIFY_EXCEPTION_THROWN(runPrediction(into(run, {0}), {}, {}), Error);
        QVERIFY(!fs::exists(run.run.folder / "predictions.json"));
        QVERIFY(!fs::exists(run.run.folder / "predictions.json.part"));
    }
    mend(0);
    QCOMPARE(runPrediction(into(run, {0}), {}, {}).images, 1u);
}

void PredictTaskTest::anEndBeforeTheNoteLosesNothing() {
    const RunToPredict run = target();
    QCOMPARE(runPrediction(into(run, {0}), {}, {}).images, 1u);
    // The program ends as it replaces them by those of two: a folder in the way stands for that.
    const fs::path file = run.run.folder / "predictions.json", old = path("old.json");
    QVERIFY_EXCEPTION_THROWN(runPrediction(into(run, {0, 2}), {}, {},
                                           [&](const std::string&, const auto&) {
                                               fs::rename(file, old);
                                               fs::create_directory(file);
                                           }),
                             Error);
    fs::remove(file);
    // Before it.
    fs::copy_file(old, file);
    QCOMPARE(onlyRun().predictedImages, std::optional<std::size_t>(1));
    QVERIFY(predictions().predictions.covers(idOf(0)));
    QVERIFY(!predictions().predictions.covers(idOf(2)));
    // Behind it.
    fs::rename(file.string() + ".part", file);
    QCOMPARE(onlyRun().predictedImages, std::optional<std::size_t>(2));
    QVERIFY(predictions().predictions.isPartial);
    QVERIFY(predictions().predictions.covers(idOf(2)));
    QVERIFY(!predictions().predictions.covers(idOf(1)));
    // Gone on with.
    const PredictResult rest = runPrediction(into(run), {}, {});
    QCOMPARE(rest.resumedAt, 2u);
    QCOMPARE(rest.images, 4u);
    QVERIFY(!predictions().predictions.isPartial);
    for (const auto& [image, found] : predictions().predictions.images)
        QCOMPARE(found.size(), 1u);
    QVERIFY(!fs::exists(run.run.folder / "coming-images.json"));
}

void PredictTaskTest::detectionsAreOfThisGo() {
    // Into a part that a stop left, which no run has.
    PredictTask task = m_task;
    task.target = path("found.json");
    std::stop_source stop;
    const PredictResult first =
        runPrediction(task, {}, stop.get_token(), [&](const std::string& id, const auto&) {
            if (id == idOf(1))
                stop.request_stop();
        });
    QVERIFY(first.stoppedEarly);
    QCOMPARE(first.detections, 2u);
    const PredictResult second = runPrediction(task, {}, {});
    QCOMPARE(second.resumedAt, 2u);
    QCOMPARE(second.images, 4u);
    QCOMPARE(second.detections, 2u);
}

void PredictTaskTest::aRunSaysHowItEnded() {
    const RunToPredict run = target();
    QVERIFY(run.isNew);
    std::stop_source stop;
    QVERIFY(runPrediction(into(run), {}, stop.get_token(), [&](const auto&, const auto&) {
                stop.request_stop();
            }).stoppedEarly);
    endPredictionsInto(run, PredictionEnd::Stopped);
    QCOMPARE(onlyRun().state, std::string("stopped"));
    const RunToPredict again = target();
    QVERIFY(!again.isNew);
    endPredictionsInto(again, PredictionEnd::Failed);  // as one does that another program keeps out
    QCOMPARE(onlyRun().state, std::string("stopped"));
    runPrediction(into(again), {}, {});
    endPredictionsInto(again, PredictionEnd::Done);
    QCOMPARE(onlyRun().state, std::string("done"));
    // Stopped before its first image: nothing is left of it.
    m_task.checkpoint = path("other.safetensors");
    std::ofstream(m_task.checkpoint) << "weights";
    const RunToPredict other = target();
    QVERIFY(other.isNew && runPrediction(into(other), {}, stop.get_token()).stoppedEarly);
    endPredictionsInto(other, PredictionEnd::Stopped);
    QVERIFY(!fs::exists(other.run.folder));
}

void PredictTaskTest::weightsWithADotInFrontNameARun() {
    const fs::path runs = m_project->runsFolder();
    const HowPredicted how{m_task.checkpoint, m_task.options, {}};
    QCOMPARE(runToPredictInto(runs, {}, how, ".hid", true).run.name, std::string("hid-1"));
    QCOMPARE(runToPredictInto(runs, {}, how, "..", true).run.name, std::string("weights-1"));
}

QTEST_GUILESS_MAIN(PredictTaskTest)
#include "tst_predict_task.moc"
