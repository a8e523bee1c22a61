// kill -9 at random moments: whatever was confirmed is there, and the project is whole. By hand
// with more rounds and rows: tests/checks/kill.
#include <SQLiteCpp/SQLiteCpp.h>
#include <QProcess>
#include <QtTest>
#include <random>
#include <set>

#include "dataset/mask/text_forms.h"
#include "tests/dataset/mask_pictures.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

int fromEnvironment(const char* name, int otherwise) {
    bool given = false;
    const int value = qEnvironmentVariableIntValue(name, &given);
    return given ? value : otherwise;
}

const int kRounds = fromEnvironment("SELVEDGE_KILL_ROUNDS", 12);
const int kRows = fromEnvironment("SELVEDGE_KILL_ROWS", 10000);

// Drawn blots on pictures of 60 x 80, seven to a picture.
std::string drawnCsv(int rows) {
    std::mt19937 random(4);
    std::vector<std::string> texts;
    for (int i = 0; i < 50; ++i) {
        RleMask mask = randomMask(random, 60, 80);
        texts.push_back(mask.empty() ? "1 1" : toKaggleRle(mask));
    }
    std::string csv = kCsvHeader + "\n";
    for (int row = 0; row < rows; ++row)
        csv += "picture" + std::to_string(row / 7) + "," + texts[random() % texts.size()] +
               ",80,60," + std::to_string(random() % 46) + ",\"" + std::to_string(random() % 20) +
               ",30\"\n";
    return csv;
}

struct Killed {
    QByteArray output;
    bool ended = false;  // before it could be killed
};
// Runs the helper and kills it after so many microseconds from its start.
Killed runAndKill(const QStringList& arguments, std::int64_t microseconds) {
    QProcess helper;
    helper.start(PROJECT_HELPER, arguments);
    helper.waitForStarted();
    QElapsedTimer timer;
    timer.start();
    while (timer.nsecsElapsed() / 1000 < microseconds && helper.state() != QProcess::NotRunning)
        helper.waitForFinished(1);
    helper.kill();
    helper.waitForFinished();
    return {helper.readAllStandardOutput(), helper.exitStatus() == QProcess::NormalExit};
}

QString integrityOf(const std::filesystem::path& project) {
    // One who may write: it takes back what the killed one had begun.
    SQLite::Database store(project.string(), SQLite::OPEN_READWRITE);
    SQLite::Statement check(store, "PRAGMA integrity_check");
    check.executeStep();
    return QString::fromStdString(check.getColumn(0).getString());
}

}  // namespace

class TestProjectKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKilledImportLeavesTheOldProjectOrTheNewOne();
    void confirmedEditsOutliveAKill();
};

void TestProjectKill::aKilledImportLeavesTheOldProjectOrTheNewOne() {
    const ProjectFolder folder;
    const QString csv = QString::fromStdString(folder.csv().string());
    const QString path = QString::fromStdString(folder.project().string());
    const std::string text = drawnCsv(kRows);
    writeFileAtomically(folder.csv(), text);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(QProcess::execute(PROJECT_HELPER, {"import", csv, path}), 0);
    const std::int64_t whole = timer.nsecsElapsed() / 1000;
    std::filesystem::remove(folder.project());

    std::mt19937_64 random(5);
    int killed = 0, absent = 0;
    for (int round = 0; round < kRounds; ++round) {
        // Every other round a project with an edit lies there, of half the rows.
        std::filesystem::remove(folder.project());
        const bool hasOld = round % 2 == 1;
        if (hasOld) {
            const auto old = folder.open(text.substr(0, text.find('\n', text.size() / 2) + 1));
            old->apply({categoryEdit(old->objects()->rowId[3], 45),
                        attributesEdit(old->objects()->rowId[3], {1})});
            writeFileAtomically(folder.csv(), text);
        }
        const Killed result =
            runAndKill({"import", csv, path}, std::int64_t(random() % std::uint64_t(whole)));
        killed += !result.ended;
        if (!hasOld && !std::filesystem::exists(folder.project())) {
            ++absent;
            continue;
        }
        QCOMPARE(integrityOf(folder.project()), "ok");
        const auto project = Project::open(folder.project());
        QVERIFY(!project->readOnly());  // the dead one's lock holds nobody up
        const auto size = project->objects()->size();
        QVERIFY(size == std::size_t(kRows) || (hasOld && size > std::size_t(kRows) / 3));
        if (result.output.startsWith("imported"))
            QCOMPARE(size, std::size_t(kRows));
        if (hasOld) {
            QCOMPARE(project->objects()->category[3], CategoryIndex(45));
            QCOMPARE(project->history(10).size(), 1u);
        }
    }
    QVERIFY2(killed > 0, "nothing was killed");
    // What killed ones left does not hinder the next import, and goes with it.
    std::filesystem::remove(folder.project());
    QCOMPARE(QProcess::execute(PROJECT_HELPER, {"import", csv, path}), 0);
    QCOMPARE(folder.files(), 2u);
    qInfo("%d of %d imports killed, %d times there was no project yet", killed, kRounds, absent);
}

void TestProjectKill::confirmedEditsOutliveAKill() {
    const ProjectFolder folder;
    folder.import(drawnCsv(kRows));
    const QString path = QString::fromStdString(folder.project().string());
    std::mt19937_64 random(6);
    // Some die while they open the project, the others among their edits.
    QElapsedTimer opening;
    opening.start();
    QCOMPARE(QProcess::execute(PROJECT_HELPER, {"edit", path, "1"}), 0);
    const std::int64_t latest = 2 * opening.nsecsElapsed() / 1000 + 400'000;
    std::int64_t lastStep = 0;
    int confirmedSteps = 0;
    for (int round = 0; round < kRounds; ++round) {
        const Killed result =
            runAndKill({"edit", path, "0"}, std::int64_t(random() % std::uint64_t(latest)));
        QVERIFY(!result.ended);
        QCOMPARE(integrityOf(folder.project()), "ok");
        const auto project = Project::open(folder.project());
        QVERIFY(!project->readOnly());
        SQLite::Database store(folder.project().string(), SQLite::OPEN_READONLY);
        SQLite::Statement edit(store, "SELECT object, after FROM edit WHERE step = ?");
        QList<QByteArray> lines = result.output.split('\n');
        lines.removeLast();  // the last line may have been cut
        for (const QByteArray& line : lines) {
            const QList<QByteArray> words = line.split(' ');
            edit.bind(1, static_cast<std::int64_t>(words[0].toLongLong()));
            QVERIFY2(edit.executeStep(), line.constData());
            QCOMPARE(edit.getColumn(0).getInt64(), std::int64_t(words[1].toLongLong()));
            QCOMPARE(edit.getColumn(1).getString(), words[2].toStdString());
            edit.reset();
            lastStep = std::max(lastStep, std::int64_t(words[0].toLongLong()));
            ++confirmedSteps;
        }
        const auto history = project->history(1);
        QVERIFY(lastStep == 0 || history[0].id >= lastStep);
    }
    QVERIFY(confirmedSteps > 0);
    qInfo("%d confirmed steps, all there", confirmedSteps);
}

QTEST_GUILESS_MAIN(TestProjectKill)
#include "tst_project_kill.moc"
