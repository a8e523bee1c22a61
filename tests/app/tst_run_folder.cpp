#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "app/tasks/recipes.h"
#include "app/tasks/run_folder.h"
#include "dataset/error.h"

using namespace selvedge;
namespace fs = std::filesystem;

class RunFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNewRunIsListedWithItsState();
    void theLastCheckpointIsByStepNotByName();
    void aNameThatLeavesTheFolderIsRefused_data();
    void aNameThatLeavesTheFolderIsRefused();
    void anExistingRunIsNotOverwritten();
    void freeNamesCount();
    void metricsComeBackAndATornLineIsLeftOut();
    void foldersThatAreNoRunsAreLeftOut();
    void anUnknownRecipeNamesTheKnownOnes();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path root() const { return fs::path(m_folder->path().toStdString()) / "p.runs"; }
};

void RunFolderTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void RunFolderTest::aNewRunIsListedWithItsState() {
    const fs::path folder = createRun(root(), "first", "training");
    auto runs = listRuns(root());
    QCOMPARE(runs.size(), 1u);
    QCOMPARE(runs[0].name, "first");
    QCOMPARE(runs[0].state, "running");
    QVERIFY(!runs[0].checkpoint && !runs[0].predictions);
    updateRun(folder, "stopped", 7);
    std::ofstream(folder / "predictions.json") << "[]";
    runs = listRuns(root());
    QCOMPARE(runs[0].state, "stopped");
    QCOMPARE(runs[0].steps, 7);
    QCOMPARE(runs[0].predictions.value(), folder / "predictions.json");
}

void RunFolderTest::theLastCheckpointIsByStepNotByName() {
    const fs::path folder = createRun(root(), "r", "training");
    fs::create_directory(folder / "checkpoints");
    for (const char* name : {"step-900.safetensors", "step-1000.safetensors", "step-x.safetensors",
                             "step-2000.safetensors.partial", "step-.safetensors"})
        std::ofstream(folder / "checkpoints" / name) << "x";
    QCOMPARE(listRuns(root())[0].checkpoint.value().filename().string(), "step-1000.safetensors");
}

void RunFolderTest::aNameThatLeavesTheFolderIsRefused_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"", "../x", "a/b", ".hidden", "a\\b", "a\nb"})
        QTest::newRow(name) << QString(name);
    QTest::newRow("long") << QString(101, 'a');
}

void RunFolderTest::aNameThatLeavesTheFolderIsRefused() {
    QFETCH(QString, name);
    QVERIFY_EXCEPTION_THROWN(createRun(root(), name.toStdString(), "training"), Error);
    QVERIFY(listRuns(root()).empty());
}

void RunFolderTest::anExistingRunIsNotOverwritten() {
    const fs::path folder = createRun(root(), "a", "training");
    updateRun(folder, "done", 5);
    QVERIFY_EXCEPTION_THROWN(createRun(root(), "a", "training"), Error);
    QCOMPARE(listRuns(root())[0].steps, 5);
}

void RunFolderTest::freeNamesCount() {
    QCOMPARE(freeRunName(root(), "tiny"), "tiny-1");
    createRun(root(), "tiny-1", "training");
    QCOMPARE(freeRunName(root(), "tiny"), "tiny-2");
}

void RunFolderTest::metricsComeBackAndATornLineIsLeftOut() {
    const fs::path folder = createRun(root(), "m", "training");
    StepMetrics m;
    m.step = 3;
    m.total = 1.0 / 3;
    m.attribute = 0.25;
    m.learningRate = 1e-4;
    {
        std::ofstream out(folder / "metrics.jsonl");
        out << metricsLine(m) << "\n" << metricsLine(m).substr(0, 20);
    }
    const auto read = readMetrics(folder);
    QCOMPARE(read.size(), 1u);
    QCOMPARE(read[0].step, 3);
    QCOMPARE(read[0].total, 1.0 / 3);
    QCOMPARE(read[0].attribute, 0.25);
    QCOMPARE(read[0].learningRate, 1e-4);
}

void RunFolderTest::foldersThatAreNoRunsAreLeftOut() {
    fs::create_directories(root() / "empty");
    fs::create_directories(root() / "broken");
    std::ofstream(root() / "broken" / "run.json") << "{\"state\": ";
    fs::create_directories(root() / "wrong");
    std::ofstream(root() / "wrong" / "run.json") << "[1, 2]";
    QVERIFY(listRuns(root()).empty());
    QVERIFY(listRuns(root() / "absent").empty());
}

void RunFolderTest::anUnknownRecipeNamesTheKnownOnes() {
    QCOMPARE(recipeNamed("tiny").config.network.backbone, std::string("tiny"));
    try {
        recipeNamed("huge");
        QFAIL("no error");
    } catch (const Error& e) {
        QVERIFY(QString(e.what()).contains("paper-r50"));
    }
}

QTEST_GUILESS_MAIN(RunFolderTest)
#include "tst_run_folder.moc"
