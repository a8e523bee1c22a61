// Edits, their journal, and what an edited project exports.
#include <SQLiteCpp/SQLiteCpp.h>
#include <QtTest>
#include <thread>

#include "dataset/error.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

const std::string kRows = "\na,1 2,3,4,5,\"1,2\"\nb,1 2,3,4,6,NaN\na,7 1,3,4,7,9\n";

}  // namespace

class TestProjectEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsShowAndOutliveTheProgram();
    void oldSnapshotsStay();
    void undoBringsTheBytesBack();
    void undoOfAnUndoDoesItAgain();
    void editedRowsAreWrittenInPlace();
    void deletedLastRowLeavesTheFilesEnd();
    void whatAnEditCannotSeeStays();
    void stepsAreWholeOrNothing();
    void nothingChangedIsNoStep();
    void laterChangesForbidTheUndo();
    void theJournalSaysWhoAndWhat();
    void aStopOfTheExportLeavesTheOldFile();
    void anotherWriterIsBusy();
    void aKilledProgramLosesNothing();
    void threadsReadWhileOneWrites();
};

void TestProjectEdits::editsShowAndOutliveTheProgram() {
    const ProjectFolder folder;
    {
        const auto project = folder.open(kCsvHeader + kRows);
        const auto rows = project->objects()->rowId;
        QVERIFY(!project->edited());
        project->apply({categoryEdit(rows[0], 8), attributesEdit(rows[1], {3, 1, 3})});
        project->apply({deletedEdit(rows[2], true)});
        QVERIFY(project->edited());
    }
    const auto project = Project::open(folder.project());
    const auto table = project->objects();
    QCOMPARE(table->size(), 2u);
    QCOMPARE(table->category[0], CategoryIndex(8));
    QCOMPARE(table->attributesOf(0).size(), 2u);
    const auto ofSecond = table->attributesOf(1);
    QCOMPARE(std::vector<AttributeIndex>(ofSecond.begin(), ofSecond.end()),
             (std::vector<AttributeIndex>{1, 3}));
    QCOMPARE(table->images.size(), 2u);
    QCOMPARE(table->objectsOf(0).size(), 1u);
}

void TestProjectEdits::oldSnapshotsStay() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto before = project->objects();
    project->apply({deletedEdit(before->rowId[0], true)});
    QCOMPARE(before->size(), 3u);
    QCOMPARE(project->objects()->size(), 2u);
    QCOMPARE(project->masksOf(*before, 0).size(), 2u);
}

void TestProjectEdits::undoBringsTheBytesBack() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto rows = project->objects()->rowId;
    const auto first = project->apply({categoryEdit(rows[1], 8), attributesEdit(rows[0], {})});
    const auto second = project->apply({deletedEdit(rows[1], true), attributesEdit(rows[0], {5})});
    QVERIFY(folder.exported(*project) != kCsvHeader + kRows);
    project->undo(second);
    project->undo(first);
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows);
    QCOMPARE(project->objects()->size(), 3u);
    QCOMPARE(project->objects()->rowId, rows);
}

void TestProjectEdits::undoOfAnUndoDoesItAgain() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto row = project->objects()->rowId[0];
    const auto step = project->apply({categoryEdit(row, 8)});
    const auto undo = project->undo(step);
    QVERIFY(undo != step);
    QCOMPARE(project->objects()->category[0], CategoryIndex(5));
    project->undo(undo);
    QCOMPARE(project->objects()->category[0], CategoryIndex(8));
}

void TestProjectEdits::editedRowsAreWrittenInPlace() {
    const ProjectFolder folder;
    const std::string header = "ImageId,Note,EncodedPixels,Height,Width,ClassId,AttributesIds";
    const auto project = folder.open(header +
                                     "\r\na,\"my, note\", 1  2,3,4,05,NaN\r\na,,1 2,3,4,5,\n"
                                     "broken\n\na,,7 1,3,4,5,1");
    const auto rows = project->objects()->rowId;
    project->apply({categoryEdit(rows[0], 9), attributesEdit(rows[1], {2, 1})});
    project->apply({deletedEdit(rows[2], true)});
    QCOMPARE(folder.exported(*project),
             header + "\r\na,\"my, note\", 1  2,3,4,9,NaN\r\na,,1 2,3,4,5,\"1,2\"\nbroken\n");
}

void TestProjectEdits::deletedLastRowLeavesTheFilesEnd() {
    const ProjectFolder folder;
    auto project = folder.open(kCsvHeader + "\na,1 2,3,4,5,\nb,1 2,3,4,5,");
    project->apply({deletedEdit(project->objects()->rowId[1], true)});
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,5,");
    project->apply({deletedEdit(project->objects()->rowId[0], true)});
    QCOMPARE(folder.exported(*project), kCsvHeader);
}

void TestProjectEdits::whatAnEditCannotSeeStays() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + "\na,1 2,3,4,5,\"235,7,1\"\n");
    const auto row = project->objects()->rowId[0];
    project->apply({categoryEdit(row, 6)});
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,6,\"235,7,1\"\n");
    project->apply({attributesEdit(row, {8})});
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,6,\"8,235\"\n");
}

void TestProjectEdits::stepsAreWholeOrNothing() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto before = project->objects();
    const auto row = before->rowId[0];
    QVERIFY_EXCEPTION_THROWN(project->apply({categoryEdit(row, 8), categoryEdit(4711, 8)}), Error);
    QVERIFY_EXCEPTION_THROWN(project->apply({categoryEdit(row, 8), categoryEdit(row, 46)}), Error);
    QVERIFY_EXCEPTION_THROWN(project->apply({categoryEdit(row, 8), attributesEdit(row, {294})}),
                             Error);
    QVERIFY_EXCEPTION_THROWN(project->undo(1), Error);
    QVERIFY(project->objects() == before);
    QVERIFY(!project->edited());
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows);
}

void TestProjectEdits::nothingChangedIsNoStep() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    QCOMPARE(project->apply({categoryEdit(project->objects()->rowId[0], 5)}), std::int64_t(0));
    QVERIFY(!project->edited());
}

void TestProjectEdits::laterChangesForbidTheUndo() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto row = project->objects()->rowId[0];
    const auto first = project->apply({categoryEdit(row, 8)});
    project->apply({categoryEdit(row, 9)});
    QVERIFY_EXCEPTION_THROWN(project->undo(first), Error);
    QCOMPARE(project->objects()->category[0], CategoryIndex(9));
}

void TestProjectEdits::theJournalSaysWhoAndWhat() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto row = project->objects()->rowId[0];
    const auto step = project->apply({categoryEdit(row, 8), attributesEdit(row, {3})});
    project->undo(step);
    const SQLite::Database store(folder.project().string(), SQLite::OPEN_READONLY);
    SQLite::Statement journal(store,
                              "SELECT kind, before, after, undoes, time FROM edit JOIN step "
                              "ON step.id = edit.step ORDER BY edit.id");
    QStringList entries;
    while (journal.executeStep()) {
        entries << QString("%1 %2>%3 %4")
                       .arg(journal.getColumn(0).getText(), journal.getColumn(1).getText(),
                            journal.getColumn(2).getText(), journal.getColumn(3).getText());
        QVERIFY(journal.getColumn(4).getInt64() > 1600000000000);
    }
    QCOMPARE(entries, (QStringList{"category 5>8 ", "attributes 1,2>3 ", "attributes 3>1,2 1",
                                   "category 8>5 1"}));
}

void TestProjectEdits::aStopOfTheExportLeavesTheOldFile() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    writeFileAtomically(folder.path("out.csv"), "old");
    std::stop_source stop;
    stop.request_stop();
    project->exportCsv(folder.path("out.csv"), {}, stop.get_token());
    QCOMPARE(ProjectFolder::contentOf(folder.path("out.csv")), std::string("old"));
}

void TestProjectEdits::anotherWriterIsBusy() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    SQLite::Database other(folder.project().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    try {
        project->apply({categoryEdit(project->objects()->rowId[0], 8)});
        QFAIL("two wrote at once");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::Busy);
        QVERIFY(QString(error.what()).contains("in use by another"));
    }
    QCOMPARE(project->mask(project->objects()->rowId[0]).area(), 2u);  // reading goes on
    other.exec("ROLLBACK");
    project->apply({categoryEdit(project->objects()->rowId[0], 8)});
    QCOMPARE(project->objects()->category[0], CategoryIndex(8));
}

void TestProjectEdits::aKilledProgramLosesNothing() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    project->apply({categoryEdit(project->objects()->rowId[0], 8)});
    // What lies on the disk now is what a kill would leave.
    std::filesystem::create_directories(folder.path("killed"));
    for (const char* suffix : {"", "-wal"})
        std::filesystem::copy_file(folder.project().string() + suffix,
                                   folder.path("killed/train.selvedge").string() + suffix);
    QCOMPARE(Project::open(folder.path("killed/train.selvedge"))->objects()->category[0],
             CategoryIndex(8));
}

void TestProjectEdits::threadsReadWhileOneWrites() {
    const ProjectFolder folder;
    std::string text = kCsvHeader + "\n";
    for (int i = 0; i < 60; ++i)
        text += "image" + std::to_string(i % 7) + ",1 2 7 1,3,4,5,1\n";
    const auto project = folder.open(text);
    const auto rows = project->objects()->rowId;
    std::atomic<int> failures{0};
    std::vector<std::jthread> readers;
    for (int thread = 0; thread < 3; ++thread) {
        readers.emplace_back([&](std::stop_token stop) {
            while (!stop.stop_requested()) {
                const auto table = project->objects();
                for (ImageIndex image = 0; image < table->images.size(); ++image) {
                    const auto masks = project->masksOf(*table, image);
                    failures += masks.size() != table->objectsOf(image).size();
                    for (const RleMask& mask : masks)
                        failures += mask.area() != 3;
                }
            }
        });
    }
    for (int i = 0; i < 20; ++i)
        project->apply({deletedEdit(rows[std::size_t(i)], true)});
    readers.clear();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(project->objects()->size(), 40u);
}

QTEST_GUILESS_MAIN(TestProjectEdits)
#include "tst_project_edits.moc"
